import PoiseBody

import PoiseLibC

/// The comparison of a pose with a person whose joints are known.
public struct PoseScore: Sendable, Hashable {
    /// Index of the person in the list of the image's people.
    public let person: Int
    /// Distance of each known joint from its true position, pixels.
    public let distances: [Joint: Double]
    /// Confidences of these joints, where the results state them.
    public let confidences: [Joint: Double]
    /// Expected errors of these joints, pixels, where the results state them.
    public let expectedErrors: [Joint: Double]
    /// The longer side of the person's box, pixels.
    public let size: Double
    /// The person's torso, pixels; `nil` where shoulders or hips are unknown.
    public let torso: Double?
    /// Object keypoint similarity over the known joints that COCO has, with COCO's constants; `nil` without an area.
    public let similarity: Double?
    /// Mean distance in space after the best similarity transform, millimeters (PA-MPJPE); `nil` with fewer than three
    /// known joints in space, or when the known joints or the pose's all coincide.
    public let alignedDistance: Double?

    /// The largest mean distance, in units of the box, at which a pose is of the person and not of another.
    public static let largestDistance = 0.3

    /// Whether the pose is of the person.
    public var isSamePerson: Bool { overBox <= PoseScore.largestDistance }

    /// Mean distance over the known joints, pixels.
    public var meanDistance: Double { distances.values.sorted().reduce(0, +) / Double(distances.count) }
    /// ``meanDistance`` divided by the longer side of the person's box.
    public var overBox: Double { meanDistance / size }
    /// ``meanDistance`` divided by the torso.
    public var overTorso: Double? { torso.map { meanDistance / $0 } }

    /// Returns the fraction of joints within a distance in pixels (PCK).
    public func correct(within pixels: Double) -> Double {
        Double(distances.values.count { $0 <= pixels }) / Double(distances.count)
    }

    /// Fraction of joints within a tenth of the longer side of the box.
    public var correctByBox: Double { correct(within: 0.1 * size) }
    /// Fraction of joints within a fifth of the torso.
    public var correctByTorso: Double? { torso.map { correct(within: 0.2 * $0) } }

    /// Compares a pose with the person nearest to it in units of the box; `nil` when no person has known joints.
    public init?(_ pose: Pose, among people: [AnnotatedPerson]) {
        let scores = people.indices.compactMap { PoseScore(pose, people[$0], number: $0) }
        guard let nearest = scores.min(by: { $0.overBox < $1.overBox }) else { return nil }
        self = nearest
    }

    /// Compares a pose with a person; `nil` when the person has no known joints.
    ///
    /// - Parameters:
    ///   - pose: The detected pose.
    ///   - truth: The person.
    ///   - number: The person's index in the list of the image's people.
    public init?(_ pose: Pose, _ truth: AnnotatedPerson, number: Int) {
        guard !truth.joints.isEmpty else { return nil }
        person = number
        distances = Dictionary(
            uniqueKeysWithValues: truth.joints.map { joint, place in
                let (x, y) = (pose[joint].position.x - place.x, pose[joint].position.y - place.y)
                return (joint, (x * x + y * y).squareRoot())
            })
        confidences = Dictionary(
            uniqueKeysWithValues: truth.joints.keys.compactMap { joint in
                pose[joint].confidence.map { (joint, $0) }
            })
        expectedErrors = Dictionary(
            uniqueKeysWithValues: truth.joints.keys.compactMap { joint in
                pose[joint].expectedError.map { (joint, $0) }
            })
        size = truth.size
        torso = truth.torso
        let known = distances.compactMap { joint, pixels in joint.cocoSigma.map { (pixels, $0) } }.sorted { $0 < $1 }
        similarity = truth.area.flatMap { area in
            known.isEmpty
                ? nil
                : known.reduce(0) { sum, joint in
                    let (pixels, scale) = (joint.0, 2 * joint.1)
                    return sum + exp(-pixels * pixels / (2 * area * scale * scale))
                } / Double(known.count)
        }
        alignedDistance = PoseScore.alignedDistance(pose, truth)
    }

    private static func alignedDistance(_ pose: Pose, _ truth: AnnotatedPerson) -> Double? {
        let joints = truth.world.keys.sorted { $0.rawValue < $1.rawValue }
        let points = joints.map { SIMD3(pose.worldPoint($0)) }
        let targets = joints.compactMap { truth.world[$0] }.map { SIMD3($0) }
        return Similarity.alignedDistance(points, from: targets).map { 1000 * $0 }
    }
}

extension Joint {
    /// Standard deviation of annotations of the joint, in units of the root of the person's area
    /// (pycocotools/cocoeval.py, `kpt_oks_sigmas`); `nil` for joints that COCO does not have.
    var cocoSigma: Double? {
        switch self {
        case .nose: 0.026
        case .leftEye, .rightEye: 0.025
        case .leftEar, .rightEar: 0.035
        case .leftShoulder, .rightShoulder: 0.079
        case .leftElbow, .rightElbow: 0.072
        case .leftWrist, .rightWrist: 0.062
        case .leftHip, .rightHip: 0.107
        case .leftKnee, .rightKnee: 0.087
        case .leftAnkle, .rightAnkle: 0.089
        default: nil
        }
    }
}
