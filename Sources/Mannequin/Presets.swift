import PoiseBody

extension Posture {
    /// Standing at ease: elbows slightly bent, arms a little away from the body, feet under the hips.
    public static let standing: Posture = {
        var posture = Posture()
        posture.arms.shoulderAbduction = .degrees(12)
        posture.arms.elbowFlexion = .degrees(14)
        posture.arms.pronation = .degrees(25)
        posture.legs.hipAbduction = .degrees(3)
        posture.legs.hipFlexion = .degrees(3)
        posture.legs.kneeFlexion = .degrees(5)
        posture.legs.ankleFlexion = .degrees(2)
        posture.legs.hipRotation = .degrees(6)
        return posture
    }()

    /// Returns a squat with flat feet and the arms held out for balance.
    ///
    /// - Parameter depth: Depth, clamped to 0...1, NaN counts as 0: 0 is standing with straight knees, 0.5 has the
    ///   thighs halfway, 1 has the knees bent by 120 degrees and the thighs below the horizontal.
    public static func squat(depth: Double) -> Posture {
        let depth = fraction(depth)
        let knee = 4 + 116 * depth
        let ankle = 2 + 30 * depth
        let lean = 38 * depth
        var posture = Posture()
        posture.trunkLean = .degrees(lean)
        posture.neckFlexion = .degrees(-0.6 * lean)
        posture.legs.kneeFlexion = .degrees(knee)
        posture.legs.ankleFlexion = .degrees(ankle)
        posture.legs.hipFlexion = .degrees(knee - ankle + lean)
        posture.legs.hipAbduction = .degrees(4 + 14 * depth)
        posture.arms.shoulderFlexion = .degrees(10 + 85 * depth)
        posture.arms.shoulderAbduction = .degrees(12)
        posture.arms.elbowFlexion = .degrees(14 + 10 * depth)
        posture.arms.pronation = .degrees(30)
        return posture
    }

    /// Standing with both arms overhead, slightly apart and bent.
    public static let armsRaised: Posture = {
        var posture = standing
        posture.arms.shoulderFlexion = .degrees(0)
        posture.arms.shoulderAbduction = .degrees(155)
        posture.arms.shoulderRotation = .degrees(-60)
        posture.arms.elbowFlexion = .degrees(20)
        posture.arms.pronation = .degrees(0)
        return posture
    }()

    /// A lunge of the survey's proportions.
    public static let lunge = lunge(proportions: .survey)

    /// Returns a lunge with the left leg in front, its knee over its foot, and the right foot on its toes.
    ///
    /// - Parameter proportions: The proportions of the figure, with which both feet are at the same height.
    public static func lunge(proportions: Proportions) -> Posture {
        var posture = standing
        posture.trunkLean = .degrees(5)
        posture.leftLeg = Leg()
        posture.leftLeg.hipFlexion = .degrees(75)
        posture.leftLeg.kneeFlexion = .degrees(80)
        posture.leftLeg.ankleFlexion = .degrees(10)
        posture.rightLeg = Leg()
        posture.rightLeg.hipFlexion = .degrees(-15)
        posture.rightLeg.ankleFlexion = .degrees(20)
        posture.arms.shoulderAbduction = .degrees(18)
        posture.arms.elbowFlexion = .degrees(35)
        // The bend of the rear knee that brings both feet to the same height.
        let start = posture
        let knee = root(between: 0, and: 120) { degrees in
            var trial = start
            trial.rightLeg.kneeFlexion = .degrees(degrees)
            let body = Body(posture: trial, proportions: proportions)
            return body.depth(of: .rightLeg) - body.depth(of: .leftLeg)
        }
        posture.rightLeg.kneeFlexion = .degrees(knee)
        return posture
    }

    /// Returns a push-up: the body in a straight line, hands and toes on the floor.
    ///
    /// - Parameters:
    ///   - depth: Depth, clamped to 0...1, NaN counts as 0: 0 has straight elbows, 1 has the elbows bent by 90 degrees.
    ///   - proportions: The proportions of the figure, with which hands and toes are at the same height.
    public static func pushUp(depth: Double = 0, proportions: Proportions = .survey) -> Posture {
        let depth = fraction(depth)
        var posture = Posture()
        posture.neckFlexion = .degrees(-38)
        posture.legs.hipAbduction = .degrees(3)
        posture.legs.ankleFlexion = .degrees(10)
        let elbow = 6 + 84 * depth
        posture.arms.elbowFlexion = .degrees(elbow)
        posture.arms.shoulderAbduction = .degrees(12 + 30 * depth)
        posture.arms.pronation = .degrees(90)
        posture.arms.wristExtension = .degrees(90)
        // The trunk's slope that brings hands and toes to the same height, with the forearms upright.
        func tilted(_ lean: Double) -> Posture {
            var trial = posture
            trial.trunkLean = .degrees(lean)
            trial.arms.shoulderFlexion = .degrees(lean - elbow)
            return trial
        }
        let lean = root(between: 40, and: 100) { degrees in
            let body = Body(posture: tilted(degrees), proportions: proportions)
            let arms = max(body.depth(of: .leftArm), body.depth(of: .rightArm))
            return max(body.depth(of: .leftLeg), body.depth(of: .rightLeg)) - arms
        }
        return tilted(lean)
    }

    private static func fraction(_ value: Double) -> Double { value.isNaN ? 0 : min(max(value, 0), 1) }

    /// Returns the point where a function changes its sign, by bisection.
    private static func root(between low: Double, and high: Double, of function: (Double) -> Double) -> Double {
        var (low, high) = (low, high)
        let startsNegative = function(low) < 0
        for _ in 0..<50 {
            let middle = (low + high) / 2
            if (function(middle) < 0) == startsNegative { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}
