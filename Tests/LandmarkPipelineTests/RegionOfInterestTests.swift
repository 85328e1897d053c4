import PoiseBodyModel
import PoiseLandmarkPipeline
import Foundation
import PoiseBody
import Testing

@Suite struct RegionTests {
    @Test(arguments: Array(stride(from: -180.0, to: 180, by: 15))) func pointsAwayFromTheUprightTurnTheRegion(
        degrees: Double
    ) {
        let angle = degrees * .pi / 180
        // Clockwise from the top, y down.
        let point = SIMD2<Float>(Float(30 + 80 * sin(angle)), Float(40 - 80 * cos(angle)))
        let region = RegionOfInterest(
            center: [30, 40], pointOnCircle: point, scale: 1.25, in: ImageSize(width: 128, height: 64))
        #expect(region.center == PixelPoint(x: 30, y: 40))
        #expect(abs(region.size - 2 * 80 * 1.25) < 1e-4)
        #expect(region.rotation >= -.pi - 1e-6 && region.rotation < .pi)
        // Half a turn to the left and half a turn to the right are equal.
        #expect(abs((region.rotation - angle).remainder(dividingBy: 2 * .pi)) < 1e-6)
    }

    @Test func theFourQuadrantsByHand() {
        let right = RegionOfInterest(
            center: [0, 0], pointOnCircle: [10, 0], scale: 1.25, in: ImageSize(width: 128, height: 64))
        let left = RegionOfInterest(
            center: [0, 0], pointOnCircle: [-10, 0], scale: 1.25, in: ImageSize(width: 128, height: 64))
        let up = RegionOfInterest(
            center: [0, 0], pointOnCircle: [0, -10], scale: 1.25, in: ImageSize(width: 128, height: 64))
        let down = RegionOfInterest(
            center: [0, 0], pointOnCircle: [0, 10], scale: 1.25, in: ImageSize(width: 128, height: 64))
        #expect(abs(right.rotation - .pi / 2) < 1e-6)
        #expect(abs(left.rotation + .pi / 2) < 1e-6)
        #expect(abs(up.rotation) < 1e-6)
        #expect(abs(abs(down.rotation) - .pi) < 1e-6)
    }

    @Test func coincidingPointsGiveARegionWithoutSize() {
        #expect(
            RegionOfInterest(
                center: [5, 5], pointOnCircle: [5, 5], scale: 1.25, in: ImageSize(width: 128, height: 64)
            ).size == 0)
    }

    @Test func aDetectionsRegionComesFromItsFirstTwoKeypoints() {
        let detection = Detection(
            score: 1, box: Detection.Box(left: 0, top: 0, right: 1, bottom: 1),
            keypoints: Detection.Keypoints([50, 60], [50, 20], [0, 0], [900, 900]))
        let region = DetectorSpec.body.region(of: detection, in: ImageSize(width: 128, height: 64))
        #expect(
            region
                == RegionOfInterest(
                    center: [50, 60], pointOnCircle: [50, 20], scale: 1.25, in: ImageSize(width: 128, height: 64)))
        #expect(abs(region.size - 100) < 1e-4)
    }

    /// Sizes of an image, and the positions of corners and center of the letterboxed square in it.
    @Test(arguments: [
        (width: 400, height: 200, origin: SIMD2<Float>(0, -100), end: SIMD2<Float>(400, 300)),
        (width: 300, height: 600, origin: SIMD2<Float>(-150, 0), end: SIMD2<Float>(450, 600)),
        (width: 256, height: 256, origin: SIMD2<Float>(0, 0), end: SIMD2<Float>(256, 256)),
        (width: 3000, height: 2, origin: SIMD2<Float>(0, -1499), end: SIMD2<Float>(3000, 1501)),
    ])
    func theLetterboxIsRemoved(picture: (width: Int, height: Int, origin: SIMD2<Float>, end: SIMD2<Float>)) {
        let square = Detection(
            score: 0.7, box: Detection.Box(left: 0, top: 0, right: 1, bottom: 1),
            keypoints: Detection.Keypoints([0.5, 0.5], [0, 0], [1, 1], [0.25, 0.75]))
        let result = square.unletterboxed(ImageSize(width: picture.width, height: picture.height))
        let size = picture.end - picture.origin
        // A few roundings of single precision; the padding of a narrow strip is nearly 1/2 and loses digits of the
        // rest.
        let tolerance = 1e-6 * size.x * size.x / Float(min(picture.width, picture.height))
        #expect(result.score == 0.7)
        #expect(abs(result.box.left - picture.origin.x) <= tolerance)
        #expect(abs(result.box.top - picture.origin.y) <= tolerance)
        #expect(abs(result.box.right - picture.end.x) <= tolerance)
        #expect(abs(result.box.bottom - picture.end.y) <= tolerance)
        for (keypoint, place) in zip(result.keypoints, square.keypoints) {
            let error = keypoint - (picture.origin + place * size)
            #expect(max(abs(error.x), abs(error.y)) <= tolerance)
        }
    }
}
