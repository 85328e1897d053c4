import PoiseTestSupport
import PoiseVideoQuality
import PoiseBody
import PoiseMotion
import Testing

@Suite struct SequenceQualityTests {
    @Test func lossesAreTold() {
        let missing = Set(Array(0..<3) + [20] + Array(50..<60))
        let tracking = SequenceQuality(
            .built(times: evenTimes(60)) { index, _ in missing.contains(index) ? nil : .standing() }
        ).tracking
        #expect(tracking.frames == 60 && tracking.framesWithPeople == 46)
        #expect(tracking.gaps.map(\.frames) == [3, 1, 10])
        for (loss, expected) in zip(tracking.gaps, [(0.0, 3.0), (20, 21), (50, 60)]) {
            #expect(abs(loss.start / .seconds(1) - expected.0 / 30) < 1e-9)
            #expect(abs(loss.end / .seconds(1) - expected.1 / 30) < 1e-9)
        }
        #expect(abs(tracking.longestGap / .seconds(1) - 1 / 3) < 1e-9)
        #expect(tracking.grade == .poor)
    }

    @Test func shortLossesAreGood() {
        let tracking = SequenceQuality(
            .built(times: evenTimes(300)) { index, _ in (100..<105).contains(index) ? nil : .standing() }
        ).tracking
        #expect(tracking.gaps.count == 1 && tracking.grade == .good)
    }

    @Test func nobodyAtAllIsPoor() {
        let quality = SequenceQuality(.built(times: evenTimes(10)) { _, _ in nil })
        #expect(quality.tracking.share == 0 && quality.tracking.grade == .poor)
        #expect(abs(quality.tracking.longestGap / .seconds(1) - 1 / 3) < 1e-9)
        #expect(quality.joints.isEmpty && quality.size == nil && quality.jitter.grade == nil)
        #expect(quality.collapses.isEmpty && quality.collapsedShare == 0)
        let empty = SequenceQuality(.built([]))
        #expect(empty.tracking.share == 0 && empty.tracking.gaps.isEmpty)
    }

    @Test func othersAreThoseBeyondWhoShouldBeThere() {
        let frames = evenTimes(10).enumerated().map { index, time in
            PoseSequence.Frame(
                index: index, time: .seconds(time),
                people: (1...(index < 4 ? 3 : 1)).map { .standing(id: $0, dx: Double($0) * 10) })
        }
        let alone = SequenceQuality(.built(frames)).tracking
        #expect(alone.framesWithMore == 4 && alone.mostPeople == 3 && abs(alone.shareWithMore - 0.4) < 1e-12)
        #expect(SequenceQuality(.built(frames), expectedPeople: 3).tracking.framesWithMore == 0)
    }

    @Test func theSubjectIsWhoIsThereMost() {
        // Person 2 is present throughout, 1 for a while, 3 after both have left.
        let frames = evenTimes(30).enumerated().map { index, time in
            let ids = index < 10 ? [1, 2] : index < 25 ? [2] : [3]
            return PoseSequence.Frame(index: index, time: .seconds(time), people: ids.map { .standing(id: $0) })
        }
        let subject = PoseSequence.built(frames + [.init(index: 30, time: .seconds(2), people: [])]).subject.map {
            $0?.id
        }
        #expect(subject == Array(repeating: 2, count: 25) + Array(repeating: 3, count: 5) + [nil])
    }

    @Test func hiddenAndOutsideJointsAreCounted() throws {
        let sequence = PoseSequence.built(times: evenTimes(10)) { index, _ in
            var person = TrackedPerson.standing()
            if index < 3 { person.pose[.leftWrist].visibility = 0.2 }
            if index > 5 { person.pose[.leftWrist].isInsideImage = false }
            // A joint both hidden and outside counts as outside.
            if index == 9 { person.pose[.leftWrist].visibility = 0 }
            return person
        }
        let joints = SequenceQuality(sequence).joints
        #expect(joints.map(\.joint) == Joint.allCases)
        let wrist = try #require(joints.first { $0.joint == .leftWrist })
        #expect(abs(wrist.hidden - 0.3) < 1e-12 && abs(wrist.outside - 0.4) < 1e-12)
        #expect(joints.filter { $0.joint != .leftWrist }.allSatisfy { $0.missing == 0 })
        // The other wrist is visible.
        #expect(JointVisibilityStats.grade(of: joints) == .fair)
    }

    @Test func aJointHiddenOnBothSidesIsPoor() {
        let sequence = PoseSequence.built(times: evenTimes(10)) { _, _ in
            var person = TrackedPerson.standing()
            for joint in [Joint.leftKnee, .rightKnee] { person.pose[joint].visibility = 0.1 }
            return person
        }
        #expect(JointVisibilityStats.grade(of: SequenceQuality(sequence).joints) == .poor)
        #expect(
            JointVisibilityStats.grade(
                of: SequenceQuality(.built(times: evenTimes(9)) { _, _ in .standing() }).joints) == .good
        )
    }

    @Test func onlyTheSubjectsCollapsesCount() {
        let arms: [Joint: (Double, Double, Double)] = [.rightElbow: (552, 356, 0), .rightWrist: (553, 408, 0)]
        func sequence(collapsing id: Int) -> PoseSequence {
            .built(
                evenTimes(60).enumerated().map { index, time in
                    let ids = index < 40 ? [1, 2] : [1]
                    return PoseSequence.Frame(
                        index: index, time: .seconds(time),
                        people: ids.map {
                            .standing(id: $0, places: $0 == id && (20...23).contains(index) ? arms : [:])
                        })
                })
        }
        let (mine, others) = (SequenceQuality(sequence(collapsing: 1)), SequenceQuality(sequence(collapsing: 2)))
        #expect(mine.collapses.map(\.frames) == [[20, 21, 22, 23]])
        #expect(abs(mine.collapsedShare - 4 / 60) < 1e-12)
        #expect(others.collapses.isEmpty && others.collapsedShare == 0)
    }

    @Test func scalesGoBothWays() {
        #expect([1, 2, 3, 5, 6].map { GradeScale.angle.grade(of: $0) } == [.good, .good, .fair, .fair, .poor])
        #expect(
            [30, 24, 20, 12, 11].map { FrameTiming.rateScale.grade(of: $0) } == [.good, .good, .fair, .fair, .poor])
        #expect(Grade.good < .fair && Grade.fair < .poor)
    }
}
