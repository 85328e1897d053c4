import PoiseBody
import PoiseEvaluation
import PoiseJSON
import PoiseTestSupport
import Testing

/// Tests on recordings with measured angles, and on a marker file that another program wrote.
@Suite(.enabled(if: Reference.isAvailable)) struct RecordedAnglesTests {
    /// Expected numbers by `recorded_angles.py`: shifts, and by kind the root of the mean square over four recordings,
    /// whole and without the constant part.
    private struct Expected {
        let level: String
        let shifts: [Double]
        let angles: [AngleKind: (Double, Double)]
    }

    private static let expected = [
        Expected(
            level: "reference", shifts: [-0.04, 0.005, -0.075, -0.03],
            angles: [
                .knee: (14.747665, 10.973238), .hip: (10.804868, 7.484832), .ankle: (21.055415, 11.808086),
                .elbow: (13.75066, 10.007249), .shoulder: (8.234286, 5.212687),
            ]),
        Expected(
            level: "best", shifts: [-0.03, -0.005, -0.095, -0.025],
            angles: [
                .knee: (15.092455, 9.736573), .hip: (9.631867, 6.508815), .ankle: (20.399617, 9.848102),
                .elbow: (12.856381, 9.776477), .shoulder: (6.712853, 4.747196),
            ]),
    ]

    @Test("Errors of angles and shifts of clocks are those of another program")
    func recordings() throws {
        for expected in RecordedAnglesTests.expected {
            let scores = try ["squat", "walk", "walk_front", "walk_front_near"].map { name in
                let folder = "movement/angles/"
                let truth = try MotionTruth(contents: try Reference.bytes("\(folder)\(name).json"))
                let sequence = try PoseSequence(
                    jsonLines: try Reference.bytes("\(folder)sequences/\(name).\(expected.level).jsonl"))
                return try SequenceScore(name, sequence, truth: truth)
            }
            for (score, shift) in zip(scores, expected.shifts) {
                #expect(abs(score.shift.seconds - shift) < 1e-9, "\(expected.level) \(score.name)")
            }
            let figures = SequenceSummary(scores).figures
            for (kind, (whole, varying)) in expected.angles {
                // The program prints six decimals.
                #expect(abs(try #require(figures[.angle(kind)]).value - whole) < 1e-6, "\(expected.level) \(kind)")
                let variation = try #require(figures[.angleWithoutConstant(kind)]).value
                #expect(abs(variation - varying) < 1e-6, "\(expected.level) \(kind)")
            }
        }
    }

    @Test("A sequence agrees with the markers that were written from it, in other axes")
    func markers() throws {
        let folder = "movement/formats/samples/"
        let truth = try MotionTruth(contents: try Reference.bytes(folder + "sample.trc"))
        let sequence = try PoseSequence(jsonLines: try Reference.bytes(folder + "sample.jsonl"))
        let score = try SequenceScore("sample", sequence, truth: truth, shiftWithin: 0)
        let errors = try #require(score.positions)
        #expect(score.compared == 20 && errors.joints == 12)
        // Both files have tenths of a millimeter.
        #expect(try #require(errors.aligned) < 0.1)
        #expect(try #require(errors.rootAligned) < 0.1)
    }
}
