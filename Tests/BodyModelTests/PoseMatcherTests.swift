import PoiseBodyModel
import PoiseLandmarkPipeline
import PoiseBody
import Testing

@Suite struct PoseMatcherTests {
    private let judge = PoseAcceptance(minimumPresence: 0.5)

    /// Returns a pose of 33 points on a slanted line, shifted.
    ///
    /// - Parameter face: Shift of nose, eyes, ears and mouth, if different from the rest.
    private func pose(movedBy x: Double, face: Double? = nil, size: Double = 100) -> Pose {
        Pose(
            landmarks: Joint.allCases.map { joint in
                let way = joint.rawValue <= Joint.mouthRight.rawValue ? face ?? x : x
                return Landmark(
                    position: PixelPoint(x: 3 * Double(joint.rawValue) + way, y: 5 * Double(joint.rawValue)), z: 0,
                    visibility: 1, presence: 1, isInsideImage: true)
            },
            world: [WorldPoint](repeating: WorldPoint(x: 0, y: 0, z: 0), count: 33), score: 1, presence: 1,
            region: RegionOfInterest(center: PixelPoint(x: 50, y: 80), size: size, rotation: 0))
    }

    private func raw(presence: Double = 0.9) -> RawLandmarks {
        RawLandmarks(
            points: [RawLandmarks.Point](
                repeating: RawLandmarks.Point(x: 0.5, y: 0.5, z: 0, visibility: 1, presence: 1), count: 39),
            world: [WorldPoint](repeating: WorldPoint(x: 0, y: 0, z: 0), count: 39), presence: presence)
    }

    @Test func aPersonIsAcceptedFromTheMinimumPresence() {
        #expect(judge.accepts(raw(presence: 0.5)))
        #expect(!judge.accepts(raw(presence: 0.499)))
    }

    @Test func whatIsNotANumberIsNoPerson() {
        #expect(!judge.accepts(raw(presence: .nan)))
        #expect(!judge.accepts(raw(presence: .infinity)))
        for path in [
            \RawLandmarks.Point.x, \RawLandmarks.Point.y, \RawLandmarks.Point.z, \RawLandmarks.Point.visibility,
            \RawLandmarks.Point.presence,
        ] {
            var broken = raw()
            broken.points[38][keyPath: path] = .nan
            #expect(!judge.accepts(broken))
        }
        var broken = raw()
        broken.world[0].z = -.infinity
        #expect(!judge.accepts(broken))
    }

    @Test func samePersonWithinATenthOfTheSmallerRegion() {
        #expect(PoseMatcher.isSamePerson(pose(movedBy: 0), pose(movedBy: 0)))
        #expect(PoseMatcher.isSamePerson(pose(movedBy: 0), pose(movedBy: 9.9)))
        #expect(!PoseMatcher.isSamePerson(pose(movedBy: 0), pose(movedBy: 10.1)))
        #expect(!PoseMatcher.isSamePerson(pose(movedBy: 0, size: 50), pose(movedBy: 9.9)))
        #expect(!PoseMatcher.isSamePerson(pose(movedBy: 0), pose(movedBy: 9.9, size: 50)))
        #expect(PoseMatcher.isSamePerson(pose(movedBy: 0), pose(movedBy: -9.9)))
    }

    @Test func whoIsFoundAnewIsKnownByLimbsOrFace() {
        let known = pose(movedBy: 0)
        #expect(PoseMatcher.isDuplicate(pose(movedBy: 9.9), of: known))
        #expect(PoseMatcher.isDuplicate(pose(movedBy: 40, face: 4.9), of: known))
        #expect(!PoseMatcher.isDuplicate(pose(movedBy: 40, face: 5.1), of: known))
        #expect(!PoseMatcher.isDuplicate(pose(movedBy: 40, face: 4.9, size: 50), of: known))
    }
}
