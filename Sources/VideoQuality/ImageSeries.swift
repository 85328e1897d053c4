import PoiseBody
import PoiseImaging

/// Image quality of people through a video, accumulated frame by frame and evaluated at the end, when the subject of
/// the video is known.
public struct ImageSeries: Sendable, Hashable {
    /// The people of a frame by their ids, and the whole image if there are none.
    private struct Frame: Sendable, Hashable {
        var people: [Int: PersonQuality] = [:]
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
        for person in people { frame.people[person.id] = image.quality(of: person.pose.landmarks) }
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

/// Image quality of a person: how well they are visible in an image.
public struct PersonQuality: Sendable, Hashable {
    /// Contrast and sharpness inside the person's bounding box.
    public let quality: ImageQuality
    /// Exposure of the person; `nil` when no limb lies inside the image.
    public let exposure: Exposure?
}

extension Image {
    /// Returns the image quality of a person; `nil` when no part of them lies inside the image.
    ///
    /// Exposure is measured along the trunk's edges and the limbs, which show the person and not the background: a
    /// white studio is not overexposed, and a person in front of a window is dark.
    public func quality(of landmarks: [Landmark]) -> PersonQuality? {
        // Coordinates beyond any image have no place in it.
        guard let box = BoundingBox(landmarks),
            [box.left, box.top, box.right, box.bottom].allSatisfy({ abs($0) < 1e9 })
        else { return nil }
        let quality = quality(
            columns: Int(box.left.rounded(.down))..<Int(box.right.rounded(.down)) + 1,
            rows: Int(box.top.rounded(.down))..<Int(box.bottom.rounded(.down)) + 1)
        guard let quality else { return nil }
        let points = PersonQuality.bones.flatMap { bone -> [(x: Double, y: Double)] in
            let (from, to) = (landmarks[bone.from.rawValue].position, landmarks[bone.to.rawValue].position)
            return (0...PersonQuality.steps).map { step in
                let part = Double(step) / Double(PersonQuality.steps)
                return (from.x + part * (to.x - from.x), from.y + part * (to.y - from.y))
            }
        }
        return PersonQuality(quality: quality, exposure: exposure(at: points))
    }
}

extension PersonQuality {
    /// Number of steps from one end of a bone to the other.
    fileprivate static let steps = 10
    /// The large bones: hands and feet are too thin to be sampled reliably.
    fileprivate static let bones: [Skeleton.Bone] = {
        let large = Set(Joint.limbs)
        return (Skeleton.torso + Skeleton.arms + Skeleton.legs).filter {
            large.contains($0.from) && large.contains($0.to)
        }
    }()
}
