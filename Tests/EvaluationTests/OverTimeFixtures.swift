import PoiseBody
import PoiseEvaluation
import PoiseTestSupport

extension PoseSequence {
    /// Returns a person, thirty frames a second, whose left and right knee have given angles, degrees.
    static func knees(_ times: [Double], _ degrees: (Double) -> (left: Double, right: Double)) -> PoseSequence {
        .built(times: times) { _, time in
            let (left, right) = degrees(time)
            return .standing(places: Leg.left.places(left).merging(Leg.right.places(right)) { $1 })
        }
    }

    /// Returns a person with joints at given positions in space, meters; `nil` where they are not detected.
    static func points(_ frames: [[Joint: SIMD3<Double>]?]) -> PoseSequence {
        .built(times: evenTimes(frames.count)) { index, _ in
            guard let points = frames[index] else { return nil }
            var person = TrackedPerson.standing()
            for (joint, point) in points {
                person.pose.setWorldPoint(joint, to: WorldPoint(x: point.x, y: point.y, z: point.z))
            }
            return person
        }
    }
}

/// A leg with a thigh straight down and a knee of a known angle, in the pixels of `TrackedPerson.standing`.
struct Leg {
    let hip, knee, ankle: Joint
    let x: Double

    static let left = Leg(hip: .leftHip, knee: .leftKnee, ankle: .leftAnkle, x: 520)
    static let right = Leg(hip: .rightHip, knee: .rightKnee, ankle: .rightAnkle, x: 480)

    func places(_ degrees: Double) -> [Joint: (Double, Double, Double)] {
        let bend = (180 - degrees) * .pi / 180
        return [hip: (x, 400, 0), knee: (x, 480, 0), ankle: (x, 480 + 80 * cosine(bend), 80 * sine(bend))]
    }
}

/// A person whose joints are at known positions, meters from the middle of the hips.
enum KnownPerson {
    static let points: [Joint: SIMD3<Double>] = [
        .leftShoulder: [0.2, -0.5, 0], .rightShoulder: [-0.2, -0.5, 0], .leftElbow: [0.25, -0.25, 0.05],
        .rightElbow: [-0.25, -0.25, 0.05], .leftWrist: [0.3, 0, 0.4], .rightWrist: [-0.3, 0, 0.1],
        .leftHip: [0.1, 0, 0], .rightHip: [-0.1, 0, 0], .leftKnee: [0.1, 0.4, 0], .rightKnee: [-0.1, 0.4, -0.1],
        .leftAnkle: [0.1, 0.8, 0], .rightAnkle: [-0.1, 0.8, 0.1],
    ]

    /// The same with the left wrist at the middle of the hips, half a meter from where it is. The factor of least
    /// squares from these points to the others is exactly 1, since a point at the origin adds to no product.
    static let withoutWrist = points.merging([.leftWrist: .zero]) { $1 }

    /// Returns a truth of these points in all frames, transformed.
    static func truth(
        _ count: Int, axes: MotionTruth.Axes = .camera, _ transform: (SIMD3<Double>) -> SIMD3<Double> = { $0 }
    ) throws -> MotionTruth {
        try MotionTruth(
            times: evenTimes(count),
            joints: points.mapValues { point in
                let moved = transform(point)
                return Array(repeating: WorldPoint(x: moved.x, y: moved.y, z: moved.z), count: count)
            }, axes: axes)
    }
}
