import PoiseBody
import PoiseBodyModel
import PoiseLandmarkPipeline
import Testing

/// The steps of the still-image strategy, by hand.
@Suite("Steps of the still-image strategy") struct StillImageStepsTests {
    @Test("A new person needs more quality the lower the detector's score is")
    func thresholds() {
        #expect(AcceptanceThreshold.presence.minimumQuality(isLite: false) == nil)
        #expect(AcceptanceThreshold.presence.minimumQualityOfNewPerson(isLite: false, score: 0) == 0)
        #expect(AcceptanceThreshold.upright.minimumQuality(isLite: false) == 0.40)
        #expect(AcceptanceThreshold.upright.minimumQuality(isLite: true) == 0.36)
        #expect(AcceptanceThreshold.rotated.minimumQuality(isLite: false) == 0.50)
        // From a score of .5 on nothing is added; a fifth of what is missing below.
        for (score, quality) in [(0.9, 0.40), (0.5, 0.40), (0.3, 0.44), (0.0, 0.50)] {
            let needed = AcceptanceThreshold.upright.minimumQualityOfNewPerson(isLite: false, score: score)
            #expect(abs(needed - quality) < 1e-12, "\(score)")
        }
    }

    @Test("A region near a visited one is not new: 6 % of the size, 10 % of the size, .12 radians")
    func visits() {
        func region(x: Double = 100, size: Double = 100, rotation: Double = 0) -> RegionOfInterest {
            RegionOfInterest(center: PixelPoint(x: x, y: 50), size: size, rotation: rotation)
        }
        var visited = VisitedRegions()
        // In this order; a full turn more is the same rotation.
        let regions: [(RegionOfInterest, isNew: Bool)] = [
            (region(), true), (region(x: 105.9), false), (region(size: 109), false), (region(rotation: 0.11), false),
            (region(rotation: 2 * .pi - 0.11), false), (region(x: 106.1), true), (region(size: 111), true),
            (region(rotation: 0.13), true), (region(x: 112), false),
        ]
        for (region, isNew) in regions {
            let wasNew = visited.insert(region)
            #expect(wasNew == isNew, "\(region)")
        }
    }

    @Test("The views of an image of 400 x 200 pixels")
    func views() {
        let size = ImageSize(width: 400, height: 200)
        func views(_ kind: ProposalStage.Views) -> [ViewTransform] {
            (0..<kind.count).map { kind.transform($0, of: size) }
        }
        let whole = views(.upright)
        #expect(whole == [.whole(size)])
        #expect(whole[0].square == RegionOfInterest(center: PixelPoint(x: 200, y: 100), size: 400, rotation: 0))

        let rotated = views(.rotated)
        let rotations: [Double] = [.pi / 2, .pi, 1.5 * .pi, 0]
        #expect(rotated.map(\.square.rotation) == rotations)
        #expect(rotated.map(\.isMirrored) == [false, false, false, true])
        #expect(rotated.allSatisfy { $0.square.size == 400 && $0.square.center == whole[0].square.center })

        let tiles = views(.tiles)
        let sizes: [Double] = [240, 240, 240, 240, 240, 600]
        #expect(tiles.map(\.square.size) == sizes)
        let centers = tiles.map { SIMD2($0.square.center.x, $0.square.center.y) }
        let expected: [SIMD2<Double>] = [[120, 60], [280, 60], [120, 140], [280, 140], [200, 100], [200, 100]]
        for (center, place) in zip(centers, expected) {
            #expect(abs(center.x - place.x) < 1e-9 && abs(center.y - place.y) < 1e-9)
        }
    }
}
