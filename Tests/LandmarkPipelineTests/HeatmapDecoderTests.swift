import PoiseBodyModel
import PoiseLandmarkPipeline
import PoiseImaging
import PoiseBody
import Testing

/// The two decoders of heatmaps that differ from MediaPipe's soft-argmax: the global argmax, and the mean over a wide window.
@Suite struct HeatmapDecoderTests {
    /// The image is the region's left half: columns from 32 cells on lie outside.
    private let visibility = RegionVisibility(
        RegionOfInterest(center: PixelPoint(x: 64, y: 32), size: 128, rotation: 0),
        in: ImageSize(width: 64, height: 96),
        partCount: LandmarkSpec.body.partCount)

    /// Returns the positions of a joint and of a point that is not a joint after refinement, in cells.
    private func refined(
        by refinement: some HeatmapDecoder, from x: Double, _ y: Double,
        _ probability: (_ row: Int, _ column: Int) -> Double
    ) -> (joint: SIMD2<Double>, other: SIMD2<Double>) {
        var points = HeatmapFixture.points(x, y)
        var finder = PeakFinder()
        HeatmapFixture(probability).with {
            finder.find(&points, in: $0)
            refinement.refine(&points, with: $0, in: visibility)
        }
        func cells(_ index: Int) -> SIMD2<Double> { SIMD2(points[index].x, points[index].y) * 64 }
        return (cells(Joint.leftKnee.rawValue), cells(36))
    }

    private func isNear(_ place: SIMD2<Double>, _ x: Double, _ y: Double) -> Bool {
        abs(place.x - x) < 1e-4 && abs(place.y - y) < 1e-4
    }

    @Test func thePeakCountsWhereverItIs() {
        let far = refined(by: GlobalArgmax(), from: 8, 50) { $0 == 30 && $1 == 25 ? 0.5 : 1e-9 }
        #expect(isNear(far.joint, 25, 30) && isNear(far.other, 25, 30))
    }

    @Test func aWeakPeakDoesNotCount() {
        for (height, moves) in [(0.101, true), (0.099, false)] {
            let place = refined(by: GlobalArgmax(), from: 20, 30) { $0 == 30 && $1 == 25 ? height : 1e-9 }.joint
            #expect(isNear(place, moves ? 25 : 20, 30), "\(height)")
        }
    }

    /// A joint outside the image is not visible; the points that are not joints may lie anywhere.
    @Test func outsideThePictureMoreIsAskedOfJoints() {
        for (height, moves) in [(0.51, true), (0.49, false)] {
            let global = refined(by: GlobalArgmax(), from: 40, 30) { $0 == 30 && $1 == 38 ? height : 1e-9 }
            let window = refined(by: SquaredSoftArgmax(), from: 40, 30) { $0 == 30 && $1 == 38 ? height : 1e-9 }
            for place in [global, window] {
                #expect(isNear(place.joint, moves ? 38 : 40, 30), "\(height)")
                #expect(isNear(place.other, 38, 30))
            }
        }
    }

    /// Probabilities of 0.6 and 0.3 have weights of 4 to 1.
    @Test func theWindowIsWeightedBySquares() {
        let place = refined(by: SquaredSoftArgmax(), from: 20, 30) { row, column in
            guard row == 30 else { return 1e-9 }
            return column == 18 ? 0.6 : column == 23 ? 0.3 : 1e-9
        }.joint
        #expect(isNear(place, 19, 30))
    }

    @Test func theWindowIsElevenCellsWideAndCutAtTheEdges() {
        for offset in [-6, -5, 5, 6] {
            let place = refined(by: SquaredSoftArgmax(), from: 20.5, 30.5) {
                $0 == 30 && $1 == 20 + offset ? 0.9 : 1e-9
            }
            .joint
            #expect(isNear(place, abs(offset) == 5 ? Double(20 + offset) : 20.5, abs(offset) == 5 ? 30 : 30.5))
        }
        #expect(
            isNear(refined(by: SquaredSoftArgmax(), from: 0.5, 63.9) { $0 == 63 && $1 == 0 ? 0.9 : 1e-9 }.joint, 0, 63))
        #expect(isNear(refined(by: SquaredSoftArgmax(), from: -3, 30) { _, _ in 0.9 }.other, -3, 30))
    }

    @Test func aWeakWindowIsNotBelieved() {
        for (height, moves) in [(0.101, true), (0.099, false)] {
            let place = refined(by: SquaredSoftArgmax(), from: 20, 30) { $0 == 30 && $1 == 22 ? height : 1e-9 }.joint
            #expect(isNear(place, moves ? 22 : 20, 30), "\(height)")
        }
    }
}
