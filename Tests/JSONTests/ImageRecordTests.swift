import PoiseTestSupport
import PoiseJSON
import Foundation
import PoiseImaging
import PoiseBody
import Testing

@Suite struct ImageRecordTests {
    @Test func hasTheFieldsAndCountsOfTheFormat() throws {
        let fixture = PoseFixture(visibility: [.leftWrist: 0.2])
        let object = try parsed(try record(fixture).jsonLine())
        #expect(Set(object.keys) == ["file", "width", "height", "poses"])
        #expect(object["file"] as? String == "photos/a.jpg")
        #expect(object["width"] as? Int == 400)
        #expect(object["height"] as? Int == 600)
        let pose = try #require((object["poses"] as? [[String: Any]])?.first)
        #expect(Set(pose.keys) == ["score", "presence", "region", "landmarks", "world", "angles"])
        let region = try #require(pose["region"] as? [String: Double])
        #expect(region == ["x": 200, "y": 300, "size": 620, "rotation": 0.01235])
        let landmarks = try #require(pose["landmarks"] as? [[Double]])
        #expect(landmarks.map(\.count) == Array(repeating: 5, count: 33))
        #expect(landmarks[Joint.leftKnee.rawValue] == [250, 430, -12.346, 0.98, 0.99877])
        let world = try #require(pose["world"] as? [[Double]])
        #expect(world.map(\.count) == Array(repeating: 3, count: 33))
        #expect(world[Joint.leftKnee.rawValue] == [0.16667, 0.36667, 0.025])
        let angles = try #require(pose["angles"] as? [String: Double])
        // All but the elbow whose wrist is hidden.
        #expect(Set(angles.keys) == Set(JointAngle.allCases.map(\.rawValue)).subtracting(["leftElbow"]))
        let knee = try #require(fixture.pose.angle(at: .leftKnee)).degrees
        #expect(angles["leftKnee"] == (knee * 100).rounded() / 100)
    }

    @Test func numbersAreWrittenWithoutNoise() throws {
        let line = try record(PoseFixture(scale: 1.0 / 3)).jsonLine()
        let decimals = line.matches(of: /\.(\d+)/).map { $0.output.1.count }
        #expect(decimals.max() == 5)
        #expect(!line.contains("e-"))
        #expect(!line.contains("-0,") && !line.contains("-0]"))
    }

    @Test func textIsTheSameEveryTimeAndOnOneLine() throws {
        let lines = try (0..<5).map { _ in try record(PoseFixture()).jsonLine() }
        #expect(Set(lines).count == 1)
        #expect(lines[0].hasPrefix(#"{"file":"photos/a.jpg","height":600,"poses":[{"angles":{"leftAnkle":"#))
        #expect(!lines[0].utf8.contains(UInt8(ascii: "\n")))
    }

    @Test(arguments: ["a\"b.jpg", "line\nbreak.jpg", "tab\tand\\slash/é日本.png", "\u{2028}\u{0}", ""])
    func oddFileNamesSurvive(name: String) throws {
        for record in [
            ImageRecord.failure(file: name, error: "cannot read “\(name)”"),
            .result(ImageResult(file: name, width: 1, height: 1, poses: [])),
        ] {
            let line = try record.jsonLine()
            #expect(!line.utf8.contains(UInt8(ascii: "\n")))
            #expect(try parsed(line)["file"] as? String == name)
            #expect(try ImageRecord(jsonLine: line) == record)
        }
    }

    @Test func failureHasTwoFields() throws {
        let line = try ImageRecord.failure(file: "b.jpg", error: "the file does not exist").jsonLine()
        #expect(line == #"{"error":"the file does not exist","file":"b.jpg"}"#)
    }

    @Test func readingGivesBackWhatWasWritten() throws {
        let fixture = PoseFixture(visibility: [.nose: 0.123], positions: [.leftAnkle: PixelPoint(x: 250.5, y: 611.25)])
        let line = try record(fixture).jsonLine()
        let read = try ImageRecord(jsonLine: line)
        #expect(try read.jsonLine() == line)
        guard case .result(let result) = read else {
            Issue.record("a result became a failure")
            return
        }
        #expect(result.file == "photos/a.jpg")
        let pose = try #require(result.poses.first?.pose)
        #expect(abs(pose.score - fixture.pose.score) <= 5e-6)
        #expect(abs(pose.region.rotation - fixture.pose.region.rotation) <= 5e-6)
        #expect(pose.mask == nil)
        for joint in Joint.allCases {
            let (mine, theirs) = (fixture.pose[joint], pose[joint])
            #expect(abs(mine.position.x - theirs.position.x) <= 5e-4)
            #expect(abs(mine.position.y - theirs.position.y) <= 5e-4)
            #expect(abs(mine.z - theirs.z) <= 5e-4)
            #expect(abs(mine.visibility - theirs.visibility) <= 5e-6)
            #expect(mine.isInsideImage == theirs.isInsideImage)
            #expect(abs(fixture.pose.worldPoint(joint).y - pose.worldPoint(joint).y) <= 5e-6)
        }
        #expect(!pose[.leftAnkle].isInsideImage)
        let angles = try #require(result.poses.first?.angles)
        #expect(Set(angles.keys) == Set(fixture.pose.angles().keys))
        for (name, angle) in fixture.pose.angles() {
            #expect(abs(angle.degrees - (angles[name]?.degrees ?? .nan)) <= 0.005001)
        }
    }

    @Test func anglesInThePlaneWhenAskedFor() throws {
        let fixture = PoseFixture()
        let image = try fixture.picture()
        let result = ImageResult(file: "a", image: image, poses: [fixture.pose], angles: .imagePlane)
        #expect(result.poses[0].angles == fixture.pose.angles(in: .imagePlane))
        #expect(result.poses[0].angles != fixture.pose.angles())
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity]) func numbersThatAreNotFiniteAreRefusedByName(bad: Double)
        throws
    {
        #expect(throws: ImageRecordError.notFinite(name: "pose 1, left knee, x")) {
            try record(PoseFixture(positions: [.leftKnee: PixelPoint(x: bad, y: 1)])).jsonLine()
        }
        #expect(throws: ImageRecordError.notFinite(name: "pose 1, right ear, visibility")) {
            try record(PoseFixture(visibility: [.rightEar: bad])).jsonLine()
        }
        var pose = PoseFixture().pose
        pose.region.rotation = bad
        let turned = ImageRecord.result(
            ImageResult(file: "a", width: 1, height: 1, poses: [MeasuredPose(pose, angles: [:])]))
        #expect(throws: ImageRecordError.notFinite(name: "pose 1, region rotation")) { try turned.jsonLine() }
    }

    @Test func hugeNumbersStayNumbers() throws {
        let line = try record(PoseFixture(positions: [.leftKnee: PixelPoint(x: 1e300, y: -1e300)])).jsonLine()
        guard case .result(let result) = try ImageRecord(jsonLine: line) else {
            Issue.record("a result became a failure")
            return
        }
        #expect(result.poses[0].pose[.leftKnee].position == PixelPoint(x: 1e300, y: -1e300))
    }

    @Test(arguments: [
        "", "{", "null", "[]", "7", #"{"file":"a"}"#, #"{"error":"b"}"#, #"{"file":1,"error":"b"}"#,
        #"{"file":"a","width":1.5,"height":1,"poses":[]}"#, #"{"file":"a","width":1e400,"height":1,"poses":[]}"#,
        #"{"file":"a","width":1,"height":1,"poses":[{}]}"#, #"{"file":"a","width":1,"height":1,"poses":[null]}"#,
    ])
    func malformedLinesAreRefused(line: String) {
        #expect { try ImageRecord(jsonLine: line) } throws: { error in
            guard case .malformed = error as? ImageRecordError else { return false }
            return true
        }
    }

    @Test func wrongCountsAndSizesAreRefusedByName() throws {
        let line = try record(PoseFixture()).jsonLine()
        let short = line.replacing("[250,430,-12.346,0.98,0.99877],", with: "")
        #expect(throws: ImageRecordError.wrongCount(name: "pose 1, landmarks", expected: 33, actual: 32)) {
            try ImageRecord(jsonLine: short)
        }
        let narrow = line.replacing("[250,430,-12.346,0.98,0.99877]", with: "[250,430]")
        #expect(throws: ImageRecordError.wrongCount(name: "pose 1, landmark of left knee", expected: 5, actual: 2)) {
            try ImageRecord(jsonLine: narrow)
        }
        #expect(throws: ImageRecordError.emptySide(width: 0, height: 600)) {
            try ImageRecord(jsonLine: line.replacing("\"width\":400", with: "\"width\":0"))
        }
    }

    @Test func truncatedAndMutatedLinesNeverCrash() throws {
        let bytes = Array(try record(PoseFixture()).jsonLine().utf8)
        var generator = SystemRandomNumberGenerator()
        var refused = 0
        for length in stride(from: 0, to: bytes.count, by: 37) {
            if (try? ImageRecord(jsonLine: String(decoding: bytes[..<length], as: UTF8.self))) == nil { refused += 1 }
        }
        #expect(refused == (bytes.count + 36) / 37)
        for _ in 0..<500 {
            var mutated = bytes
            mutated[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            _ = try? ImageRecord(jsonLine: String(decoding: mutated, as: UTF8.self))
        }
    }

    private func record(_ fixture: PoseFixture) throws -> ImageRecord {
        .result(ImageResult(file: "photos/a.jpg", image: try fixture.picture(), poses: [fixture.pose]))
    }

    private func parsed(_ line: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
}
