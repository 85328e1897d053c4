import PoiseBody
import Testing

@Suite struct PoseMirroringTests {
    /// A bent left leg, and its mask in an image of 4 x 2 pixels.
    private var pose: Pose {
        var pose = Pose.placed([
            .leftHip: WorldPoint(0.1, 0), .leftKnee: WorldPoint(0.4, 0.3), .leftAnkle: WorldPoint(0.2, 0.8),
        ])
        pose.region = RegionOfInterest(center: PixelPoint(x: 530, y: 520), size: 300, rotation: 0.25)
        pose.quality = 0.7
        pose.mask = Mask(width: 4, height: 2, probabilities: [0, 1, 2, 3, 4, 5, 6, 7])
        return pose
    }

    @Test("Positions move to the other side, and left stays the person's left")
    func places() {
        let mirrored = pose.mirrored(inWidth: 1000)
        #expect(mirrored[.leftKnee].position == PixelPoint(x: 460, y: 530))
        #expect(mirrored[.leftKnee].visibility == pose[.leftKnee].visibility)
        #expect(mirrored.worldPoint(.leftKnee) == WorldPoint(-0.4, 0.3))
        #expect(mirrored.region == RegionOfInterest(center: PixelPoint(x: 470, y: 520), size: 300, rotation: -0.25))
        #expect(mirrored.mask?.probabilities == [3, 2, 1, 0, 7, 6, 5, 4])
    }

    @Test("Angles stay, and mirroring twice restores the pose")
    func twice() throws {
        let mirrored = pose.mirrored(inWidth: 1000)
        let angle = try #require(pose.angle(at: .leftKnee)?.degrees)
        #expect(try #require(mirrored.angle(at: .leftKnee)?.degrees) == angle)
        #expect(mirrored.mirrored(inWidth: 1000) == pose)
    }
}
