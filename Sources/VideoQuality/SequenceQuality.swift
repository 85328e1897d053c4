import PoiseMotion
import PoiseBody

/// Quality of the results of a video, as measured from people and times.
///
/// With several people, joints, jitter and size are those of the *subject*: in each frame, the person who is in the
/// most frames of the video.
public struct SequenceQuality: Sendable, Hashable {
    /// Coverage of the video with detected people.
    public let tracking: TrackingQuality
    /// Regularity of the frame times.
    public let timing: FrameTiming
    /// Jitter of the subject.
    public let jitter: Jitter
    /// Visibility statistics of all 33 joints of the subject, in their order; empty if no person was detected.
    public let joints: [JointVisibilityStats]
    /// The longer side of the bounding box of the subject's landmarks, pixels, the median over the frames; `nil`
    /// without a subject.
    public let size: Double?
    /// Limb confusions of the subject: moments in which both arms or both legs lie on one limb.
    public let collapses: [LimbConfusion]
    /// Share of the subject's frames with a limb confusion.
    public let collapsedShare: Double

    /// Thresholds of the share of frames with a limb confusion. In twelve videos of exercises limbs collapsed in one
    /// frame of two hundred (12 of 2444). Ten times that counts as poor: a choice.
    public static let collapseScale = GradeScale(good: 0.005, fair: 0.05)

    /// Evaluates a sequence.
    ///
    /// - Parameters:
    ///   - original: The results of the video.
    ///   - expectedPeople: The expected number of people.
    ///   - repeatedFrames: Number of frames that repeat the previous image, where known: ``RepeatedFrames``.
    public init(_ original: PoseSequence, expectedPeople: Int = 1, repeatedFrames: Int? = nil) {
        // Coordinates are compared in images of one size.
        let sequence = original.inHeaderSize
        tracking = TrackingQuality(sequence, expectedPeople: expectedPeople)
        timing = FrameTiming(times: sequence.frames.map(\.time), repeatedFrames: repeatedFrames)
        let subject = sequence.subject
        let seen = zip(sequence.frames, subject).compactMap { frame, person in
            person.map { Sighting(time: frame.seconds, person: $0) }
        }
        size = middle(of: seen.compactMap { BoundingBox($0.person.pose.landmarks)?.longerSide })
        jitter = Jitter(seen, size: size)
        joints = JointVisibilityStats.all(seen.map(\.person))
        let ids = Dictionary(uniqueKeysWithValues: zip(sequence.frames, subject).map { ($0.index, $1?.id) })
        collapses = sequence.limbCollapses.filter { collapse in collapse.frames.contains { ids[$0] == collapse.id } }
        let collapsed = Set(collapses.flatMap(\.frames)).count
        collapsedShare = seen.isEmpty ? 0 : Double(collapsed) / Double(seen.count)
    }
}

extension PoseSequence {
    /// The subject of the video in each frame: the person in it who is in the most frames, with ties broken by the
    /// lower id; `nil` in a frame without people.
    public var subject: [TrackedPerson?] {
        var counts: [Int: Int] = [:]
        for frame in frames { for person in frame.people { counts[person.id, default: 0] += 1 } }
        return frames.map { frame in
            frame.people.max { first, second in
                let (one, other) = (counts[first.id] ?? 0, counts[second.id] ?? 0)
                return one == other ? first.id > second.id : one < other
            }
        }
    }
}
