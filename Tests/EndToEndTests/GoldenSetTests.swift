import Foundation
import Poise
import PoiseImageFiles
import PoiseTestSupport
import Testing

/// The images and the clip that are part of the package, against MediaPipe's results on them;
/// `Tests/Fixtures/golden/make_golden.py` makes both.
@Suite struct GoldenSetTests {
    private struct Golden: Decodable {
        let stepMicroseconds: Int64
        let images: [Image]
        let clip: Clip

        struct Image: Decodable {
            let file: String
            let width: Int
            let height: Int
            let rgbSha256: String
            let roi: [Double]
            let landmarks: [[Double]]
            let world: [[Double]]
        }

        struct Clip: Decodable {
            let file: String
            let width: Int
            let height: Int
            let rgbSha256: String
            let frames: [Frame]
        }

        struct Frame: Decodable {
            let landmarks: [[Double]]
        }
    }

    private static let folder = Reference.packageFolder.appending(path: "Tests/Fixtures/golden")

    private static func golden() throws -> Golden {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Golden.self, from: Data(contentsOf: folder.appending(path: "golden.json")))
    }

    private static func image(_ file: String, _ digest: String) throws -> Image {
        let image = try Image(contentsOf: folder.appending(path: file))
        #expect(sha256(image.pixels) == digest)
        return image
    }

    /// Returns the distances of landmarks in pixels.
    private static func distances(_ pose: Pose, _ stored: [[Double]], _ width: Int, _ height: Int) -> [Double] {
        zip(pose.landmarks, stored).map { landmark, place in
            let (dx, dy) = (
                landmark.position.x - place[0] * Double(width), landmark.position.y - place[1] * Double(height)
            )
            return (dx * dx + dy * dy).squareRoot()
        }
    }

    @Test("Still images equal MediaPipe's")
    func images() throws {
        let estimator = try PoseEstimator(options: PoseEstimator.Options(accuracy: .reference))
        let golden = try Self.golden()
        #expect(golden.images.count == 5)
        for stored in golden.images {
            let image = try Self.image(stored.file, stored.rgbSha256)
            let pose = try #require(estimator.poses(in: image).first, "\(stored.file)")
            #expect(abs(pose.region.center.x / Double(image.width) - stored.roi[0]) < 1e-5, "\(stored.file)")
            #expect(abs(pose.region.center.y / Double(image.height) - stored.roi[1]) < 1e-5, "\(stored.file)")
            #expect(abs(pose.region.rotation - stored.roi[4]) < 1e-5, "\(stored.file)")
            let errors = Self.distances(pose, stored.landmarks, image.width, image.height)
                .map { $0 / pose.region.size }.sorted()
            #expect(errors.count == 33)
            // A landmark at the border of a heatmap's cell may fall into the next one (Docs/pipeline.md).
            #expect(errors[16] < 1e-4 && errors[32] < 1e-2, "\(stored.file): \(errors[16]), \(errors[32])")
            let world = zip(pose.world, stored.world).map { ours, theirs in
                max(abs(ours.x - theirs[0]), abs(ours.y - theirs[1]), abs(ours.z - theirs[2]))
            }
            // As on the astronaut's photo: a quarter of what one level of noise in every pixel moves.
            #expect((world.max() ?? .nan) < 2.5e-3, "\(stored.file): \(world.max() ?? .nan)")
        }
    }

    @Test("A clip is tracked and smoothed as by MediaPipe")
    func clip() throws {
        let golden = try Self.golden()
        let strip = try Self.image(golden.clip.file, golden.clip.rgbSha256)
        let count = golden.clip.frames.count
        let (width, height) = (strip.width, strip.height / count)
        var tracker = try PoseTracker(options: PoseTracker.Options(accuracy: .reference))
        var means: [Double] = []
        for (index, stored) in golden.clip.frames.enumerated() {
            let bytes = width * height * 3
            let frame = try Image(
                width: width, height: height, format: .rgb,
                pixels: Array(strip.pixels[index * bytes..<(index + 1) * bytes]))
            let people = try tracker.track(frame, at: .microseconds(Int64(index) * golden.stepMicroseconds))
            let person = try #require(people.first, "frame \(index)")
            #expect(tracker.didRunDetector == (index == 0))
            let errors = Self.distances(person.pose, stored.landmarks, width, height)
            means.append(errors.reduce(0, +) / Double(errors.count) / person.pose.region.size)
        }
        // As for the videos of `TrackingGoldenTests`: pixels rounded the other way feed back through the regions.
        #expect(means.count == 16 && means.reduce(0, +) / 16 < 0.005, "\(means)")
        #expect(means[0] < 1e-3)
    }
}
