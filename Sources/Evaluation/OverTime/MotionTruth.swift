import PoiseBody
import PoiseSupport

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Ground truth of one person over time: joints in space, measured angles, or both.
public struct MotionTruth: Sendable, Hashable {
    /// The axes of joints in space.
    public enum Axes: String, Sendable, Hashable, Codable {
        /// Those of world landmarks: x to the right of the image, y down, z away from the camera.
        case camera
        /// Any others that are orthogonal, right-handed and do not move, such as those of a laboratory.
        case laboratory
    }

    /// The times of the truth, seconds, ascending. `[n]`
    public let times: [Double]
    /// Positions of joints in meters; `nil` at times at which one is unknown. `[n]` each
    public let joints: [Joint: [WorldPoint?]]
    /// The axes of ``joints``.
    public let axes: Axes
    /// Angles: those that were measured, and the others that follow from ``joints``; `nil` at times at which one is
    /// unknown. `[n]` each
    ///
    /// The trunk's inclination follows from joints in the axes of the camera only.
    public let angles: [JointAngle: [Angle?]]

    /// Creates a truth from its parts.
    ///
    /// - Parameters:
    ///   - times: The times, seconds.
    ///   - joints: Positions of joints in meters, one per time.
    ///   - axes: The axes of the joints.
    ///   - angles: Measured angles, one per time. They take precedence over those that follow from joints.
    /// - Throws: ``MotionTruthError`` when times do not increase, a list has another length than the times, or there are
    ///   neither joints nor angles.
    public init(
        times: [Double], joints: [Joint: [WorldPoint?]] = [:], axes: Axes = .laboratory,
        angles: [JointAngle: [Angle?]] = [:]
    ) throws(MotionTruthError) {
        if let index = times.indices.dropFirst().first(where: { !(times[$0] > times[$0 - 1]) }) {
            throw .timeNotIncreasing(number: index + 1)
        }
        for joint in Joint.allCases {
            guard let count = joints[joint]?.count, count != times.count else { continue }
            throw .wrongCount(place: "joint “\(joint.identifier)”", expected: times.count, actual: count)
        }
        for angle in JointAngle.allCases {
            guard let count = angles[angle]?.count, count != times.count else { continue }
            throw .wrongCount(place: "angle “\(angle.rawValue)”", expected: times.count, actual: count)
        }
        guard !times.isEmpty, !joints.isEmpty || !angles.isEmpty else { throw .empty }
        (self.times, self.joints, self.axes) = (times, joints, axes)
        self.angles = MotionTruth.angles(from: joints, axes, count: times.count).merging(angles) { $1 }
    }

    private static func angles(
        from joints: [Joint: [WorldPoint?]], _ axes: Axes, count: Int
    ) -> [JointAngle: [Angle?]] {
        var angles: [JointAngle: [Angle?]] = [:]
        for angle in JointAngle.allCases where angle != .trunk || axes == .camera {
            let series = angle.joints.compactMap { joint in joints[joint].map { (joint, $0) } }
            guard series.count == angle.joints.count else { continue }
            angles[angle] = (0..<count).map { index in
                let points = series.compactMap { joint, points in points[index].map { (joint, SIMD3($0)) } }
                guard points.count == series.count else { return nil }
                let places = Dictionary(points) { $1 }
                return angle.value { places[$0] ?? .zero }
            }
        }
        return angles
    }
}

extension MotionTruth {
    /// The place of a time between two times of the truth.
    struct Moment {
        /// Index of the earlier time.
        let index: Int
        /// The part of the way to the next time, 0 to 1.
        let part: Double

        /// Returns the linearly interpolated value; `nil` where one of its neighbors is unknown.
        func value<Value>(of values: [Value?], _ mix: (Value, Value, Double) -> Value) -> Value? {
            guard let first = values[index] else { return nil }
            guard part > 0 else { return first }
            return values[index + 1].map { mix(first, $0, part) }
        }
    }

    /// Returns the place of a time; `nil` before the first and after the last time.
    func moment(at time: Double) -> Moment? {
        // Files round times, and rates by which other programs compute them.
        let slack = 0.0005
        guard let first = times.first, let last = times.last, time >= first - slack, time <= last + slack else {
            return nil
        }
        // The number of times up to this one, by bisection.
        var (low, high) = (0, times.count)
        while low < high {
            let middle = (low + high) / 2
            if times[middle] <= time { low = middle + 1 } else { high = middle }
        }
        let index = max(low - 1, 0)
        guard index + 1 < times.count else { return Moment(index: index, part: 0) }
        return Moment(index: index, part: max(0, (time - times[index]) / (times[index + 1] - times[index])))
    }

    /// Returns an angle at a time, degrees; `nil` where it is unknown.
    func degrees(of angle: JointAngle, at moment: Moment) -> Double? {
        angles[angle].flatMap { moment.value(of: $0) { Angle(radians: $0.radians + $2 * ($1.radians - $0.radians)) } }?
            .degrees
    }

    /// Returns the position of a joint at a time, meters; `nil` where it is unknown.
    func point(of joint: Joint, at moment: Moment) -> SIMD3<Double>? {
        joints[joint].flatMap {
            moment.value(of: $0) { first, second, part in
                WorldPoint(
                    x: first.x + part * (second.x - first.x), y: first.y + part * (second.y - first.y),
                    z: first.z + part * (second.z - first.z))
            }
        }.map { SIMD3($0) }
    }
}
