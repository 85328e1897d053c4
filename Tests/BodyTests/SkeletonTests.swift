import PoiseBody
import Testing

@Suite struct SkeletonTests {
    @Test func hasMediaPipesThirtyFiveConnections() {
        #expect(Skeleton.bones.count == 35)
        #expect(Set(Skeleton.bones.map { Set([$0.from, $0.to]) }).count == 35)
    }

    @Test func mirroringAJointTwiceGivesItBack() {
        for joint in Joint.allCases {
            #expect(joint.mirrored.mirrored == joint)
            #expect((joint.mirrored == joint) == (joint == .nose))
            #expect(joint.side == .middle || joint.mirrored.side != joint.side)
        }
    }
}
