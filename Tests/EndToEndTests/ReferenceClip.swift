import Foundation
import PoiseImaging
import PoiseBody
import PoiseImageFiles
import PoiseTestSupport

/// MediaPipe's results on the clip or on a video of the reference data.
struct ReferenceClip {
    struct Header: Decodable {
        let file: String
        let model: String
        let width: Double
        let height: Double
        let blackFrames: [Int]

        private enum CodingKeys: String, CodingKey {
            case file, model, width, height
            case blackFrames = "black_frames"
        }
    }

    struct Frame: Decodable {
        let index: Int
        let microseconds: Int
        let found: Bool
        let detectorRan: Bool
        /// Center, width, height (normalized), and the rotation.
        let roi: [Double]?
        /// Landmarks, smoothed, and as the network returned them.
        let landmarks: [[Double]]?
        let unfiltered: [[Double]]?

        private enum CodingKeys: String, CodingKey {
            case found, roi, landmarks
            case index = "i"
            case unfiltered = "landmarks_unfiltered"
            case microseconds = "t_us"
            case detectorRan = "detector_ran"
        }
    }

    let header: Header
    let frames: [Frame]

    init(_ name: String) throws { try self.init(results: "clip_jumping_jacks_\(name)") }

    init(video: String) throws { try self.init(results: "\(video)_full") }

    private init(results: String) throws {
        let text = String(decoding: try Reference.bytes("golden/videos/\(results).jsonl"), as: UTF8.self)
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

    /// The region in pixels.
    func region(of frame: Frame) -> RegionOfInterest? {
        frame.roi.map { values in
            RegionOfInterest(
                center: PixelPoint(x: values[0] * header.width, y: values[1] * header.height),
                size: values[2] * header.width, rotation: values[4])
        }
    }

    /// Returns the distances of a pose's landmarks from stored ones, pixels.
    func distances(of pose: Pose, to stored: [[Double]]) -> [Double] {
        zip(pose.landmarks, stored).map { ours, theirs in
            let (x, y) = (ours.position.x - theirs[0] * header.width, ours.position.y - theirs[1] * header.height)
            return (x * x + y * y).squareRoot()
        }
    }

    /// Returns the smoothed mask of a frame of the clip, where it is stored.
    func mask(_ index: Int) -> Image? {
        let file = String(format: "golden/masks/\(header.file)_\(header.model)_%04d.png", index)
        return try? Image(contentsOf: Reference.file(file)).converted(to: .grey)
    }
}
