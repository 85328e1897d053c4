import PoiseBody

/// A part of the body that moves as one piece or as a chain.
package enum Limb: Int, Sendable {
    case head, trunk, leftArm, rightArm, leftLeg, rightLeg
}

/// A round cone: all points within a radius of a segment, the radius changing linearly along it.
struct Capsule {
    var start: SIMD3<Double>
    var end: SIMD3<Double>
    var startRadius: Double
    var endRadius: Double
    /// Distance from a seam within which this capsule blends into its neighbors, meters.
    var blend: Double
    var surface: Surface
    var limb: Limb
    /// The frame of the part that the capsule belongs to, to which patterns of clothes are fixed.
    var part: Frame

    /// The largest y of the capsule: its lowest point.
    var lowest: Double { max(start.y + startRadius, end.y + endRadius) }
}

/// The skin, clothes and joints of a figure in a posture, relative to the middle of its hips.
///
/// The lengths between its joints are its ``Proportions``; the flesh around them, the face, hands and feet were chosen by
/// eye for a stature of 1.75 m and the lengths of `Proportions.byEye`. Other statures are scaled. Joints lie where BlazePose
/// places them: hips and shoulders at the centers of rotation, ears at the tragus, hands at the knuckles, heels at the back
/// of the sole.
struct Body {
    let proportions: Proportions
    let outfit: Outfit
    private(set) var capsules: [Capsule] = []
    /// The joints, by `Joint.rawValue`. `[33]`
    private(set) var joints = [SIMD3<Double>](repeating: .zero, count: Joint.allCases.count)
    /// The frame of the part that is being added.
    var part = Frame()

    init(
        _ axes: BodyAxes, proportions: Proportions, outfit: Outfit = Outfit(),
        stature: Double = Proportions.referenceStature
    ) {
        self.proportions = proportions
        self.outfit = outfit
        let trunk = Trunk(axes, proportions)
        addTrunk(trunk, axes)
        addHead(
            Frame(axes: axes.head).moved(
                to: trunk.point(
                    up: proportions.earHeight - Body.earInHead * proportions.flesh.head, forward: -0.012)))
        addArm(axes.leftArm, of: .left)
        addArm(axes.rightArm, of: .right)
        addLeg(axes.leftLeg, of: .left)
        addLeg(axes.rightLeg, of: .right)

        let scale = stature / Proportions.referenceStature
        for index in capsules.indices {
            capsules[index].start *= scale
            capsules[index].end *= scale
            capsules[index].startRadius *= scale
            capsules[index].endRadius *= scale
            capsules[index].blend *= scale
            capsules[index].part.origin *= scale
        }
        for index in joints.indices { joints[index] *= scale }
    }

    init(posture: Posture, proportions: Proportions) { self.init(BodyAxes(posture), proportions: proportions) }

    /// Returns the distance of the lowest point of the body, or of a limb, below the middle of the hips.
    func depth(of limb: Limb? = nil) -> Double {
        capsules.lazy.filter { limb == nil || $0.limb == limb }.map(\.lowest).max() ?? 0
    }

    mutating func add(
        _ limb: Limb, _ surface: Surface, from start: SIMD3<Double>, to end: SIMD3<Double>,
        radius startRadius: Double, _ endRadius: Double? = nil, blend: Double = 0.02
    ) {
        capsules.append(
            Capsule(
                start: start, end: end, startRadius: startRadius, endRadius: endRadius ?? startRadius, blend: blend,
                surface: surface, limb: limb, part: part))
    }

    mutating func place(_ joint: Joint, at point: SIMD3<Double>) { joints[joint.rawValue] = point }
}

extension Side {
    /// 1 for the left, -1 for the right: the factor of coordinates that run to the left.
    var sign: Double { self == .right ? -1 : 1 }

    /// Returns the joint on this side, given the left one.
    func joint(_ left: Joint) -> Joint { self == .right ? left.mirrored : left }
}

extension Angle {
    static func * (factor: Double, angle: Angle) -> Angle { Angle(radians: factor * angle.radians) }
}
