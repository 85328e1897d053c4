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

/// Errors of joints in space over the frames of a recording, millimeters, over the joints of arms and legs
/// (`Joint.limbs`) that the truth has.
public struct PositionErrors: Sendable, Hashable {
    /// The joints.
    public let joints: Int
    /// Mean distance after the middle of the hips is moved to the origin in each frame, and everything scaled once (MPJPE);
    /// `nil` without hips. A truth in the axes of a laboratory is also rotated once.
    public let rootAligned: Double?
    /// Mean distance after the best translation, rotation and scale of each frame (PA-MPJPE).
    public let aligned: Double?
    /// Mean error of the second difference of the joints over three successive frames, millimeters per squared frame, with
    /// the alignment of ``rootAligned``; `nil` without hips or three successive frames.
    public let acceleration: Double?

    /// Creates errors from their values.
    public init(joints: Int, rootAligned: Double?, aligned: Double?, acceleration: Double?) {
        self.joints = joints
        self.rootAligned = rootAligned
        self.aligned = aligned
        self.acceleration = acceleration
    }

    /// Measures the errors over the frames at whose time the truth has all its joints; `nil` without any.
    init?(_ frames: [ComparedFrame], _ truth: MotionTruth) throws(SequenceScoreError) {
        let joints = Joint.limbs.filter { truth.joints[$0] != nil }
        let known = frames.compactMap { frame -> Frame? in
            let targets = joints.compactMap { truth.point(of: $0, at: frame.moment) }
            guard !joints.isEmpty, targets.count == joints.count else { return nil }
            return Frame(
                index: frame.index, points: joints.map { SIMD3(frame.pose.worldPoint($0)) }, targets: targets)
        }
        guard !known.isEmpty else { return nil }
        let aligned = known.compactMap { Similarity.alignedDistance($0.points, from: $0.targets) }
        self.joints = joints.count
        self.aligned = mean(aligned).map { 1000 * $0 }
        guard let left = joints.firstIndex(of: .leftHip), let right = joints.firstIndex(of: .rightHip) else {
            (rootAligned, acceleration) = (nil, nil)
            return
        }
        let rooted = try PositionErrors.aligned(known.map { $0.rooted(left, right) }, truth.axes)
        rootAligned = mean(rooted.map { Similarity.meanDistance($0.points, $0.targets) }).map { 1000 * $0 }
        let accelerations = rooted.indices.dropFirst().dropLast().compactMap { index -> Double? in
            let three = rooted[index - 1...index + 1]
            guard rooted[index + 1].index - rooted[index - 1].index == 2 else { return nil }
            return Similarity.meanDistance(
                secondDifference(three.map(\.points)), secondDifference(three.map(\.targets)))
        }
        acceleration = mean(accelerations).map { 1000 * $0 }
    }

    private struct Frame {
        let index: Int
        var points: [SIMD3<Double>]
        var targets: [SIMD3<Double>]

        /// Returns the frame with the middle of both hips at the origin.
        func rooted(_ left: Int, _ right: Int) -> Frame {
            var frame = self
            let (point, target) = ((points[left] + points[right]) / 2, (targets[left] + targets[right]) / 2)
            frame.points = points.map { $0 - point }
            frame.targets = targets.map { $0 - target }
            return frame
        }
    }

    /// Scales the points of all frames by one factor of least squares, and rotates them once where the truth has other
    /// axes.
    private static func aligned(_ frames: [Frame], _ axes: MotionTruth.Axes) throws(SequenceScoreError) -> [Frame] {
        let (points, targets) = (frames.flatMap(\.points), frames.flatMap(\.targets))
        let align: (SIMD3<Double>) -> SIMD3<Double>
        switch axes {
        case .camera:
            let products = zip(points, targets).reduce(0) { $0 + ($1.0 * $1.1).sum() }
            let scale = products / points.reduce(0) { $0 + ($1 * $1).sum() }
            guard scale > 0, scale.isFinite else { throw .otherAxes }
            align = { scale * $0 }
        case .laboratory:
            guard let similarity = Similarity(moving: points, onto: targets, from: .zero, to: .zero) else {
                throw .otherAxes
            }
            align = { similarity($0) }
        }
        return frames.map { frame in
            var frame = frame
            frame.points = frame.points.map(align)
            return frame
        }
    }
}

/// Errors of the angles of a kind over the frames of a recording.
public struct AngleErrors: Sendable, Hashable {
    /// Mean of the squared error over the frames, and over both sides, square degrees.
    public let meanSquare: Double
    /// Mean variance of the error of a side, square degrees: the squared error without its constant part.
    public let variance: Double
    /// Share of the angles that are off by at most their stated error, 0 to 1; 0.68 is ideal. `nil` where no error is
    /// stated.
    public let insideStatedError: Double?

    /// The root of the mean squared error, degrees.
    public var rootMeanSquare: Double { meanSquare.squareRoot() }

    /// Creates errors from their values.
    public init(meanSquare: Double, variance: Double, insideStatedError: Double? = nil) {
        self.meanSquare = meanSquare
        self.variance = variance
        self.insideStatedError = insideStatedError
    }

    /// Measures the errors of a kind; `nil` without values.
    ///
    /// Stated errors are those of angles that `Pose.angle(at:)` returns, with the usual minimum of visibility and
    /// confidence.
    init?(_ kind: AngleKind, _ frames: [ComparedFrame], _ truth: MotionTruth) {
        var sides: [(meanSquare: Double, variance: Double)] = []
        var inside: [Double] = []
        for angle in kind.angles {
            var errors: [Double] = []
            for frame in frames {
                guard let known = truth.degrees(of: angle, at: frame.moment),
                    let found = frame.pose.degrees(of: angle)
                else { continue }
                errors.append(found - known)
                if let stated = frame.pose.angleError(at: angle) {
                    inside.append(abs(found - known) <= stated.degrees ? 1 : 0)
                }
            }
            guard let middle = mean(errors), let square = mean(errors.map { $0 * $0 }) else { continue }
            sides.append((square, mean(errors.map { ($0 - middle) * ($0 - middle) }) ?? 0))
        }
        guard let meanSquare = mean(sides.map(\.meanSquare)), let variance = mean(sides.map(\.variance)) else {
            return nil
        }
        self.init(meanSquare: meanSquare, variance: variance, insideStatedError: mean(inside))
    }
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

/// Returns the mean of numbers; `nil` when there are none.
func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
}

/// Returns the second difference of three lists of points.
private func secondDifference(_ three: [[SIMD3<Double>]]) -> [SIMD3<Double>] {
    three[0].indices.map { three[2][$0] - 2 * three[1][$0] + three[0][$0] }
}
