import PoiseBody
import PoiseMannequin
import Testing

@Suite struct PostureTests {
    @Test(arguments: Preset.all) func measuredKneesAndElbowsAreTheNominalOnes(preset: Preset) throws {
        for yaw in [0.0, 77, 180] {
            let scene = Scene(
                Figure(posture: preset.posture), camera: Camera(yaw: Angle(degrees: yaw), width: 8, height: 8))
            let figure = try scene.render().figures[0]
            for joint in [JointAngle.leftElbow, .rightElbow, .leftKnee, .rightKnee] {
                let measured = try #require(figure.angles[joint])
                let nominal = try #require(preset.posture.nominalAngle(at: joint))
                #expect(abs(measured.degrees - nominal.degrees) < 1e-9)
            }
            #expect(figure.angles.count == JointAngle.allCases.count)
        }
    }

    @Test func leftAndRightAreBentSeparately() throws {
        var posture = Posture.standing
        posture.leftArm.elbowFlexion = Angle(degrees: 100)
        posture.rightLeg.kneeFlexion = Angle(degrees: 60)
        let angles = try Scene(Figure(posture: posture), camera: .small()).render().figures[0].angles
        let expected: [(JointAngle, Double)] = [
            (.leftElbow, 80), (.rightElbow, 166), (.leftKnee, 175), (.rightKnee, 120),
        ]
        for (joint, degrees) in expected {
            #expect(abs(try #require(angles[joint]).degrees - degrees) < 1e-9)
        }
    }

    @Test func flexionBeyondAHalfTurnIsFoldedBack() throws {
        var posture = Posture.standing
        posture.leftArm.elbowFlexion = Angle(degrees: 250)
        let nominal = try #require(posture.nominalAngle(at: .leftElbow))
        let measured = try #require(
            try Scene(Figure(posture: posture), camera: .small()).render().figures[0].angles[.leftElbow])
        #expect(abs(nominal.degrees - 70) < 1e-9)
        #expect(abs(measured.degrees - 70) < 1e-9)
        #expect(posture.nominalAngle(at: .neck) == nil)
    }

    @Test func armsRiseForwardByFlexionAndSidewaysByAbduction() throws {
        var posture = Posture()
        posture.leftArm.shoulderFlexion = Angle(degrees: 90)
        posture.rightArm.shoulderAbduction = Angle(degrees: 90)
        let figure = try Scene(Figure(posture: posture), camera: .small()).render().figures[0]
        let forward = difference(figure, .leftShoulder, .leftWrist)
        #expect(forward.z < -0.5 && abs(forward.x) < 1e-12 && abs(forward.y) < 1e-12)
        let outward = difference(figure, .rightShoulder, .rightWrist)
        #expect(outward.x < -0.5 && abs(outward.y) < 1e-12 && abs(outward.z) < 1e-12)
    }

    @Test func trunkAngleIsTheLean() throws {
        var posture = Posture()
        posture.trunkLean = Angle(degrees: 33)
        posture.neckFlexion = Angle(degrees: 30)
        let figure = try Scene(Figure(posture: posture), camera: .small(yaw: 90)).render().figures[0]
        #expect(abs(try #require(figure.angles[.trunk]).degrees - 33) < 1e-9)
        // Seen from its left, the figure leans to the left of the image, and looks to the left and to the floor.
        #expect(difference(figure, .leftHip, .leftShoulder).x < -0.2)
        #expect(difference(figure, .leftEar, .nose).x < 0)
        #expect(difference(figure, .leftEar, .nose).y > 0.05)
    }

    @Test func squatsGoDownWithTheirDepth() throws {
        var last: (hips: Double, knee: Double)?
        for step in 0...10 {
            let figure = try Scene(Figure(posture: .squat(depth: Double(step) / 10)), camera: .small())
                .render().figures[0]
            let hips = (figure[.leftHip].pixel.y + figure[.rightHip].pixel.y) / 2
            let knee = try #require(figure.angles[.leftKnee]).degrees
            if let last {
                #expect(hips > last.hips)
                #expect(knee < last.knee)
            }
            last = (hips, knee)
        }
        #expect(Posture.squat(depth: .nan) == .squat(depth: 0))
        #expect(Posture.squat(depth: 7) == .squat(depth: 1))
        #expect(Posture.pushUp(depth: .nan) == .pushUp())
    }

    @Test(arguments: Preset.all) func limbsThatCarryTheBodyTouchTheFloor(preset: Preset) {
        for stature in [1.2, 1.75, 2] {
            let figure = Figure(posture: preset.posture, stature: stature)
            let scene = Scene(figures: [PlacedFigure(figure, x: 0.4, z: -0.2, heading: Angle(degrees: 50))])
            let carrying: [Limb] =
                preset.testDescription.contains("push-up")
                ? [.leftArm, .rightArm, .leftLeg, .rightLeg] : [.leftLeg, .rightLeg]
            for limb in carrying { #expect(abs(scene.clearance(of: limb, figure: 0)) < 0.001) }
            for limb in [Limb.head, .trunk, .leftArm, .rightArm] {
                #expect(scene.clearance(of: limb, figure: 0) > -1e-9)
            }
        }
    }

    private func difference(_ figure: RenderedFigure, _ from: Joint, _ to: Joint) -> WorldPoint {
        let (start, end) = (figure[from].world, figure[to].world)
        return WorldPoint(x: end.x - start.x, y: end.y - start.y, z: end.z - start.z)
    }
}
