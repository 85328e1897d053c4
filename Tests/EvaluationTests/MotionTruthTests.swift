import PoiseBody
import PoiseEvaluation
import Testing

/// Tests of reading truths over time.
@Suite struct MotionTruthTests {
    private func read(_ text: String) throws(MotionTruthError) -> MotionTruth {
        try MotionTruth(contents: Array(text.utf8))
    }

    @Test("Angles with known names are read, others are ignored, null is unknown")
    func angles() throws {
        let text = """
            {"name": "a", "time": [0, 0.5], "angles": {"leftKnee": [170.5, null], "leftKneeFlexion": [9.5, 8]}}
            """
        let truth = try read(text)
        #expect(truth.times == [0, 0.5] && truth.joints.isEmpty)
        #expect(truth.angles == [.leftKnee: [Angle(degrees: 170.5), nil]])
        #expect(MotionTruth.isMotionTruth(Array(text.utf8)))
        #expect(!MotionTruth.isMotionTruth(Array(#"{"time": [{"bbox": [1, 2, 3, 4], "joints": {}}]}"#.utf8)))
        #expect(!MotionTruth.isMotionTruth(Array(#"{"images": [], "annotations": []}"#.utf8)))
    }

    @Test("Joints are read in both spellings, with the axes that the file names")
    func joints() throws {
        let joints = #""joints": {"left_hip": [[1, 2, 3], null], "rightHip": [[1, 2, 3.5], [0, 0, 0]]}"#
        let truth = try read(#"{"time": [0, 1], "axes": "camera", \#(joints)}"#)
        #expect(truth.axes == .camera)
        #expect(truth.joints[.leftHip] == [WorldPoint(x: 1, y: 2, z: 3), nil])
        #expect(truth.joints[.rightHip]?.last == WorldPoint(x: 0, y: 0, z: 0))
        #expect(try read(#"{"time": [0, 1], \#(joints)}"#).axes == .laboratory)
    }

    @Test("The trunk's inclination follows from joints in the axes of the camera only")
    func trunk() throws {
        let up = [WorldPoint?.some(WorldPoint(x: 0, y: -1, z: 0))]
        let origin = [WorldPoint?.some(WorldPoint(x: 0, y: 0, z: 0))]
        let joints: [Joint: [WorldPoint?]] = [
            .leftShoulder: up, .rightShoulder: up, .leftHip: origin, .rightHip: origin,
        ]
        let camera = try MotionTruth(times: [0], joints: joints, axes: .camera)
        #expect(camera.angles[.trunk]?.first??.degrees == 0)
        #expect(try MotionTruth(times: [0], joints: joints).angles[.trunk] == nil)
    }

    private func trc(unit: String = "mm", names: [String] = ["LHip", "LKnee"], _ rows: [String]) -> String {
        let lines = [
            "PathFileType\t4\t(X/Y/Z)\ta.trc",
            "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames",
            "60\t60\t2\t2\t\(unit)\t60\t1\t2", "Frame#\tTime\t" + names.joined(separator: "\t\t\t") + "\t\t",
            "\t\tX1\tY1\tZ1\tX2\tY2\tZ2", "",
        ]
        return (lines + rows).joined(separator: "\r\n") + "\r\n"
    }

    @Test("Markers of a TRC file are read in millimeters and in meters")
    func markers() throws {
        // A tab at the end of a row, an empty cell, and cells that are missing.
        let rows = ["1\t0.5\t1000\t500\t-250\t1\t2\t3\t", "2\t0.6\t1\t\t3\t4\tNaN\t6", "3\t0.7\t1000\t500\t-250"]
        let truth = try read(trc(rows))
        #expect(truth.times == [0.5, 0.6, 0.7] && truth.axes == .laboratory)
        let hip = WorldPoint(x: 1, y: 0.5, z: -0.25)
        #expect(truth.joints[.leftHip] == [hip, nil, hip])
        #expect(truth.joints[.leftKnee] == [WorldPoint(x: 0.001, y: 0.002, z: 0.003), nil, nil])
        #expect(try read(trc(unit: "m", rows)).joints[.leftHip]?.first == WorldPoint(x: 1000, y: 500, z: -250))
    }

    @Test("The center of the hip joint is preferred, whatever the order of the markers")
    func preferredMarkers() throws {
        let truth = try read(trc(unit: "m", names: ["LHip", "LHJC_study"], ["1\t0\t1\t1\t1\t2\t2\t2"]))
        #expect(truth.joints == [.leftHip: [WorldPoint(x: 2, y: 2, z: 2)]])
    }

    @Test("Bad files are refused in one sentence that says where")
    func badFiles() throws {
        let row = "1\t0\t1\t1\t1\t2\t2\t2"
        let cases: [(String, MotionTruthError)] = [
            ("{", .malformed(place: "", reason: "the text is not JSON")),
            (#"{"angles": {}}"#, .malformed(place: "", reason: "the field “time” is missing")),
            (
                #"{"time": [0], "angles": {"leftKnee": ["a"]}}"#,
                .malformed(place: "angles, leftKnee, value 1", reason: "the value has an unexpected type")
            ),
            (#"{"time": [0], "angles": {"knee": [1]}}"#, .empty),
            (#"{"time": [], "angles": {"leftKnee": []}}"#, .empty),
            (#"{"time": [0, 0], "angles": {"leftKnee": [1, 2]}}"#, .timeNotIncreasing(number: 2)),
            (
                #"{"time": [0, 1], "angles": {"leftKnee": [1]}}"#,
                .wrongCount(place: "angle “leftKnee”", expected: 2, actual: 1)
            ),
            (
                #"{"time": [0, 1], "joints": {"left_knee": [null]}}"#,
                .wrongCount(place: "joint “leftKnee”", expected: 2, actual: 1)
            ),
            (
                #"{"time": [0], "joints": {"left_knee": [[1, 2]]}}"#,
                .wrongCount(place: "joint “left_knee”, point 1", expected: 3, actual: 2)
            ),
            (#"{"time": [0], "joints": {"tail": [null]}}"#, .unknownJoint(name: "tail")),
            (#"{"time": [0], "joints": {"left_knee": [null], "leftKnee": [null]}}"#, .jointTwice(name: "left_knee")),
            (trc(unit: "inch", [row]), .unknownUnit("inch")),
            (trc(names: ["a", "b"], [row]), .empty),
            (trc([]), .empty),
            (trc([row, row]), .timeNotIncreasing(number: 2)),
            (trc(["1\t\t1\t1\t1\t2\t2\t2"]), .malformed(place: "line 7", reason: "the time is missing")),
            (trc(["1\t0\t1\tx\t1\t2\t2\t2"]), .malformed(place: "line 7, column 4", reason: "“x” is not a number")),
            (trc([row + "\t9"]), .wrongCount(place: "line 7", expected: 8, actual: 9)),
            ("PathFileType\t4\n", .malformed(place: "", reason: "a TRC file has five lines before the first time")),
            (
                trc([row]).replacing("Units", with: "Unit"),
                .malformed(place: "line 2", reason: "the column “Units” is missing")
            ),
        ]
        for (text, error) in cases {
            #expect(throws: error) { try read(text) }
            #expect(!"\(error)".isEmpty && !"\(error)".contains("\n"))
        }
    }
}
