import Landmarks

/// How far the results of a video can be trusted, as far as that can be told from people and times.
///
/// Where several people were seen, joints, trembling and size are those of the *subject*: in each frame whoever of the people
/// in it is there in most frames of the video.
public struct SequenceQuality: Sendable, Hashable {
    /// For how much of the video somebody was seen.
    public let tracking: TrackingQuality
    /// How regularly the frames come.
    public let timing: FrameTiming
    /// How much the subject trembles.
    public let jitter: Jitter
    /// What could not be seen of the subject, for all 33 joints in their order; empty where nobody was seen.
    public let joints: [JointSight]
    /// The longer side of the box round the subject's landmarks, pixels, the median over the frames; `nil` without a
    /// subject.
    public let size: Double?
    /// The moments in which both arms or both legs of the subject lie on one limb.
    public let collapses: [LimbCollapse]
    /// Share of the subject's frames in which they do.
    public let collapsedShare: Double

    /// In twelve videos of exercises limbs collapsed in one frame of two hundred (12 of 2444). Ten times that is taken for
    /// poor: a choice.
    public static let collapseScale = VerdictScale(good: 0.005, fair: 0.05)

    /// Looks at a sequence.
    ///
    /// - Parameters:
    ///   - original: What was seen.
    ///   - expectedPeople: How many people should be there.
    ///   - repeatedFrames: How many frames repeat the picture before, where that is known: ``RepeatedFrames``.
    public init(_ original: PoseSequence, expectedPeople: Int = 1, repeatedFrames: Int? = nil) {
        // Coordinates compare in images of one size.
        let sequence = original.inHeaderSize
        tracking = TrackingQuality(sequence, expectedPeople: expectedPeople)
        timing = FrameTiming(times: sequence.frames.map(\.time), repeatedFrames: repeatedFrames)
        let subject = sequence.subject
        let seen = zip(sequence.frames, subject).compactMap { frame, person in
            person.map { Sighting(time: frame.time, person: $0) }
        }
        size = middle(of: seen.compactMap { BoundingBox($0.person.landmarks)?.longerSide })
        jitter = Jitter(seen, size: size)
        joints = JointSight.all(seen.map(\.person))
        let ids = Dictionary(uniqueKeysWithValues: zip(sequence.frames, subject).map { ($0.index, $1?.id) })
        collapses = sequence.limbCollapses.filter { collapse in collapse.frames.contains { ids[$0] == collapse.id } }
        let collapsed = Set(collapses.flatMap(\.frames)).count
        collapsedShare = seen.isEmpty ? 0 : Double(collapsed) / Double(seen.count)
    }
}

extension PoseSequence {
    /// Whom the video is about, in each frame: of the people in it the one who is in most frames, and of two in equally
    /// many the one with the lower number; `nil` where nobody is.
    public var subject: [Person?] {
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
