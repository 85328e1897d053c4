import PoiseBody

/// The posture of a figure as anatomical joint angles.
///
/// All zero is the anatomical rest posture: upright, limbs straight and hanging, palms to the thighs, feet flat.
///
/// Arms and legs hang from the trunk and follow its lean: a bow with vertical legs needs the same angle of lean and of
/// flexion in both hips. Every finite angle is accepted; limbs may then pass through each other.
public struct Posture: Sendable, Hashable {
    /// The joint angles of an arm.
    public struct Arm: Sendable, Hashable {
        /// Raises the upper arm forward from the side of the trunk; 90 degrees points forward.
        public var shoulderFlexion = Angle(degrees: 0)
        /// Raises the upper arm sideways, before ``shoulderFlexion`` is applied; 90 degrees points outward.
        public var shoulderAbduction = Angle(degrees: 0)
        /// Turns the upper arm about its own axis, the crook of the elbow outward.
        public var shoulderRotation = Angle(degrees: 0)
        /// Bends the elbow; 0 is straight. The measured `JointAngle.leftElbow` is 180 degrees minus this.
        public var elbowFlexion = Angle(degrees: 0)
        /// Turns the palm from the thigh to the back.
        public var pronation = Angle(degrees: 0)
        /// Bends the hand toward its back.
        public var wristExtension = Angle(degrees: 0)

        /// Creates a straight, hanging arm.
        public init() {}
    }

    /// The joint angles of a leg.
    public struct Leg: Sendable, Hashable {
        /// Raises the thigh forward from the line of the trunk; 90 degrees at a right angle to it.
        public var hipFlexion = Angle(degrees: 0)
        /// Spreads the thigh sideways, before ``hipFlexion`` is applied.
        public var hipAbduction = Angle(degrees: 0)
        /// Turns the thigh about its own axis, the knee outward.
        public var hipRotation = Angle(degrees: 0)
        /// Bends the knee; 0 is straight. The measured `JointAngle.leftKnee` is 180 degrees minus this.
        public var kneeFlexion = Angle(degrees: 0)
        /// Lifts the tip of the foot toward the shank; 0 is a right angle between sole and shank.
        public var ankleFlexion = Angle(degrees: 0)

        /// Creates a straight leg.
        public init() {}
    }

    /// Inclination of the trunk forward from the vertical.
    public var trunkLean = Angle(degrees: 0)
    /// Tilts the trunk to its right, before ``trunkLean`` is applied.
    public var trunkTilt = Angle(degrees: 0)
    /// Turns the chest to its left relative to the pelvis.
    public var chestTurn = Angle(degrees: 0)
    /// Bends the chest to its right relative to the pelvis.
    public var chestTilt = Angle(degrees: 0)
    /// Bends the chest forward relative to the pelvis.
    public var chestFlexion = Angle(degrees: 0)
    /// Turns the head to its left relative to the chest.
    public var neckTurn = Angle(degrees: 0)
    /// Tilts the head to its right relative to the chest.
    public var neckTilt = Angle(degrees: 0)
    /// Bends the head forward relative to the trunk; negative looks up.
    public var neckFlexion = Angle(degrees: 0)
    /// The left arm.
    public var leftArm = Arm()
    /// The right arm.
    public var rightArm = Arm()
    /// The left leg.
    public var leftLeg = Leg()
    /// The right leg.
    public var rightLeg = Leg()

    /// Creates the anatomical rest posture.
    public init() {}

    /// Returns the angle between the limbs at an elbow or knee, as `JointAngle` counts it: 180 degrees when straight;
    /// `nil` for the other angles, which also depend on the proportions of the body.
    ///
    /// Flexion beyond 0 to 180 degrees is folded back into that range, as a measured angle between limbs is.
    public func nominalAngle(at angle: JointAngle) -> Angle? {
        let flexion: Angle
        switch angle {
        case .leftElbow: flexion = leftArm.elbowFlexion
        case .rightElbow: flexion = rightArm.elbowFlexion
        case .leftKnee: flexion = leftLeg.kneeFlexion
        case .rightKnee: flexion = rightLeg.kneeFlexion
        default: return nil
        }
        let turn = flexion.radians.remainder(dividingBy: 2 * .pi)
        return Angle(radians: .pi - turn.magnitude)
    }

    /// Both arms, for setting them alike; reads the left one.
    public var arms: Arm {
        get { leftArm }
        set { (leftArm, rightArm) = (newValue, newValue) }
    }

    /// Both legs, for setting them alike; reads the left one.
    public var legs: Leg {
        get { leftLeg }
        set { (leftLeg, rightLeg) = (newValue, newValue) }
    }

    /// Returns the posture of the mirror image.
    public var mirrored: Posture {
        var copy = self
        (copy.leftArm, copy.rightArm) = (rightArm, leftArm)
        (copy.leftLeg, copy.rightLeg) = (rightLeg, leftLeg)
        (copy.trunkTilt, copy.chestTurn, copy.chestTilt) = (-trunkTilt, -chestTurn, -chestTilt)
        (copy.neckTurn, copy.neckTilt) = (-neckTurn, -neckTilt)
        return copy
    }

    /// All joint angles.
    package static let angles: [WritableKeyPath<Posture, Angle> & Sendable] = [
        \.trunkLean, \.trunkTilt, \.chestTurn, \.chestTilt, \.chestFlexion, \.neckTurn, \.neckTilt, \.neckFlexion,
        \.leftArm.shoulderFlexion, \.leftArm.shoulderAbduction, \.leftArm.shoulderRotation, \.leftArm.elbowFlexion,
        \.leftArm.pronation, \.leftArm.wristExtension, \.rightArm.shoulderFlexion, \.rightArm.shoulderAbduction,
        \.rightArm.shoulderRotation, \.rightArm.elbowFlexion, \.rightArm.pronation, \.rightArm.wristExtension,
        \.leftLeg.hipFlexion, \.leftLeg.hipAbduction, \.leftLeg.hipRotation, \.leftLeg.kneeFlexion,
        \.leftLeg.ankleFlexion, \.rightLeg.hipFlexion, \.rightLeg.hipAbduction, \.rightLeg.hipRotation,
        \.rightLeg.kneeFlexion, \.rightLeg.ankleFlexion,
    ]
}
