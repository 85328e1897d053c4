import PoiseBody

/// The posture of a figure as the axes of each part of the body, for movements that ``Posture`` cannot describe: recorded
/// ones, and those with a bent or twisted trunk.
///
/// The lengths of the parts are the figure's ``Proportions``. Rotating all axes rotates the figure.
public struct BodyAxes: Sendable, Hashable {
    /// The axes of an arm.
    public struct Arm: Sendable, Hashable {
        /// Axes of the upper arm, whose elbow bends forward.
        public var upper = Axes()
        /// Axes of the forearm.
        public var fore = Axes()
        /// Axes of the hand; the thumb is in front.
        public var hand = Axes()
        /// Displacement of the shoulder joint along the chest's axes: left, down, back, in halves of the shoulders' width,
        /// -1 to 1.
        public var shoulder = SIMD3<Double>(0, 0, 0)

        /// Creates a hanging arm.
        public init() {}
    }

    /// The axes of a leg.
    public struct Leg: Sendable, Hashable {
        /// Axes of the thigh.
        public var thigh = Axes()
        /// Axes of the shank.
        public var shank = Axes()
        /// Axes of the foot; its sole is below.
        public var foot = Axes()

        /// Creates a straight, hanging leg.
        public init() {}
    }

    /// Axes of the pelvis.
    public var pelvis = Axes()
    /// Axes of the chest; the trunk bends above the waist.
    public var chest = Axes()
    /// Axes of the head.
    public var head = Axes()
    /// The left arm.
    public var leftArm = Arm()
    /// The right arm.
    public var rightArm = Arm()
    /// The left leg.
    public var leftLeg = Leg()
    /// The right leg.
    public var rightLeg = Leg()

    /// Creates the axes of a person who stands upright with hanging arms.
    public init() {}

    /// Creates the axes of a posture of joint angles.
    public init(_ posture: Posture) {
        pelvis = Axes().swung(left: posture.trunkTilt).swung(forward: -posture.trunkLean)
        chest = pelvis.turned(left: posture.chestTurn).swung(left: posture.chestTilt)
            .swung(forward: -posture.chestFlexion)
        head = chest.turned(left: posture.neckTurn).swung(left: posture.neckTilt).swung(forward: -posture.neckFlexion)
        leftArm = Arm(posture.leftArm, of: .left, chest)
        rightArm = Arm(posture.rightArm, of: .right, chest)
        leftLeg = Leg(posture.leftLeg, of: .left, pelvis)
        rightLeg = Leg(posture.rightLeg, of: .right, pelvis)
    }

    /// Returns the posture of the figure rotated as a whole.
    ///
    /// - Parameter rotation: The axes to which the rotation maps the coordinate axes.
    public func rotated(by rotation: Axes) -> BodyAxes {
        var copy = self
        for path in BodyAxes.parts { copy[keyPath: path] = self[keyPath: path].rotated(by: rotation) }
        return copy
    }

    /// All parts: pelvis, chest, head, then upper arm, forearm, hand, thigh, shank and foot of the left, and of the right.
    package static let parts: [WritableKeyPath<BodyAxes, Axes> & Sendable] = [
        \.pelvis, \.chest, \.head, \.leftArm.upper, \.leftArm.fore, \.leftArm.hand, \.leftLeg.thigh, \.leftLeg.shank,
        \.leftLeg.foot, \.rightArm.upper, \.rightArm.fore, \.rightArm.hand, \.rightLeg.thigh, \.rightLeg.shank,
        \.rightLeg.foot,
    ]

    func validate(index: Int) throws(SceneError) {
        let axes = BodyAxes.parts.map { self[keyPath: $0] }
        guard axes.allSatisfy(\.isFinite) else { throw .angleNotFinite(figure: index) }
        guard axes.allSatisfy(\.isOrthonormal) else { throw .axesNotOrthonormal(figure: index) }
        for shoulder in [leftArm.shoulder, rightArm.shoulder] {
            for axis in 0..<3 {
                try check(shoulder[axis], "the displacement of a shoulder of figure \(index)", in: -1...1)
            }
        }
    }
}

extension BodyAxes.Arm {
    fileprivate init(_ arm: Posture.Arm, of side: Side, _ chest: Axes) {
        let sign = side.sign
        upper = chest.swung(forward: arm.shoulderFlexion).swung(left: sign * arm.shoulderAbduction)
            .turned(left: sign * arm.shoulderRotation)
        fore = upper.swung(forward: arm.elbowFlexion)
        hand = fore.turned(left: -sign * arm.pronation).swung(left: sign * arm.wristExtension)
    }
}

extension BodyAxes.Leg {
    fileprivate init(_ leg: Posture.Leg, of side: Side, _ pelvis: Axes) {
        let sign = side.sign
        thigh = pelvis.swung(forward: leg.hipFlexion).swung(left: sign * leg.hipAbduction)
            .turned(left: sign * leg.hipRotation)
        shank = thigh.swung(forward: -leg.kneeFlexion)
        foot = shank.swung(forward: leg.ankleFlexion)
    }
}
