import PoiseBody
import PoiseMotion
import Testing
import PoiseTestSupport

/// Constant bone lengths, on a person whose limbs vary in length at random.
@Suite struct BoneLengthsTests {
    /// Returns a standing person whose joints are shaken in space, with the middle of the hips at the origin.
    private func shaken(
        _ generator: inout SplitMix64, by way: Double = 0.1, confidence: Double? = 0.9
    ) -> TrackedPerson {
        var person = TrackedPerson.standing()
        var world = person.pose.world.enumerated().map { index, point in
            // Joints that `standing` puts at one position are separated.
            WorldPoint(
                x: point.x + 0.03 * Double(index % 7) + .random(in: -way...way, using: &generator),
                y: point.y + 0.02 * Double(index % 5) + .random(in: -way...way, using: &generator),
                z: point.z + 0.05 * Double(index % 3) + .random(in: -way...way, using: &generator))
        }
        let (left, right) = (world[Joint.leftHip.rawValue], world[Joint.rightHip.rawValue])
        for index in world.indices {
            world[index].x -= (left.x + right.x) / 2
            world[index].y -= (left.y + right.y) / 2
            world[index].z -= (left.z + right.z) / 2
        }
        for joint in Joint.allCases {
            person.pose[joint].confidence = confidence
            person.pose.setWorldPoint(joint, to: world[joint.rawValue])
        }
        return person
    }

    private func sequence(
        _ count: Int, _ person: (Int, inout SplitMix64) -> TrackedPerson
    ) -> PoseSequence {
        var generator = SplitMix64(seed: 5)
        return .built(times: evenTimes(count)) { index, _ in person(index, &generator) }
    }

    private static let bones: [(Joint, Joint)] = [
        (.leftHip, .rightHip), (.leftHip, .leftKnee), (.leftKnee, .leftAnkle), (.leftAnkle, .leftHeel),
        (.rightHip, .rightKnee), (.rightAnkle, .rightFootIndex), (.leftShoulder, .rightShoulder),
        (.leftShoulder, .leftElbow), (.rightElbow, .rightWrist), (.rightWrist, .rightThumb), (.nose, .leftEar),
    ]

    private func vector(_ bone: (Joint, Joint), _ person: TrackedPerson) -> SIMD3<Double> {
        let (from, to) = (person.pose.worldPoint(bone.0), person.pose.worldPoint(bone.1))
        return SIMD3(to.x - from.x, to.y - from.y, to.z - from.z)
    }

    private func length(_ vector: SIMD3<Double>) -> Double { (vector * vector).sum().squareRoot() }

    private func lengths(_ bone: (Joint, Joint), _ sequence: PoseSequence) -> [Double] {
        sequence.frames.compactMap { $0.person(1) }.map { length(vector(bone, $0)) }
    }

    @Test func lengthsAreEqualAndDirectionsStay() throws {
        let before = sequence(40) { _, generator in shaken(&generator) }
        let after = BoneLengths.constant.apply(to: before)
        for bone in BoneLengthsTests.bones {
            let (old, new) = (lengths(bone, before), lengths(bone, after))
            let first = try #require(new.first)
            #expect(new.allSatisfy { abs($0 - first) < 1e-12 })
            // The median: as many are longer as shorter.
            #expect(old.contains { abs($0 - first) < 1e-12 })
            #expect(old.count { $0 < first - 1e-12 } <= 20 && old.count { $0 > first + 1e-12 } <= 20)
            for (one, other) in zip(before.frames, after.frames) {
                let a = vector(bone, try #require(one.person(1)))
                let b = vector(bone, try #require(other.person(1)))
                #expect(length(a / length(a) - b / length(b)) < 1e-12)
            }
        }
        for frame in after.frames {
            let person = try #require(frame.person(1))
            let (left, right) = (person.pose.worldPoint(.leftHip), person.pose.worldPoint(.rightHip))
            #expect(abs(left.x + right.x) < 1e-12 && abs(left.y + right.y) < 1e-12 && abs(left.z + right.z) < 1e-12)
        }
        #expect(
            after.frames.map { $0.people.map(\.pose.landmarks) }
                == before.frames.map { $0.people.map(\.pose.landmarks) })
    }

    @Test func kneesAndElbowsKeepTheirAngles() throws {
        let before = sequence(30) { _, generator in shaken(&generator, confidence: nil) }
        let after = BoneLengths.constant.apply(to: before)
        #expect(after != before)
        for (one, other) in zip(before.frames, after.frames) {
            for angle in [JointAngle.leftKnee, .rightKnee, .leftElbow, .rightElbow] {
                let a = try #require(one.person(1)?.pose.angle(at: angle)?.degrees)
                let b = try #require(other.person(1)?.pose.angle(at: angle)?.degrees)
                #expect(abs(a - b) < 1e-6)
            }
        }
    }

    @Test func fewConfidentFramesChangeNothing() {
        let doubtful = sequence(40) { index, generator in
            shaken(&generator, confidence: index < 14 ? 0.9 : 0.4)
        }
        #expect(BoneLengths.constant.apply(to: doubtful) == doubtful)
        let short = sequence(14) { _, generator in shaken(&generator) }
        #expect(BoneLengths.constant.apply(to: short) == short)
        #expect(BoneLengths(minimumFrames: 14).apply(to: short) != short)
        #expect(BoneLengths.constant.apply(to: .built([])) == .built([]))
    }

    @Test func doubtfulFramesAndThoseOfCollapsedLimbsDoNotCount() throws {
        // Three frames in five have limbs twice as long, and a low confidence or a collapse mark.
        func mixed(_ isDoubtful: @escaping (Int) -> Bool, collapsed: Bool) -> PoseSequence {
            sequence(60) { index, generator in
                var person = shaken(&generator, by: 0.01, confidence: isDoubtful(index) && !collapsed ? 0.3 : 0.9)
                if isDoubtful(index) { person.pose.stretch(by: 2) }
                if isDoubtful(index) && collapsed { person.collapsed = [.arms] }
                return person
            }
        }
        let clean = sequence(60) { _, generator in shaken(&generator, by: 0.01) }
        let expected = try #require(lengths((.leftShoulder, .leftElbow), BoneLengths.constant.apply(to: clean)).first)
        for collapsed in [false, true] {
            let spoilt = mixed({ $0 % 5 < 3 }, collapsed: collapsed)
            let found = lengths((.leftShoulder, .leftElbow), BoneLengths.constant.apply(to: spoilt))
            // The median of other frames with the same noise, within that noise.
            #expect(found.allSatisfy { abs($0 - expected) < 0.02 })
        }
    }

    @Test func aBoneSeenTooRarelyKeepsItsLengthsAndHangsOn() throws {
        let before = sequence(40) { _, generator in
            var person = shaken(&generator)
            person.pose[.leftWrist].confidence = 0.1
            return person
        }
        let after = BoneLengths.constant.apply(to: before)
        for (old, new) in zip(lengths((.leftElbow, .leftWrist), before), lengths((.leftElbow, .leftWrist), after)) {
            #expect(abs(old - new) < 1e-12)
        }
        let upper = lengths((.leftShoulder, .leftElbow), after)
        #expect(upper.allSatisfy { abs($0 - upper[0]) < 1e-12 })
    }

    @Test func peopleHaveTheirOwnLengths() throws {
        let one = sequence(30) { _, generator in shaken(&generator) }
        var both = one
        for index in both.frames.indices {
            let person = try #require(both.frames[index].person(1))
            var other = TrackedPerson(id: 2, pose: person.pose)
            other.pose.stretch(by: 1.5)
            both.frames[index].people.append(other)
        }
        let after = BoneLengths.constant.apply(to: both)
        #expect(after.frames.map { $0.person(1) } == BoneLengths.constant.apply(to: one).frames.map { $0.person(1) })
        let first = try #require(after.frames.first)
        let bone = (Joint.leftHip, Joint.leftKnee)
        let ratio =
            length(vector(bone, try #require(first.person(2)))) / length(vector(bone, try #require(first.person(1))))
        #expect(abs(ratio - 1.5) < 1e-9)
    }

    @Test func smoothingMakesThemConstantInTheEnd() throws {
        let before = sequence(40) { _, generator in shaken(&generator) }
        let after = try OfflineSmoothing(.rauchTungStriebel(), boneLengths: .constant).apply(to: before)
        let plain = try OfflineSmoothing(.rauchTungStriebel()).apply(to: before)
        #expect(after == BoneLengths.constant.apply(to: plain))
    }
}

extension Pose {
    /// Scales the joints in space.
    fileprivate mutating func stretch(by factor: Double) {
        for joint in Joint.allCases {
            let point = worldPoint(joint)
            setWorldPoint(joint, to: WorldPoint(x: factor * point.x, y: factor * point.y, z: factor * point.z))
        }
    }
}
