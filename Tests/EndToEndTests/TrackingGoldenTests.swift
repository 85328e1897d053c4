import BlazePose
import Foundation
import Imaging
import Landmarks
import Media
import Testing
import TestSupport

/// The tracker on a stored clip, frame by frame, against MediaPipe with its smoothing.
///
/// Every region follows from the frame before, so that last bits of one frame become pixels that are rounded otherwise in
/// the next. Now and then a single landmark jumps from one place of its heatmap to the next because of that.
@Suite(.enabled(if: Reference.isAvailable, "needs the reference data")) struct TrackingGoldenTests {
    /// The share of landmarks, and of frames by the mean of their landmarks, that must lie within half a pixel.
    private static let closeShare = 0.95
    private static let closeDistance = 0.5

    @Test(arguments: ["full", "lite", "gap_full"]) func clipIsFollowedAsByMediaPipe(name: String) throws {
        let clip = try ReferenceClip(name)
        let model = name == "lite" ? ReferenceNetwork.lite : .full
        var tracker = try PoseTracker(model: .network(model.load()))
        var distances: [[Double]] = []
        for frame in clip.frames {
            let people = try tracker.track(try clip.image(frame.index), at: .microseconds(frame.microseconds))
            #expect(tracker.ranDetector == frame.detectorRan, "frame \(frame.index)")
            #expect(people.isEmpty != frame.found, "frame \(frame.index)")
            guard let expected = frame.landmarks, let person = people.first else { continue }
            #expect(person.id == 1)
            distances.append(
                zip(person.pose.landmarks, expected).map { ours, theirs in
                    let (dx, dy) = (
                        ours.position.x - theirs[0] * clip.header.width,
                        ours.position.y - theirs[1] * clip.header.height
                    )
                    return (dx * dx + dy * dy).squareRoot()
                })
        }
        let landmarks = distances.flatMap { $0 }
        let landmarkShare = Double(landmarks.count { $0 < Self.closeDistance }) / Double(landmarks.count)
        let frameShare =
            Double(distances.count { $0.reduce(0, +) / Double($0.count) < Self.closeDistance })
            / Double(distances.count)
        print(name, "within half a pixel: landmarks", landmarkShare, "frames", frameShare)
        #expect(landmarkShare >= Self.closeShare)
        #expect(frameShare >= Self.closeShare)
    }
}

/// MediaPipe's results on the clip of the reference data.
private struct ReferenceClip {
    struct Header: Decodable {
        let width: Double
        let height: Double
        let blackFrames: [Int]

        private enum CodingKeys: String, CodingKey {
            case width, height
            case blackFrames = "black_frames"
        }
    }

    struct Frame: Decodable {
        let index: Int
        let microseconds: Int
        let found: Bool
        let detectorRan: Bool
        let landmarks: [[Double]]?

        private enum CodingKeys: String, CodingKey {
            case found, landmarks
            case index = "i"
            case microseconds = "t_us"
            case detectorRan = "detector_ran"
        }
    }

    let header: Header
    let frames: [Frame]

    init(_ name: String) throws {
        let text = String(
            decoding: try Reference.bytes("golden/videos/clip_jumping_jacks_\(name).jsonl"), as: UTF8.self)
        let lines = text.split(separator: "\n").map { Data($0.utf8) }
        header = try JSONDecoder().decode(Header.self, from: lines[0])
        frames = try lines.dropFirst().map { try JSONDecoder().decode(Frame.self, from: $0) }
    }

    func image(_ index: Int) throws -> Image {
        if header.blackFrames.contains(index) {
            let (width, height) = (Int(header.width), Int(header.height))
            return try Image(width: width, height: height, pixels: [UInt8](repeating: 0, count: 3 * width * height))
        }
        let name = String(format: "%04d.jpg", index)
        return try Image(contentsOf: Reference.file("clips/clip_jumping_jacks/\(name)"))
    }
}
