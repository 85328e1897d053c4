import PoiseBodyModel
import Foundation
import PoiseImaging
import PoiseBody
import PoiseImageFiles
import Testing
import PoiseTestSupport

/// A photo that is part of the package, against MediaPipe's results on it; `make_astronaut.py` beside the photo
/// computes the numbers.
@Suite struct AstronautTests {
    private struct Golden: Decodable {
        let file: String
        let width: Int
        let height: Int
        let rgbDigest: String
        /// x, y, width, height and rotation.
        let roi: [Double]
        let landmarks: [[Double]]
        let world: [[Double]]

        private enum CodingKeys: String, CodingKey {
            case file, width, height, roi, landmarks, world
            case rgbDigest = "rgb_sha256"
        }
    }

    private static let folder = Reference.packageFolder.appending(path: "Tests/Fixtures")

    private static func golden() throws -> (Golden, Image) {
        let golden = try JSONDecoder().decode(
            Golden.self, from: try Data(contentsOf: folder.appending(path: "astronaut.json")))
        return (golden, try Image(contentsOf: folder.appending(path: golden.file)))
    }

    @Test func poseEqualsMediaPipes() throws {
        let (golden, image) = try Self.golden()
        #expect(image.width == golden.width && image.height == golden.height)
        #expect(sha256(image.pixels) == golden.rgbDigest)
        let poses = try PoseEstimator(options: PoseEstimator.Options(accuracy: .reference)).poses(in: image)
        #expect(poses.count == 1)
        let pose = try #require(poses.first)
        let (width, height) = (Double(image.width), Double(image.height))

        #expect(abs(pose.region.center.x / width - golden.roi[0]) < 1e-6)
        #expect(abs(pose.region.center.y / height - golden.roi[1]) < 1e-6)
        #expect(abs(pose.region.size / width - golden.roi[2]) < 3e-6)
        #expect(abs(pose.region.rotation - golden.roi[4]) < 1e-6)

        // One level of noise in every pixel moves MediaPipe's own visibilities, and depths in units of the region, by
        // up to 0.018 here, and its world landmarks by 10 mm. Few pixels are rounded the other way: a quarter of that
        // is allowed.
        let (visibilityNoise, worldNoise) = (0.0045, 0.0025)
        #expect(golden.landmarks.count == 33 && golden.world.count == 33)
        for (joint, (place, space)) in zip(Joint.allCases, zip(golden.landmarks, golden.world)) {
            let landmark = pose[joint]
            let (x, y) = (landmark.position.x - place[0] * width, landmark.position.y - place[1] * height)
            #expect((x * x + y * y).squareRoot() / pose.region.size < 1e-3, "\(joint)")
            #expect(abs(landmark.z - place[2] * width) / pose.region.size < visibilityNoise, "\(joint)")
            #expect(abs(landmark.visibility - place[3]) < visibilityNoise, "\(joint)")
            #expect(abs(landmark.presence - place[4]) < visibilityNoise, "\(joint)")
            let world = pose.worldPoint(joint)
            let error = max(abs(world.x - space[0]), abs(world.y - space[1]), abs(world.z - space[2]))
            #expect(error < worldNoise, "\(joint)")
        }
    }

    @Test func jointsBelowThePictureSaySo() throws {
        let (_, image) = try Self.golden()
        let pose = try #require(PoseEstimator().poses(in: image).first)
        for joint in [Joint.leftKnee, .rightKnee, .leftAnkle, .rightAnkle] {
            #expect(pose[joint].position.y > 512 && !pose[joint].isInsideImage)
            #expect(!pose.isVisible(joint))
        }
        #expect(pose.isVisible(.nose) && pose.isVisible(.leftShoulder))
        #expect(pose.angle(at: .leftKnee) == nil)
    }
}
