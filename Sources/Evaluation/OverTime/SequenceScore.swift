import PoiseBody

/// The comparison of a recording's results with a truth over time.
public struct SequenceScore: Sendable, Hashable {
    /// Name of the recording.
    public let name: String
    /// The id of the person who was compared.
    public let person: Int
    /// Frames in which the person was found.
    public let frames: Int
    /// Those frames whose time lies within the truth.
    public let compared: Int
    /// Rate of the frames, the inverse of their median distance; `nil` with fewer than two frames.
    public let framesPerSecond: Double?
    /// Difference of the clocks.
    public let shift: ClockShift
    /// Errors of the joints in space; `nil` without joints in the truth, or where no frame has them.
    public let positions: PositionErrors?
    /// Errors of the angles, by kind; kinds without values are omitted.
    public let angles: [AngleKind: AngleErrors]

    /// Compares a person of a sequence with a truth.
    ///
    /// Angles are those in space of all frames, whether their joints are visible or not. Sequences of people who are
    /// found in other frames are therefore compared on other frames.
    /// - Parameters:
    ///   - name: Name of the recording.
    ///   - sequence: The results.
    ///   - truth: The truth.
    ///   - person: The id of the person; without it, the person found in the most frames, the first one of several.
    ///   - range: The largest difference of the clocks, seconds, up to ``ClockShift/longestRange``; 0 if they agree.
    /// - Throws: ``SequenceScoreError``.
    public init(
        _ name: String, _ sequence: PoseSequence, truth: MotionTruth, person: Int? = nil,
        shiftWithin range: Double = ClockShift.defaultRange
    ) throws(SequenceScoreError) {
        let counts = sequence.frames.reduce(into: [Int: Int]()) { counts, frame in
            for person in frame.people { counts[person.id, default: 0] += 1 }
        }
        guard let most = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })?.key else { throw .nobody }
        let id = person ?? most
        guard let frames = counts[id] else { throw .unknownPerson(id) }
        (self.name, self.person, self.frames) = (name, id, frames)
        let times = sequence.frames.map(\.seconds)
        let found = sequence.frames.enumerated().compactMap { index, frame in
            frame.person(id).map { (index: index, time: frame.seconds, pose: $0.pose) }
        }
        let shift = ClockShift(of: found.map { ($0.time, $0.pose) }, to: truth, within: range)
        self.shift = shift
        let pairs = found.compactMap { observation in
            truth.moment(at: observation.time + shift.seconds).map {
                ComparedFrame(index: observation.index, pose: observation.pose, moment: $0)
            }
        }
        guard !pairs.isEmpty else { throw .noCommonTime }
        compared = pairs.count
        let steps = zip(times.dropFirst(), times).map { $0 - $1 }.sorted()
        framesPerSecond = steps.isEmpty ? nil : 1 / steps[steps.count / 2]
        positions = try PositionErrors(pairs, truth)
        angles = AngleKind.allCases.reduce(into: [:]) { $0[$1] = AngleErrors($1, pairs, truth) }
        guard positions != nil || !angles.isEmpty else { throw .nothingKnown }
    }
}

/// A frame of a sequence with its place in the truth.
struct ComparedFrame {
    /// Index in the list of the sequence's frames.
    let index: Int
    let pose: Pose
    let moment: MotionTruth.Moment
}

/// An error in comparing a sequence with a truth over time.
public enum SequenceScoreError: Error, Equatable, Sendable, CustomStringConvertible {
    /// No frame has a person.
    case nobody
    /// No frame has the requested person.
    case unknownPerson(Int)
    /// No frame's time lies within the truth.
    case noCommonTime
    /// No joint or angle of the truth is known in these frames.
    case nothingKnown
    /// The joints do not fit in the axes of the truth.
    case otherAxes

    /// One sentence that states the mismatch.
    public var description: String {
        switch self {
        case .nobody: "no person is in any frame"
        case .unknownPerson(let id): "there is no person with the id \(id)"
        case .noCommonTime: "the person is in no frame whose time lies within the ground truth"
        case .nothingKnown: "the ground truth knows no joint or angle at the times of the person's frames"
        case .otherAxes: "the joints do not fit in the axes that the ground truth names"
        }
    }
}
