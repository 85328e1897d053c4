import Imaging
import Landmarks
import Motion

/// How well people can be seen through a video: fed with its frames, and asked at the end, when it is known whom the video is
/// about.
public struct PictureSeries: Sendable, Hashable {
    /// The people of a frame by their numbers, and the whole picture where there are none.
    private struct Frame: Sendable, Hashable {
        var people: [Int: PersonPicture] = [:]
        var whole: PictureQuality?
    }

    private var frames: [Frame] = []
    private var last: PictureTrace?
    private var differences: [Double?] = []

    /// A series without frames.
    public init() {}

    /// Looks at the next frame.
    ///
    /// - Parameters:
    ///   - image: The picture.
    ///   - people: Who is in it.
    public mutating func add(_ image: Image, _ people: [PoseSequence.Person]) {
        var frame = Frame()
        for person in people { frame.people[person.id] = image.picture(of: person.landmarks) }
        if people.isEmpty { frame.whole = image.quality }
        frames.append(frame)
        let trace = PictureTrace(image)
        if let last { differences.append(trace.difference(from: last)) }
        last = trace
    }

    /// How many frames show the picture before once more: `RepeatedFrames`.
    public var repeatedFrames: Int { RepeatedFrames.count(differences: differences) }

    /// How well people of these numbers can be seen, frame by frame; where there is nobody in any frame, the whole pictures.
    ///
    /// - Parameter ids: Whom each frame is about.
    func views(of ids: [Int?]) -> [View] {
        let seen = zip(frames, ids).compactMap { frame, id in
            id.flatMap { frame.people[$0] }.map {
                // Dark clothes in a light room are no dark picture, nor is somebody lit in a dark one.
                View(
                    blur: $0.quality.blur, contrast: $0.quality.contrast,
                    brightness: max($0.quality.brightness, $0.exposure?.brightness ?? 0),
                    whiteShare: $0.exposure?.whiteShare, blackShare: $0.exposure?.blackShare)
            }
        }
        guard seen.isEmpty else { return seen }
        return frames.compactMap(\.whole).map {
            View(blur: $0.blur, contrast: $0.contrast, brightness: $0.brightness, whiteShare: nil, blackShare: nil)
        }
    }

    /// What is measured of a frame.
    struct View {
        let blur: Double?
        let contrast: Double?
        let brightness: Double?
        let whiteShare: Double?
        let blackShare: Double?
    }
}
