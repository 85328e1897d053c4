import PoiseBody
import Testing

@Suite struct AngleTests {
    private func isNear(_ angle: Angle?, _ degrees: Double) -> Bool {
        angle.map { abs($0.degrees - degrees) < 1e-9 } ?? false
    }

    @Test func degreesAndRadiansAgree() {
        #expect(abs(Angle(degrees: 180).radians - .pi) < 1e-15)
        #expect(abs(Angle(radians: .pi / 2).degrees - 90) < 1e-12)
        #expect(Angle(degrees: 10) < Angle(degrees: 20))
    }

    @Test func anElbowAtARightAngle() {
        let arm = Pose.placed([
            .leftShoulder: WorldPoint(0.2, -0.5), .leftElbow: WorldPoint(0.2, -0.2),
            .leftWrist: WorldPoint(0.2, -0.2, -0.25),
        ])
        #expect(isNear(arm.angle(at: .leftElbow), 90))
        #expect(arm.angle(at: .rightElbow) == nil)
    }

    @Test(arguments: [0.0, 1e-5, 30, 60, 120, 179.99999, 180])
    func aKneeBentByAnyAngle(degrees: Double) {
        // The shank in the plane of x and z, turned from the thigh by half angles that are exact at the ends.
        let (cosine, sine) = cosineAndSine(degrees)
        let leg = Pose.placed([
            .rightHip: WorldPoint(-0.1, 0), .rightKnee: WorldPoint(-0.1, 0.4),
            .rightAnkle: WorldPoint(-0.1, 0.4 - 0.4 * cosine, 0.4 * sine),
        ])
        #expect(isNear(leg.angle(at: .rightKnee), degrees))
    }

    /// Computed by their series about the multiples of 30 degrees used here.
    private func cosineAndSine(_ degrees: Double) -> (Double, Double) {
        switch degrees {
        case 0: (1, 0)
        case 30: (0.75.squareRoot(), 0.5)
        case 60: (0.5, 0.75.squareRoot())
        case 120: (-0.5, 0.75.squareRoot())
        case 180: (-1, 0)
        case 1e-5: (1, 1e-5 * .pi / 180)
        default: (-1, (180 - degrees) * .pi / 180)
        }
    }

    @Test func everyAngleAtAJointIsMeasuredAtItsVertex() throws {
        for angle in JointAngle.allCases {
            guard let points = angle.points else { continue }
            let pose = Pose.placed([
                points.vertex: WorldPoint(0.3, 0.1, 0.2), points.first: WorldPoint(0.3, 0.5, 0.2),
                points.second: WorldPoint(0.3 + 0.75.squareRoot(), 0.1 - 0.5, 0.2),
            ])
            #expect(isNear(pose.angle(at: angle), 120), "\(angle)")
            #expect(Set(pose.angles().keys) == [angle])
        }
    }

    /// Returns a pose with shoulders and hips about the middle of the hips, and the trunk along a direction.
    private func trunk(along direction: WorldPoint, ears: WorldPoint? = nil) -> Pose {
        var joints: [Joint: WorldPoint] = [
            .leftHip: WorldPoint(0.1, 0), .rightHip: WorldPoint(-0.1, 0),
            .leftShoulder: WorldPoint(direction.x + 0.2, direction.y, direction.z),
            .rightShoulder: WorldPoint(direction.x - 0.2, direction.y, direction.z),
        ]
        if let ears {
            joints[.leftEar] = WorldPoint(ears.x + 0.08, ears.y, ears.z)
            joints[.rightEar] = WorldPoint(ears.x - 0.08, ears.y, ears.z)
        }
        return .placed(joints)
    }

    @Test func theTrunkIsMeasuredAgainstTheUpright() {
        #expect(isNear(trunk(along: WorldPoint(0, -0.5)).angle(at: .trunk), 0))
        #expect(isNear(trunk(along: WorldPoint(0.5, 0)).angle(at: .trunk), 90))
        #expect(isNear(trunk(along: WorldPoint(0, 0, 0.5)).angle(at: .trunk), 90))
        #expect(isNear(trunk(along: WorldPoint(0, -0.5, -0.5)).angle(at: .trunk), 45))
        #expect(isNear(trunk(along: WorldPoint(0, 0.5)).angle(at: .trunk), 180))
    }

    @Test func theNeckIsMeasuredAgainstTheTrunk() {
        #expect(isNear(trunk(along: WorldPoint(0, -0.5), ears: WorldPoint(0, -0.7)).angle(at: .neck), 180))
        #expect(isNear(trunk(along: WorldPoint(0, -0.5), ears: WorldPoint(0, -0.7, -0.2)).angle(at: .neck), 135))
        #expect(isNear(trunk(along: WorldPoint(0, -0.5), ears: WorldPoint(0, -0.5, -0.2)).angle(at: .neck), 90))
        // Lying on the side, the head in line.
        #expect(isNear(trunk(along: WorldPoint(0.5, 0), ears: WorldPoint(0.7, 0)).angle(at: .neck), 180))
        #expect(trunk(along: WorldPoint(0, -0.5)).angle(at: .neck) == nil)
    }

    @Test func thePlaneOfThePictureHasNoDepth() {
        // A forearm that points at the camera and a little up: straight in the image, 90 degrees and more in space.
        let arm = Pose.placed([
            .leftShoulder: WorldPoint(0, 0.3), .leftElbow: WorldPoint(0, 0), .leftWrist: WorldPoint(0, -0.1, -0.1),
        ])
        #expect(isNear(arm.angle(at: .leftElbow), 135))
        #expect(isNear(arm.angle(at: .leftElbow, in: .imagePlane), 180))
        #expect(isNear(trunk(along: WorldPoint(0, -0.5, -0.5)).angle(at: .trunk, in: .imagePlane), 0))
        #expect(arm.angles(in: .imagePlane)[.leftElbow] != arm.angles()[.leftElbow])
    }

    @Test func whatIsNotSeenHasNoAngle() {
        let leg: [Joint: WorldPoint] = [
            .leftHip: WorldPoint(0, 0), .leftKnee: WorldPoint(0, 0.4), .leftAnkle: WorldPoint(0, 0.8),
        ]
        #expect(Pose.placed(leg, visibility: 0.5).angle(at: .leftKnee) != nil)
        #expect(Pose.placed(leg, visibility: 0.49).angle(at: .leftKnee) == nil)
        #expect(Pose.placed(leg, visibility: 0.49).angle(at: .leftKnee, minimumVisibility: 0.4) != nil)
        for joint in leg.keys {
            #expect(Pose.placed(leg).changing(joint) { $0.visibility = 0 }.angle(at: .leftKnee) == nil)
            #expect(Pose.placed(leg).changing(joint) { $0.visibility = .nan }.angle(at: .leftKnee) == nil)
            let outside = Pose.placed(leg).changing(joint) { $0.isInsideImage = false }
            #expect(outside.angle(at: .leftKnee, minimumVisibility: 0) == nil)
        }
    }

    @Test func coincidingPointsHaveNoAngle() {
        let folded = Pose.placed([
            .leftHip: WorldPoint(0, 0.4), .leftKnee: WorldPoint(0, 0.4), .leftAnkle: WorldPoint(0, 0.8),
        ])
        #expect(folded.angle(at: .leftKnee) == nil)
        let pointing = Pose.placed([
            .leftHip: WorldPoint(0, 0), .leftKnee: WorldPoint(0, 0.4), .leftAnkle: WorldPoint(0, 0.4, 0.4),
        ])
        #expect(isNear(pointing.angle(at: .leftKnee), 90))
        #expect(pointing.angle(at: .leftKnee, in: .imagePlane) == nil)
        #expect(trunk(along: WorldPoint(0, 0)).angle(at: .trunk) == nil)
        let broken = Pose.placed([
            .leftHip: WorldPoint(.nan, 0), .leftKnee: WorldPoint(0, 0.4), .leftAnkle: WorldPoint(0, 0.8),
        ])
        #expect(broken.angle(at: .leftKnee) == nil)
    }
}
