import PoiseBody
import PoiseMannequin
import Testing

@Suite struct ProportionsTests {
    /// Lengths other than the two sets of the library.
    private static let longLegged = Proportions(
        upperArm: 0.31, forearm: 0.26, thigh: 0.45, shank: 0.46, trunkLength: 0.47, earHeight: 0.67,
        halfShoulders: 0.19, halfHips: 0.10)

    @Test(arguments: [Proportions.survey, .byEye, longLegged])
    func jointsAreTheLengthsApart(proportions: Proportions) throws {
        for stature in [1.2, 1.75] {
            let figure = Figure(
                posture: .squat(depth: 0.7), stature: stature, proportions: proportions)
            let rendered = try Scene(figure, camera: .small(yaw: 33)).render().figures[0]
            let joints = rendered.joints.map(\.world)
            func middle(_ left: Joint) -> WorldPoint {
                let (one, other) = (joints[left.rawValue], joints[left.mirrored.rawValue])
                return WorldPoint(x: (one.x + other.x) / 2, y: (one.y + other.y) / 2, z: (one.z + other.z) / 2)
            }
            let measured = [
                distance(joints, .leftShoulder, .leftElbow), distance(joints, .rightElbow, .rightWrist),
                distance(joints, .leftHip, .leftKnee), distance(joints, .rightKnee, .rightAnkle),
                distance(middle(.leftHip), middle(.leftShoulder)), distance(joints, .leftShoulder, .rightShoulder) / 2,
                distance(joints, .leftHip, .rightHip) / 2,
            ]
            let expected = [
                proportions.upperArm, proportions.forearm, proportions.thigh, proportions.shank,
                proportions.trunkLength, proportions.halfShoulders, proportions.halfHips,
            ]
            for (one, other) in zip(measured, expected) { #expect(abs(one - other * stature / 1.75) < 1e-12) }
        }
        let upright = try Scene(Figure(posture: Posture(), proportions: proportions), camera: .small())
            .render().figures[0]
        #expect(abs(upright[.leftEar].world.y + proportions.earHeight) < 1e-12)
    }

    /// The sums of the survey's measures, computed apart from the library and rounded to a tenth of a millimeter.
    @Test func surveyHasTheMeansOfTheSurvey() {
        let lengths: [(Double, Double)] = [
            (Proportions.survey.upperArm, 0.2839), (Proportions.survey.forearm, 0.2808),
            (Proportions.survey.thigh, 0.4110), (Proportions.survey.shank, 0.4253),
            (Proportions.survey.trunkLength, 0.4942), (Proportions.survey.earHeight, 0.7104),
            (Proportions.survey.halfShoulders, 0.2017), (Proportions.survey.halfHips, 0.0965),
        ]
        for (ours, expected) in lengths { #expect(abs(ours - expected) <= 0.00005) }
    }

    @Test(arguments: [Proportions.survey, .byEye, longLegged])
    func lungesAndPushUpsFitTheProportions(proportions: Proportions) {
        for posture in [Posture.lunge(proportions: proportions), .pushUp(depth: 0.5, proportions: proportions)] {
            let scene = Scene(Figure(posture: posture, proportions: proportions))
            for limb in [Limb.leftLeg, .rightLeg] { #expect(abs(scene.clearance(of: limb, figure: 0)) < 0.001) }
        }
        #expect(Posture.lunge == .lunge(proportions: .survey))
        #expect(Posture.lunge != .lunge(proportions: .byEye))
    }

    @Test(arguments: [Double.nan, .infinity, -1, 0, 1e300, 0.1, 5])
    func lengthsFarFromUsualOnesAreRefused(value: Double) {
        let lengths: [(String, WritableKeyPath<Proportions, Double>)] = [
            ("upper arm", \.upperArm), ("forearm", \.forearm), ("thigh", \.thigh), ("shank", \.shank),
            ("trunk length", \.trunkLength), ("ear height", \.earHeight), ("half the shoulders", \.halfShoulders),
            ("half the hips", \.halfHips),
        ]
        for (name, length) in lengths where !(value == 0.1 && name == "half the hips") {
            var figure = Figure()
            figure.proportions[keyPath: length] = value
            #expect { try Scene(figure).render() } throws: { error in
                guard case .outOfRange(let what, _, _) = error as? SceneError else { return false }
                return what == "\(name) of figure 0 in meters"
            }
        }
    }

    private func distance(_ joints: [WorldPoint], _ from: Joint, _ to: Joint) -> Double {
        distance(joints[from.rawValue], joints[to.rawValue])
    }

    private func distance(_ from: WorldPoint, _ to: WorldPoint) -> Double {
        let (x, y, z) = (to.x - from.x, to.y - from.y, to.z - from.z)
        return (x * x + y * y + z * z).squareRoot()
    }
}
