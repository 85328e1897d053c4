import Foundation
import PoiseMannequin
import Testing
import PoiseTestSupport

/// Tests of `poise score`.
@Suite struct ScoreCommandTests {
    /// Creates two rendered people with their ground truth and results. The truth is made from the output of 'poise mannequin':
    /// left joints and a box of the image's size, so that the expected values are known.
    private func withResults(_ body: (Workspace) async throws -> Void) async throws {
        try await withWorkspace { workspace in
            var truth: [String: Any] = ["empty.png": [Any]()]
            for name in ["standing", "squat"] {
                let made = try await workspace.poise(
                    "mannequin", "\(name).png", "--preset", name, "--size", "320x320", "--json", "-")
                let pose = try #require((try made.records().first?["poses"] as? [[String: Any]])?.first)
                truth["photos/\(name).png"] = [try Self.person(pose)]
            }
            try workspace.write(
                [UInt8](try JSONSerialization.data(withJSONObject: truth, options: .sortedKeys)), to: "truth.json")
            let found = try await workspace.poise(
                "image", "squat.png", "standing.png", "--json", "found.jsonl", "--quiet")
            #expect(found.status == 0)
            try await body(workspace)
        }
    }

    private static func person(_ pose: [String: Any]) throws -> [String: Any] {
        let landmarks = try #require(pose["landmarks"] as? [[Double]])
        let world = try #require(pose["world"] as? [[Double]])
        // Indexed by Joint.rawValue.
        let joints = [
            "left_shoulder": 11, "right_shoulder": 12, "left_elbow": 13, "right_elbow": 14, "left_hip": 23,
            "right_hip": 24, "left_knee": 25, "right_knee": 26,
        ]
        let xs = landmarks.map { $0[0] }
        let ys = landmarks.map { $0[1] }
        let (left, right) = (xs.min() ?? 0, xs.max() ?? 0)
        let (top, bottom) = (ys.min() ?? 0, ys.max() ?? 0)
        return [
            "bbox": [left, top, right - left, bottom - top], "area": (right - left) * (bottom - top) / 2,
            "joints": joints.mapValues { [landmarks[$0][0], landmarks[$0][1], 2] },
            "joints_3d_m": joints.mapValues { world[$0] },
        ]
    }

    private func report(_ result: CommandResult) throws -> [String: Any] {
        let records = try result.records()
        try #require(records.count == 1)
        return records[0]
    }

    @Test("Results of images are scored as text and as JSON, reproducibly")
    func pictures() async throws {
        try await withResults { workspace in
            let result = try await workspace.poise("score", "found.jsonl", "truth.json", "--json", "-")
            #expect(result.status == 0 && result.errors.isEmpty)
            let report = try report(result)
            let counts = try #require(report["counts"] as? [String: Int])
            #expect(
                counts == [
                    "pictures": 2, "found": 2, "samePerson": 2, "people": 2, "peopleFound": 2, "emptyPictures": 0,
                    "falsePeople": 0, "picturesWithoutResults": 1,
                ])
            let found = try #require(report["found"] as? [String: [String: Any]])
            #expect(
                Set(found.keys) == [
                    "correctByTwentieth", "correctByTenth", "correctByTorso", "similarity", "overBox", "overTorso",
                    "alignedDistance",
                ])
            #expect((found["overBox"]?["mean"] as? Double ?? 1) < 0.06)
            #expect((found["correctByTenth"]?["mean"] as? Double ?? 0) > 0.8)
            let calibration = try #require(report["calibration"] as? [String: Any])
            #expect((calibration["all"] as? [String: Any])?["joints"] as? Int == 16)

            let text = try await workspace.poise("score", "found.jsonl", "truth.json", "--json", "report.json")
            #expect(try workspace.read("report.json") == result.output)
            #expect(text.text.hasPrefix("found.jsonl against truth.json\n"))
            #expect(text.text.contains("people: 2 of 2 found"))
            #expect(text.text.contains("PA-MPJPE, mm") && text.text.contains("Brier score"))
        }
    }

    @Test("Results minus themselves are zero")
    func paired() async throws {
        try await withResults { workspace in
            let result = try await workspace.poise(
                "score", "found.jsonl", "truth.json", "--paired", "found.jsonl", "--json", "-")
            let paired = try #require(try report(result)["paired"] as? [String: Any])
            #expect(paired["pictures"] as? Int == 2 && paired["file"] as? String == "found.jsonl")
            let found = try #require(paired["found"] as? [String: [String: Any]])
            #expect(found.count == 7)
            for (measure, figure) in found {
                #expect(figure["mean"] as? Double == 0 && figure["meanInterval"] as? [Double] == [0, 0], "\(measure)")
            }
            let text = try await workspace.poise("score", "found.jsonl", "truth.json", "--paired", "found.jsonl")
            #expect(text.text.contains("minus found.jsonl, image by image, 2 in both"))
        }
    }

    @Test("Results of a video are matched by the numbers of the frames")
    func video() async throws {
        try await withWorkspace { workspace in
            try workspace.write(Array(Self.video.utf8), to: "video.jsonl")
            let person = #"[{"bbox": [0, 0, 100, 100], "joints": {"nose": [50, 45], "left_ear": [50, 60]}}]"#
            try workspace.write(Array(#"{"f_1.png": \#(person), "f_2.png": \#(person)}"#.utf8), to: "truth.json")
            for (arguments, names) in [([], 1), (["--first-frame", "1"], 2)] {
                let result = try await workspace.poise(
                    ["score", "video.jsonl", "truth.json", "--json", "-"] + arguments)
                #expect(result.status == 0, "\(result.errors)")
                let counts = try #require(try report(result)["counts"] as? [String: Int])
                #expect(counts["pictures"] == names && counts["picturesWithoutResults"] == 2 - names)
                let found = try #require(try report(result)["found"] as? [String: [String: Any]])
                // All landmarks are at (50, 50).
                #expect(found["overBox"]?["mean"] as? Double == 0.075)
                #expect(found["correctByTwentieth"]?["mean"] as? Double == 0.5)
            }
        }
    }

    /// A person in frames 0 and 1.
    private static let video: String = {
        let names = [
            "nose", "leftEyeInner", "leftEye", "leftEyeOuter", "rightEyeInner", "rightEye", "rightEyeOuter", "leftEar",
            "rightEar", "mouthLeft", "mouthRight", "leftShoulder", "rightShoulder", "leftElbow", "rightElbow",
            "leftWrist", "rightWrist", "leftPinky", "rightPinky", "leftIndex", "rightIndex", "leftThumb", "rightThumb",
            "leftHip", "rightHip", "leftKnee", "rightKnee", "leftAnkle", "rightAnkle", "leftHeel", "rightHeel",
            "leftFootIndex", "rightFootIndex",
        ]
        let joints = names.map { "\"\($0)\"" }.joined(separator: ",")
        let landmarks = names.map { _ in "[50,50,0,1,1]" }.joined(separator: ",")
        let world = names.map { _ in "[0,0,0]" }.joined(separator: ",")
        let person = """
            {"id":1,"presence":1,"region":{"x":50,"y":50,"size":80,"rotation":0},"landmarks":[\(landmarks)],"world":[\(world)]}
            """
        let header = """
            {"format":"poise/1","file":"a.mp4","width":100,"height":100,"framesPerSecond":25,"model":"full","joints":[\(joints)]}
            """
        let frames = (0...1).map { #"{"frame":\#($0),"time":\#(Double($0) / 25),"people":[\#(person)]}"# }
        return ([header] + frames).joined(separator: "\n") + "\n"
    }()

    @Test("Bad files are refused in one sentence")
    func badFiles() async throws {
        try await withWorkspace { workspace in
            let picture = #"{"file":"a.jpg","height":9,"width":9,"poses":[]}"#
            try workspace.write(Array((picture + "\n").utf8), to: "a.jsonl")
            let files = [
                "truth.json": #"{"a.jpg": []}"#, "other.json": #"{"b.jpg": []}"#, "broken.json": "{",
                "tail.json": #"{"a.jpg": [{"bbox": [1, 2, 3, 4], "joints": {"tail": [1, 2]}}]}"#,
                "text.jsonl": "hello\n", "field.jsonl": "{\"file\": \"a.jpg\"}\n",
                "cut.jsonl": String(picture.dropLast(9)),
                "second.jsonl": picture + "\n{\"file\": \"b.jpg\", \"height\": NaN}\n",
                "headless.jsonl": Self.video.split(separator: "\n").dropFirst().joined(separator: "\n"),
                "joints.jsonl": Self.video.replacing("\"nose\",", with: "\"snout\","),
            ]
            for (name, text) in files { try workspace.write(Array(text.utf8), to: name) }
            let cases: [([String], Int32, String, String)] = [
                (["none.jsonl", "truth.json"], 66, "none.jsonl", "no such file"),
                (["a.jsonl", "none.json"], 66, "none.json", "no such file"),
                (["a.jsonl", "."], 66, ".", "a folder"),
                (["a.jsonl", "broken.json"], 65, "broken.json", "not JSON"),
                (["a.jsonl", "tail.json"], 65, "tail.json", "no joint named “tail”"),
                (["a.jsonl", "other.json"], 65, "a.jsonl", "none of the 1 images"),
                (["a.jsonl", "truth.json", "--paired", "none.jsonl"], 66, "none.jsonl", "no such file"),
                (["text.jsonl", "truth.json"], 65, "text.jsonl", "the first line is not a JSON object"),
                (["field.jsonl", "truth.json"], 65, "field.jsonl", "line 1: "),
                (["cut.jsonl", "truth.json"], 65, "cut.jsonl", "the first line is not a JSON object"),
                (["second.jsonl", "truth.json"], 65, "second.jsonl", "line 2: "),
                (["headless.jsonl", "truth.json"], 65, "headless.jsonl", "the header names no format"),
                (["joints.jsonl", "truth.json"], 65, "joints.jsonl", "the joints are not the 33"),
                (["a.jsonl", "truth.json", "--json", "a.jsonl"], 64, "a.jsonl", "overwrite"),
                (["a.jsonl", "truth.json", "--json", "no/report.json"], 73, "no/report.json", "no folder"),
            ]
            for (arguments, status, subject, reason) in cases {
                expectFailure(try await workspace.poise(["score"] + arguments), status, naming: subject, reason)
            }
            let usage = try await workspace.poise("score", "a.jsonl", "truth.json", "--first-frame", "-1")
            #expect(usage.status == 64)
        }
    }

    @Test("No people in an image without people are counted, and have no estimates")
    func nobody() async throws {
        try await withWorkspace { workspace in
            try workspace.write(Array(#"{"file":"a.jpg","height":9,"width":9,"poses":[]}"#.utf8), to: "a.jsonl")
            try workspace.write(Array(#"{"a.jpg": []}"#.utf8), to: "truth.json")
            let result = try await workspace.poise("score", "a.jsonl", "truth.json")
            #expect(result.status == 0 && result.text.contains("images without people: 1; people found there: 0"))
        }
    }
}
