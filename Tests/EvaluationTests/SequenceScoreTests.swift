import Foundation
import PoiseBody
import PoiseEvaluation
import PoiseTestSupport
import Testing

func sine(_ angle: Double) -> Double { sin(angle) }
func cosine(_ angle: Double) -> Double { cos(angle) }

/// Tests of the comparison with a truth over time, by values that can be computed by hand.
@Suite struct SequenceScoreTests {
    private func degrees(_ values: [Double]) -> [Angle?] { values.map { Angle(degrees: $0) } }

    /// Rounding of positions, in units of a meter or a degree.
    private let rounding = 1e-9

    // MARK: The clock

    @Test("A known shift is found, and leaves no more than the error of interpolation")
    func knownShift() throws {
        func knee(_ time: Double) -> Double { 150 + 20 * sine(.pi * time) }
        let times = (0...500).map { Double($0) / 100 }
        let values = degrees(times.map(knee))
        let truth = try MotionTruth(times: times, angles: [.leftKnee: values, .rightKnee: values])
        // The frame at 1 s shows what the truth has at 1.115 s.
        let sequence = PoseSequence.knees(evenTimes(100).map { 1 + $0 }) { (knee($0 + 0.115), knee($0 + 0.115)) }
        let score = try SequenceScore("a", sequence, truth: truth)
        #expect(abs(score.shift.seconds - 0.115) < rounding)
        #expect(try #require(score.shift.correlation) > 0.999_999)
        // A chord over a hundredth of a second leaves the sine by at most the square of that, times 20 pi^2 / 8.
        #expect(try #require(score.angles[.knee]).rootMeanSquare < 0.0025)
        #expect(score.frames == 100 && score.compared == 100)
        #expect(abs(try #require(score.framesPerSecond) - 30) < rounding)

        let unshifted = try SequenceScore("a", sequence, truth: truth, shiftWithin: 0)
        #expect(unshifted.shift == ClockShift(seconds: 0))
        #expect(try #require(unshifted.angles[.knee]).rootMeanSquare > 3)
        let limited = try SequenceScore("a", sequence, truth: truth, shiftWithin: 0.05)
        #expect(abs(limited.shift.seconds - 0.05) < rounding)
    }

    @Test("Knees that do not move have no correlation and no shift")
    func restingKnees() throws {
        let truth = try MotionTruth(times: [0, 1], angles: [.leftKnee: degrees([170, 170])])
        let score = try SequenceScore("a", .knees(evenTimes(20)) { _ in (165, 165) }, truth: truth)
        #expect(score.shift == ClockShift(seconds: 0))
    }

    @Test("Only frames within the truth are compared")
    func ends() throws {
        let truth = try MotionTruth(times: [0.1, 0.2], angles: [.leftKnee: degrees([170, 170])])
        let score = try SequenceScore("a", .knees(evenTimes(20)) { _ in (165, 165) }, truth: truth, shiftWithin: 0)
        // 0.1, 0.133, 0.167 and 0.2 s.
        #expect(score.frames == 20 && score.compared == 4)
    }

    // MARK: Angles

    @Test("A constant error counts in the whole, and not without the constant part")
    func constantOffset() throws {
        let truth = try MotionTruth(
            times: [0, 1], angles: [.leftKnee: degrees([120, 150]), .rightKnee: degrees([150, 120])])
        let sequence = PoseSequence.knees(evenTimes(31)) { (120 + 30 * $0 + 6, 150 - 30 * $0 - 2) }
        let knee = try #require(try SequenceScore("a", sequence, truth: truth, shiftWithin: 0).angles[.knee])
        // (36 + 4) / 2
        #expect(abs(knee.meanSquare - 20) < rounding && abs(knee.rootMeanSquare - 20.squareRoot()) < rounding)
        #expect(knee.variance < rounding)
        #expect(knee.insideStatedError == nil)
    }

    @Test("A straight leg of the truth's joints measures 180 degrees")
    func straightBone() throws {
        let leg: [Joint: [WorldPoint?]] = [
            .leftHip: [WorldPoint(x: 1, y: 2, z: 3)], .leftKnee: [WorldPoint(x: 1, y: 1.5, z: 3)],
            .leftAnkle: [WorldPoint(x: 1, y: 1.1, z: 3)],
        ]
        let truth = try MotionTruth(times: [0], joints: leg)
        #expect(truth.angles.keys.elementsEqual([.leftKnee]))
        #expect(truth.angles[.leftKnee]?.first??.degrees == 180)
        let score = try SequenceScore("a", .knees([0]) { _ in (170, 100) }, truth: truth)
        #expect(abs(try #require(score.angles[.knee]).rootMeanSquare - 10) < rounding)
    }

    @Test("Of angles off by 4 and 6 degrees, half are inside a stated error of 5")
    func statedError() throws {
        var sequence = PoseSequence.knees(evenTimes(10)) { ($0 * 30 < 4.5 ? 154 : 156, 150) }
        for frame in sequence.frames.indices {
            for joint in Joint.allCases {
                // Joints that are certain in the image leave `Pose.leastErrorInSpace`.
                sequence.frames[frame].people[0].pose[joint].expectedError = 0
            }
        }
        let truth = try MotionTruth(times: [0, 1], angles: [.leftKnee: degrees([150, 150])])
        let knee = try #require(try SequenceScore("a", sequence, truth: truth, shiftWithin: 0).angles[.knee])
        #expect(knee.insideStatedError == 0.5)
        #expect(abs(knee.variance - 1) < rounding && abs(knee.meanSquare - 26) < rounding)
    }

    @Test("Unknown values of the truth are skipped")
    func gaps() throws {
        let values: [Angle?] = [Angle(degrees: 150), nil, Angle(degrees: 150), Angle(degrees: 170)]
        let truth = try MotionTruth(times: [0, 0.1, 0.2, 0.3], angles: [.leftKnee: values])
        let score = try SequenceScore("a", .knees([0, 0.05, 0.1, 0.15, 0.2, 0.25]) { _ in (150, 150) }, truth: truth)
        // At 0, 0.2 and 0.25 s, off by 0, 0 and 10 degrees.
        #expect(abs(try #require(score.angles[.knee]).meanSquare - 100 / 3) < 1e-6)
    }

    // MARK: Joints

    @Test("Scale and place of the truth do not matter, its axes do")
    func knownScale() throws {
        let sequence = PoseSequence.points([KnownPerson.points, KnownPerson.points, KnownPerson.points])
        let moved = try KnownPerson.truth(3) { 2.5 * $0 + [1, 2, 3] }
        let same = try #require(try SequenceScore("a", sequence, truth: moved).positions)
        #expect(same.joints == 12)
        for error in [same.rootAligned, same.aligned, same.acceleration] {
            #expect(try #require(error) < 1000 * rounding)
        }
        // Half a turn about x, as from y down to y up.
        let turned = try KnownPerson.truth(3, axes: .laboratory) { [$0.x, -$0.y, -$0.z] }
        let other = try #require(try SequenceScore("a", sequence, truth: turned).positions)
        #expect(try #require(other.rootAligned) < 1000 * rounding)
        let wrong = try KnownPerson.truth(3) { [$0.x, -$0.y, -$0.z] }
        #expect(throws: SequenceScoreError.otherAxes) { try SequenceScore("a", sequence, truth: wrong) }
    }

    @Test("A wrist half a meter off adds a twelfth of that, and its jumps to the acceleration")
    func wrist() throws {
        let (right, wrong) = (KnownPerson.points, KnownPerson.withoutWrist)
        let truth = try KnownPerson.truth(5)
        let constant = try #require(
            try SequenceScore("a", .points([wrong, wrong, wrong, wrong, wrong]), truth: truth).positions)
        #expect(abs(try #require(constant.rootAligned) - 500.0 / 12) < 1000 * rounding)
        #expect(try #require(constant.acceleration) < 1000 * rounding)
        // The fit of least squares lets other joints share the error. Its sum of squares is at most a quarter of a square
        // meter, so the mean distance is at most the root of a twelfth of that; one wrong joint remains.
        let aligned = try #require(constant.aligned)
        #expect(aligned > 10 && aligned < 500 / 12.0.squareRoot())

        let jumping = try #require(
            try SequenceScore("a", .points([right, wrong, right, wrong, right]), truth: truth).positions)
        #expect(abs(try #require(jumping.rootAligned) - 2.0 / 5 * 500 / 12) < 1000 * rounding)
        // Each second difference of the wrist is off by two half meters.
        #expect(abs(try #require(jumping.acceleration) - 1000.0 / 12) < 1000 * rounding)

        // A frame without the person leaves no three successive frames.
        let gap = try #require(
            try SequenceScore("a", .points([right, wrong, nil, wrong, right]), truth: truth).positions)
        #expect(gap.acceleration == nil && gap.rootAligned != nil)
    }

    @Test("Joints without hips have no root")
    func withoutHips() throws {
        let joints = try KnownPerson.truth(1).joints.filter { $0.key != .leftHip }
        let truth = try MotionTruth(times: [0], joints: joints)
        let errors = try #require(try SequenceScore("a", .points([KnownPerson.points]), truth: truth).positions)
        #expect(errors.joints == 11 && errors.rootAligned == nil && errors.acceleration == nil)
        #expect(try #require(errors.aligned) < 1000 * rounding)
    }

    // MARK: People

    @Test("The person in the most frames is compared, or the one that is named")
    func people() throws {
        var sequence = PoseSequence.knees(evenTimes(3)) { _ in (150, 150) }
        let other = PoseSequence.knees([0]) { _ in (160, 160) }.frames[0].people[0].pose
        sequence.frames[0].people = [TrackedPerson(id: 7, pose: other)] + sequence.frames[0].people
        let truth = try MotionTruth(times: [0, 1], angles: [.leftKnee: degrees([150, 150])])
        #expect(try SequenceScore("a", sequence, truth: truth).person == 1)
        let named = try SequenceScore("a", sequence, truth: truth, person: 7)
        #expect(named.frames == 1)
        #expect(abs(try #require(named.angles[.knee]).rootMeanSquare - 10) < rounding)
        #expect(throws: SequenceScoreError.unknownPerson(3)) {
            try SequenceScore("a", sequence, truth: truth, person: 3)
        }
        #expect(throws: SequenceScoreError.nobody) { try SequenceScore("a", .built([]), truth: truth) }
        let late = try MotionTruth(times: [100, 101], angles: [.leftKnee: degrees([150, 150])])
        #expect(throws: SequenceScoreError.noCommonTime) { try SequenceScore("a", sequence, truth: late) }
        let unknown = try MotionTruth(times: [0, 1], angles: [.leftKnee: [nil, nil]])
        #expect(throws: SequenceScoreError.nothingKnown) { try SequenceScore("a", sequence, truth: unknown) }
    }

    // MARK: Several recordings

    @Test("Each recording counts equally; squares of angles are averaged, and drawn together")
    func summary() throws {
        func score(_ name: String, _ error: Double, frames: Int) throws -> SequenceScore {
            let truth = try MotionTruth(times: [0, 1], angles: [.leftKnee: degrees([150, 150])])
            return try SequenceScore(name, .knees(evenTimes(frames)) { _ in (150 + error, 150) }, truth: truth)
        }
        let scores = [try score("a", 3, frames: 20), try score("b", 5, frames: 2)]
        let knee = try #require(SequenceSummary(scores).figures[.angle(.knee)])
        #expect(abs(knee.value - 17.squareRoot()) < rounding && knee.recordings == 2)
        let interval = try #require(knee.interval)
        // A sample of two of two recordings has the first twice, the second twice, or both.
        #expect(abs(interval.lowerBound - 3) < rounding && abs(interval.upperBound - 5) < rounding)
        #expect(SequenceSummary(scores).figures[.aligned] == nil)
        #expect(SequenceSummary([scores[0]]).figures[.angle(.knee)]?.interval == nil)

        let others = [try score("b", 4, frames: 20), try score("a", 1, frames: 20), try score("c", 9, frames: 20)]
        let differences = try #require(SequenceDifferences(scores, minus: others))
        let difference = try #require(differences.figures[.angle(.knee)])
        #expect(differences.recordings == 2)
        #expect(abs(difference.value - (17.squareRoot() - 8.5.squareRoot())) < rounding)
        let ends = try #require(difference.interval)
        #expect(abs(ends.lowerBound - 1) < rounding && abs(ends.upperBound - 2) < rounding)
        #expect(SequenceDifferences(scores, minus: [others[2]]) == nil)
    }
}
