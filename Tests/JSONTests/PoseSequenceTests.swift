import PoiseJSON
import Foundation
import PoiseBody
import Testing
import PoiseTestSupport

@Suite struct PoseSequenceTests {
    private let sequence = PoseSequence(
        header: PoseSequence.Header(
            file: "clips/a \"b\".mp4", width: 400, height: 600, framesPerSecond: 29.97, model: "full"),
        frames: (0..<4).map { index in
            PoseSequence.Frame(
                index: 2 * index, time: .seconds(Double(index) / 29.97),
                people: (0..<index).map { TrackedPerson(id: $0 + 1, pose: PoseFixture().pose) })
        })

    /// The lines, without breaks.
    private func lines() throws -> [String] {
        try sequence.jsonLines().split(separator: "\n").map(String.init)
    }

    private func read(_ lines: [String]) throws -> PoseSequence {
        try PoseSequence(jsonLines: Array(lines.map { $0 + "\n" }.joined().utf8))
    }

    // MARK: Writing

    @Test func hasTheFieldsAndCountsOfTheFormat() throws {
        let objects = try lines().map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(objects.count == 5)
        #expect(
            Set(objects[0].keys) == ["format", "file", "width", "height", "framesPerSecond", "model", "joints"])
        #expect(objects[0]["format"] as? String == "poise/1")
        #expect(objects[0]["framesPerSecond"] as? Double == 29.97)
        let joints = try #require(objects[0]["joints"] as? [String])
        #expect(joints.count == 33)
        #expect(joints.first == "nose")
        #expect(joints.last == "rightFootIndex")
        #expect(Set(objects[2].keys) == ["frame", "time", "people"])
        #expect(objects[2]["frame"] as? Int == 2)
        #expect(objects[2]["time"] as? Double == 0.033367)
        let person = try #require((objects[2]["people"] as? [[String: Any]])?.first)
        #expect(Set(person.keys) == ["id", "presence", "region", "landmarks", "world"])
        #expect(person["id"] as? Int == 1)
        #expect(person["region"] as? [String: Double] == ["x": 200, "y": 300, "size": 620, "rotation": 0.01235])
        let landmarks = try #require(person["landmarks"] as? [[Double]])
        #expect(landmarks[Joint.leftKnee.rawValue] == [250, 430, -12.346, 0.98, 0.99877])
        let world = try #require(person["world"] as? [[Double]])
        #expect(world[Joint.leftKnee.rawValue] == [0.16667, 0.36667, 0.025])
    }

    @Test func readingGivesBackWhatWasWritten() throws {
        let text = try sequence.jsonLines()
        let read = try PoseSequence(jsonLines: Array(text.utf8))
        #expect(try read.jsonLines() == text)
        #expect(read.header == sequence.header)
        #expect(read.frames.map(\.index) == [0, 2, 4, 6])
        #expect(read.frames.map { $0.people.map(\.id) } == [[], [1], [1, 2], [1, 2, 3]])
        let (mine, theirs) = (sequence.frames[1].people[0].pose, read.frames[1].people[0].pose)
        for joint in Joint.allCases {
            #expect(abs(mine[joint].position.x - theirs[joint].position.x) <= 5e-4)
            #expect(abs(mine.worldPoint(joint).z - theirs.worldPoint(joint).z) <= 5e-6)
            #expect(mine[joint].isInsideImage == theirs[joint].isInsideImage)
        }
        // The last break may be missing, and breaks may be those of another system.
        #expect(try PoseSequence(jsonLines: Array(text.dropLast().utf8)) == read)
        #expect(try PoseSequence(jsonLines: Array(text.replacing("\n", with: "\r\n").utf8)) == read)
    }

    @Test func aWriterGivesTheSameLinesOneByOne() throws {
        var writer = PoseSequenceWriter(header: sequence.header)
        var written = [try writer.headerLine()]
        for frame in sequence.frames { written.append(try writer.line(of: frame)) }
        #expect(try written == lines())
    }

    @Test func aWriterRefusesWhatCouldNotBeRead() throws {
        var writer = PoseSequenceWriter(header: sequence.header)
        _ = try writer.line(of: PoseSequence.Frame(index: 5, time: .seconds(1), people: []))
        func refusal(_ index: Int, _ time: Double, _ people: [TrackedPerson] = []) -> PoseSequenceError.Fault? {
            let frame = PoseSequence.Frame(index: index, time: .seconds(time), people: people)
            do throws(PoseSequenceError) {
                _ = try writer.line(of: frame)
                return nil
            } catch {
                #expect(error.line == 3)
                return error.fault
            }
        }
        #expect(refusal(5, 2) == .frameDoesNotAdvance(last: 5, given: 5))
        #expect(refusal(6, 1) == .timeDoesNotAdvance(last: .seconds(1), given: .seconds(1)))
        // They are equal when rounded.
        #expect(refusal(6, 1 + 1e-8) == .timeDoesNotAdvance(last: .seconds(1), given: .seconds(1)))
        #expect(refusal(6, 1e10) == .timeOutOfRange(1e10))
        let pose = PoseFixture(positions: [.leftKnee: PixelPoint(x: .infinity, y: 1)]).pose
        #expect(refusal(6, 2, [.init(id: 4, pose: pose)]) == .notFinite(name: "person 4, left knee, x"))
        let person = TrackedPerson(id: 1, pose: PoseFixture().pose)
        #expect(refusal(6, 2, [person, person]) == .personTwice(id: 1))
        // The writer continues as if they had not been passed.
        #expect(refusal(6, 2, [person]) == nil)

        var header = sequence.header
        header.framesPerSecond = .nan
        #expect(throws: PoseSequenceError(line: 1, .notFinite(name: "framesPerSecond"))) {
            try PoseSequenceWriter(header: header).headerLine()
        }
        header.framesPerSecond = 0
        #expect(throws: PoseSequenceError(line: 1, .rateNotPositive(0))) {
            try PoseSequenceWriter(header: header).headerLine()
        }
    }

    @Test func limbsThatCollapsedAreMarked() throws {
        var marked = sequence
        marked.frames[2].people[1].collapsed = [.legs, .arms]
        marked.frames[3].people[0].collapsed = [.arms]
        let lines = try marked.jsonLines().split(separator: "\n").map(String.init)
        #expect(lines.map { $0.ranges(of: "\"collapsed\"").count } == [0, 0, 0, 1, 1])
        #expect(lines[3].contains("\"collapsed\":[\"arms\",\"legs\"]"))
        #expect(lines[4].contains("\"collapsed\":[\"arms\"]"))
        let read = try read(lines)
        #expect(read.frames[2].people.map(\.collapsed) == [[], [.arms, .legs]])
        #expect(read.frames[3].people.map(\.collapsed) == [[.arms], [], []])
        // Limb pairs that a later version may have.
        var later = lines
        later[4] = later[4].replacing("[\"arms\"]", with: "[\"tails\",\"legs\"]")
        #expect(try self.read(later).frames[3].people[0].collapsed == [.legs])
    }

    // MARK: Broken input

    @Test func headersOfOtherFilesAreRefused() throws {
        let lines = try lines()
        func refusal(_ header: String) -> PoseSequenceError? {
            do {
                _ = try read([header] + lines.dropFirst())
                return nil
            } catch { return error as? PoseSequenceError }
        }
        #expect(refusal(lines[0]) == nil)
        #expect(
            refusal(lines[0].replacing("poise/1", with: "poise/2"))
                == PoseSequenceError(line: 1, .wrongFormat("poise/2")))
        #expect(refusal(#"{"file":"a"}"#) == PoseSequenceError(line: 1, .wrongFormat(nil)))
        #expect(
            refusal(lines[0].replacing("\"nose\",", with: ""))
                == PoseSequenceError(line: 1, .wrongCount(name: "joints", expected: 33, actual: 32)))
        #expect(
            refusal(lines[0].replacing("\"nose\",\"leftEyeInner\"", with: "\"leftEyeInner\",\"nose\""))
                == PoseSequenceError(line: 1, .wrongJoints))
        #expect(
            refusal(lines[0].replacing("\"width\":400", with: "\"width\":-4"))
                == PoseSequenceError(line: 1, .emptySide(width: -4, height: 600)))
        #expect(
            refusal(lines[0].replacing("29.97", with: "-1")) == PoseSequenceError(line: 1, .rateNotPositive(-1)))
        for broken in [
            "", "[]", "null", "7", lines[0].replacing("\"model\":\"full\",", with: ""),
            lines[0].replacing("400", with: "400.5"), lines[0].replacing("29.97", with: "NaN"),
        ] {
            let error = try #require(refusal(broken))
            #expect(error.line == 1)
            guard case .malformed = error.fault else {
                Issue.record("\(broken.prefix(80)): \(error)")
                continue
            }
        }
        #expect(throws: PoseSequenceError(line: 1, .empty)) { try PoseSequence(jsonLines: []) }
    }

    @Test func brokenFramesAreRefusedByLine() throws {
        let lines = try lines()
        func fault(_ old: String, _ new: String, line: Int = 3) -> PoseSequenceError.Fault? {
            var broken = lines
            broken[line - 1] = broken[line - 1].replacing(old, with: new)
            #expect(broken != lines)
            do {
                _ = try read(broken)
                return nil
            } catch {
                #expect((error as? PoseSequenceError)?.line == line)
                return (error as? PoseSequenceError)?.fault
            }
        }
        let knee = "[250,430,-12.346,0.98,0.99877]"
        #expect(
            fault(knee + ",", "") == .wrongCount(name: "person 1, landmarks", expected: 33, actual: 32))
        #expect(
            fault(knee, "[250,430]") == .wrongCount(name: "person 1, landmark of left knee", expected: 5, actual: 2))
        #expect(
            fault("[0.16667,0.36667,0.025]", "[]")
                == .wrongCount(name: "person 1, world point of left knee", expected: 3, actual: 0))
        #expect(fault("\"time\":0.033367", "\"time\":0") == .timeDoesNotAdvance(last: .zero, given: .zero))
        #expect(fault("\"time\":0.033367", "\"time\":-3.5") == .timeDoesNotAdvance(last: .zero, given: .seconds(-3.5)))
        #expect(fault("\"time\":0.033367", "\"time\":1e300") == .timeOutOfRange(1e300))
        #expect(fault("\"frame\":2", "\"frame\":0") == .frameDoesNotAdvance(last: 0, given: 0))
        #expect(fault("\"frame\":0", "\"frame\":-1", line: 2) == .frameDoesNotAdvance(last: nil, given: -1))
        #expect(fault("\"id\":2", "\"id\":1", line: 4) == .personTwice(id: 1))
        for (old, new) in [
            (knee, "[250,NaN,-12.346,0.98,0.99877]"), (knee, "[250,1e999,-12.346,0.98,0.99877]"),
            (knee, "[250,null,-12.346,0.98,0.99877]"), (knee, "[250,\"430\",-12.346,0.98,0.99877]"),
            ("\"presence\":0.99,", ""), ("\"region\":", "\"place\":"), ("\"size\":620,", ""),
            ("\"id\":1", "\"id\":1.5"),
            ("\"time\":0.033367", "\"time\":null"), ("\"people\":", "\"persons\":"), ("{\"frame\"", "\"frame\""),
        ] {
            guard case .malformed = fault(old, new) else {
                Issue.record("\(old) as \(new) is taken")
                continue
            }
        }
    }

    @Test func cutLongAndEmptyLinesAreRefused() throws {
        let text = try sequence.jsonLines()
        let cut = Array(text.utf8.dropLast(100))
        #expect(throws: PoseSequenceError(line: 5, .truncated)) { try PoseSequence(jsonLines: cut) }
        #expect(throws: PoseSequenceError(line: 1, .truncated)) { try PoseSequence(jsonLines: Array(cut[..<30])) }
        let lines = try lines()
        let limit = lines[1].utf8.count
        #expect(throws: PoseSequenceError(line: 1, .tooLong(limit: limit))) {
            try PoseSequence(jsonLines: Array(text.utf8), longestLine: limit)
        }
        // Longer than the default: rejected before any of it is decoded.
        let long = Array(lines[0].utf8) + [0x0A] + [UInt8](repeating: 0x5B, count: PoseSequence.longestLine + 1)
        #expect(throws: PoseSequenceError(line: 2, .tooLong(limit: PoseSequence.longestLine))) {
            try PoseSequence(jsonLines: long)
        }
        let deep = lines[0] + "\n" + String(repeating: "[", count: 100_000) + "\n"
        #expect(throws: PoseSequenceError.self) { try PoseSequence(jsonLines: Array(deep.utf8)) }
        #expect(throws: PoseSequenceError.self) { try read([lines[0], "", lines[1]]) }
    }

    @Test func mutatedFilesNeverCrash() throws {
        var mutation = Mutation(of: Array(try sequence.jsonLines().utf8), seed: 11)
        let counts = mutation.run(1000) { _ = try PoseSequence(jsonLines: $0) }
        #expect(counts.loaded + counts.refused == 1000)
        #expect(counts.refused > 100)
    }

    @Test func errorsSayWhatIsWrongAndWhere() {
        #expect(
            PoseSequenceError(line: 7, .timeDoesNotAdvance(last: .seconds(2), given: .seconds(1))).description
                == "line 7: a frame at 1 s follows one at 2 s; times must increase")
        #expect(
            PoseSequenceError(line: 1, .wrongFormat("a")).description
                == "line 1: the format is “a” instead of “poise/1”")
    }
}
