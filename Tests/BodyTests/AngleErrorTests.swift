import PoiseBody
import Testing

@Suite struct AngleErrorTests {
    /// An arm with a right angle at the elbow, upper arm and forearm a meter long and 100 pixels; each coordinate of
    /// its joints deviates by a pixel.
    private let arm = Pose.placed([
        .leftShoulder: WorldPoint(0, 0), .leftElbow: WorldPoint(0, 1), .leftWrist: WorldPoint(1, 1),
    ]).deviating(by: 1)

    private func degrees(_ pose: Pose, in space: AngleSpace) throws -> Double {
        try #require(pose.angleError(at: .leftElbow, in: space)).degrees
    }

    /// Either end of each limb, moved across it, turns it by a hundredth: four times in all.
    @Test func aRightAngleInThePicture() throws {
        #expect(abs(try degrees(arm, in: .imagePlane) - Angle(radians: 0.02).degrees) < 1e-4)
        #expect(abs(try degrees(arm.deviating(by: 0.1), in: .imagePlane) - Angle(radians: 0.002).degrees) < 1e-4)
    }

    /// The same, with the effect of the elbow's depth (3 hundredths change the angle by their square) and the least
    /// error.
    @Test func aRightAngleInSpace() throws {
        let least = Pose.leastErrorInSpace.degrees
        let expected = (least * least + 1.1459 * 1.1459 + 0.0515 * 0.0515).squareRoot()
        #expect(abs(try degrees(arm, in: .world) - expected) < 1e-3)
    }

    @Test func aForearmThatPointsAtTheCameraIsUnsure() throws {
        let pointing = Pose.placed([
            .leftShoulder: WorldPoint(0, 0), .leftElbow: WorldPoint(0, 1), .leftWrist: WorldPoint(0.05, 1, -1),
        ]).deviating(by: 1)
        #expect(try degrees(pointing, in: .imagePlane) > 10 * degrees(arm, in: .imagePlane))
    }

    /// A straight limb can only become less straight, and an error is at most half a turn.
    @Test func theEndsOfTheRange() throws {
        let straight = Pose.placed([
            .leftShoulder: WorldPoint(0, 0), .leftElbow: WorldPoint(0, 1), .leftWrist: WorldPoint(0, 2),
        ])
        #expect(try degrees(straight.deviating(by: 1), in: .imagePlane) > 1)
        #expect(try degrees(straight.deviating(by: 1e6), in: .imagePlane) <= 180)
    }

    @Test func nothingIsToldOfWhatIsNotKnown() {
        #expect(arm.changing(.leftWrist) { $0.expectedError = nil }.angleError(at: .leftElbow) == nil)
        #expect(arm.changing(.leftWrist) { $0.visibility = 0.1 }.angleError(at: .leftElbow) == nil)
        #expect(arm.changing(.leftWrist) { $0.isInsideImage = false }.angleError(at: .leftElbow) == nil)
        #expect(arm.angleError(at: .rightElbow) == nil)
        #expect(arm.angleErrors().keys.contains(.leftElbow))
        let doubtful = arm.changing(.leftWrist) { $0.confidence = 0.7 }
        #expect(doubtful.angle(at: .leftElbow) == nil && doubtful.angleErrors()[.leftElbow] == nil)
        #expect(doubtful.angle(at: .leftElbow, minimumConfidence: 0.6) != nil)
        #expect(doubtful.angleError(at: .leftElbow, minimumConfidence: 0.6) != nil)
    }
}

extension Pose {
    /// Returns the pose with joints whose coordinates in the image deviate by the given pixels: a distance in two
    /// dimensions is then the root of pi / 2 times as long on average.
    fileprivate func deviating(by pixels: Double) -> Pose {
        Joint.allCases.reduce(self) { pose, joint in
            pose.changing(joint) { $0.expectedError = pixels * (Double.pi / 2).squareRoot() }
        }
    }
}
