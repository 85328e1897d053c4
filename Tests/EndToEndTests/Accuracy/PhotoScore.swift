import Foundation
import Landmarks

/// How near a pose comes to the joints that people have marked.
struct PhotoScore {
    /// Number of the person that the pose is compared with, the nearest one in units of the box.
    let person: Int
    /// Mean distance over the marked joints, pixels.
    let meanDistance: Double
    /// The same divided by the longer side of the person's box.
    let overBox: Double
    /// The same divided by the torso; `nil` where shoulders or hips are not marked.
    let overTorso: Double?
    /// The fraction of joints within a tenth of the longer side of the box.
    let correctByBox: Double
    /// The fraction of joints within a fifth of the torso.
    let correctByTorso: Double?
    /// Object keypoint similarity over the marked joints, with COCO's constants; `nil` without an area.
    let similarity: Double?
    /// Mean distance in space after the best similarity transform, millimetres; `nil` without joints in space.
    let alignedDistance: Double?

    /// Whether the pose is of the person: beyond this it belongs to somebody who is not marked.
    var isSamePerson: Bool { overBox <= 0.3 }

    /// Compares a pose with the person nearest to it; `nil` when no joint of anybody is marked.
    init?(_ pose: Pose, among people: [AnnotatedPerson]) {
        let scores = people.enumerated().compactMap { PhotoScore(pose, $1, number: $0) }
        guard let nearest = scores.min(by: { $0.overBox < $1.overBox }) else { return nil }
        self = nearest
    }

    private init?(_ pose: Pose, _ truth: AnnotatedPerson, number: Int) {
        guard !truth.joints.isEmpty else { return nil }
        let distances = truth.joints.map { joint, place in
            let (x, y) = (pose[joint].position.x - place.x, pose[joint].position.y - place.y)
            return (joint: joint, pixels: (x * x + y * y).squareRoot())
        }
        let count = Double(distances.count)
        person = number
        let mean = distances.reduce(0) { $0 + $1.pixels } / count
        meanDistance = mean
        overBox = mean / truth.size
        overTorso = truth.torso.map { mean / $0 }
        correctByBox = Double(distances.count { $0.pixels <= 0.1 * truth.size }) / count
        correctByTorso = truth.torso.map { torso in Double(distances.count { $0.pixels <= 0.2 * torso }) / count }
        similarity = truth.area.map { area in
            distances.reduce(0) { sum, distance in
                let scale = 2 * distance.joint.cocoSigma
                return sum + exp(-distance.pixels * distance.pixels / (2 * area * scale * scale))
            } / count
        }
        alignedDistance = PhotoScore.alignedDistance(pose, truth)
    }

    private static func alignedDistance(_ pose: Pose, _ truth: AnnotatedPerson) -> Double? {
        guard truth.world.count >= 3 else { return nil }
        let joints = truth.world.keys.sorted { $0.rawValue < $1.rawValue }
        let points = joints.map { SIMD3(pose.worldPoint($0)) }
        let targets = joints.compactMap { truth.world[$0] }.map { SIMD3($0) }
        let align = Similarity(moving: points, onto: targets)
        let distances = zip(points, targets).map { point, target in
            let error = align(point) - target
            return (error * error).sum().squareRoot()
        }
        return 1000 * distances.reduce(0, +) / Double(distances.count)
    }
}

extension SIMD3<Double> {
    fileprivate init(_ point: WorldPoint) { self.init(point.x, point.y, point.z) }
}

extension Joint {
    /// How far people disagree about the joint, in units of the root of the person's area
    /// (pycocotools/cocoeval.py, `kpt_oks_sigmas`).
    fileprivate var cocoSigma: Double {
        switch self {
        case .leftShoulder, .rightShoulder: 0.079
        case .leftElbow, .rightElbow: 0.072
        case .leftWrist, .rightWrist: 0.062
        case .leftHip, .rightHip: 0.107
        case .leftKnee, .rightKnee: 0.087
        case .leftAnkle, .rightAnkle: 0.089
        default: preconditionFailure("\(self) is no joint of the limbs")
        }
    }
}
