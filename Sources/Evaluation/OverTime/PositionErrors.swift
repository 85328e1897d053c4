import PoiseBody

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

/// Returns the second difference of three lists of points.
private func secondDifference(_ three: [[SIMD3<Double>]]) -> [SIMD3<Double>] {
    three[0].indices.map { three[2][$0] - 2 * three[1][$0] + three[0][$0] }
}
