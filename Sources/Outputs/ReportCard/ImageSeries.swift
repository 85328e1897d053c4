import PoiseImaging
import PoiseBody
import PoiseMotion

/// Image quality of people through a video, accumulated frame by frame and evaluated at the end, when the subject of
/// the video is known.
public struct ImageSeries: Sendable, Hashable {
    /// The people of a frame by their ids, and the whole image if there are none.
    private struct Frame: Sendable, Hashable {
        var people: [Int: PersonPicture] = [:]
        var whole: ImageQuality?
    }

    private var frames: [Frame] = []
    private var last: FrameFingerprint?
    private var differences: [Double?] = []

    /// Creates a series without frames.
    public init() {}

    /// Evaluates the next frame.
    ///
    /// - Parameters:
    ///   - image: The image of the frame.
    ///   - people: The people in the frame.
    public mutating func add(_ image: Image, _ people: [TrackedPerson]) {
        var frame = Frame()
        for person in people { frame.people[person.id] = image.picture(of: person.pose.landmarks) }
        if people.isEmpty { frame.whole = image.quality }
        frames.append(frame)
        let trace = FrameFingerprint(image)
        if let last { differences.append(trace.difference(from: last)) }
        last = trace
    }

    /// Number of frames that repeat the previous image: `RepeatedFrames`.
    public var repeatedFrames: Int { RepeatedFrames.count(differences: differences) }

    /// Returns the image quality of the people with given ids, frame by frame; that of the whole images if no frame has
    /// its person.
    ///
    /// - Parameter ids: The id of the subject in each frame.
    func views(of ids: [Int?]) -> [View] {
        let seen = zip(frames, ids).compactMap { frame, id in
            id.flatMap { frame.people[$0] }.map {
                // Dark clothes in a light room do not make a dark image, nor is a lit person in a dark room dark.
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

    /// The measures of a frame.
    struct View {
        let blur: Double?
        let contrast: Double?
        let brightness: Double?
        let whiteShare: Double?
        let blackShare: Double?
    }
}
