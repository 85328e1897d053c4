import Foundation
import PoiseBody
import PoiseTestSupport
import Testing

/// Tests of `poise score` with a ground truth over time.
@Suite struct ScoreOverTimeCommandTests {
    /// Returns results of a person in a second of video, whose left knee has 90 degrees and whose right knee is straight.
    ///
    /// - Parameter shin: Length of the left shin, meters, in depth.
    private func sequence(shin: Double = 0.4) -> String {
        let places: [Joint: [Double]] = [
            .leftHip: [0.1, 0, 0], .rightHip: [-0.1, 0, 0], .leftKnee: [0.1, 0.4, 0], .rightKnee: [-0.1, 0.4, 0],
            .leftAnkle: [0.1, 0.4, shin], .rightAnkle: [-0.1, 0.8, 0],
        ]
        let world = Joint.allCases.map { "\(places[$0] ?? [0, 0, 0])" }.joined(separator: ",")
        let landmarks = Joint.allCases.map { _ in "[50,50,0,1,1]" }.joined(separator: ",")
        let joints = Joint.allCases.map { "\"\($0.identifier)\"" }.joined(separator: ",")
        let person = """
            {"id":4,"presence":1,"region":{"x":50,"y":50,"size":80,"rotation":0},"landmarks":[\(landmarks)],"world":[\(world)]}
            """
        let header = """
            {"format":"poise/1","file":"a.mp4","width":100,"height":100,"framesPerSecond":10,"model":"full","joints":[\(joints)]}
            """
        let frames = (0..<10).map { #"{"frame":\#($0),"time":\#(Double($0) / 10),"people":[\#(person)]}"# }
        return ([header] + frames).joined(separator: "\n") + "\n"
    }

    /// A truth in which the left knee has a constant angle.
    private func angles(_ degrees: Double) -> String {
        #"{"time":[0,1],"angles":{"leftKnee":[\#(degrees),\#(degrees)]}}"#
    }

    private let markers = [
        "PathFileType\t4\t(X/Y/Z)\ta.trc",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames",
        "1\t1\t2\t6\tmm\t1\t1\t2", "Frame#\tTime\tLHip\t\t\tRHip\t\t\tLKnee\t\t\tRKnee\t\t\tLAnkle\t\t\tRAnkle\t\t",
        "\t\tX1\tY1\tZ1\tX2\tY2\tZ2\tX3\tY3\tZ3\tX4\tY4\tZ4\tX5\tY5\tZ5\tX6\tY6\tZ6", "",
    ]

    /// The person of `sequence()` with y up and z towards the camera, of twice the size.
    private func trc() -> String {
        let person = "200\t0\t0\t-200\t0\t0\t200\t-800\t0\t-200\t-800\t0\t200\t-800\t-800\t-200\t-1600\t0"
        return (markers + ["1\t0\t\(person)", "2\t1\t\(person)"]).joined(separator: "\n") + "\n"
    }

    private func write(_ files: [String: String], to workspace: Workspace) throws {
        for (name, text) in files { try workspace.write(Array(text.utf8), to: name) }
    }

    @Test("One recording is compared with angles and with markers, as text and as JSON")
    func recording() async throws {
        try await withWorkspace { workspace in
            try write(["a.jsonl": sequence(), "angles.json": angles(100), "a.trc": trc()], to: workspace)
            let result = try await workspace.poise("score", "a.jsonl", "angles.json", "--json", "-")
            #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
            let report = try #require(try result.records().first)
            #expect(report["results"] as? String == "a.jsonl" && report["truth"] as? String == "angles.json")
            let recording = try #require((report["recordings"] as? [[String: Any]])?.first)
            #expect(recording["name"] as? String == "a")
            #expect(recording["person"] as? Int == 4 && recording["compared"] as? Int == 10)
            #expect(recording["shift"] as? Double == 0 && recording["correlation"] == nil)
            #expect(recording["framesPerSecond"] as? Double == 10 && recording["mpjpe"] == nil)
            let knee = try #require((recording["angles"] as? [String: [String: Double]])?["knee"])
            #expect(knee == ["rootMeanSquare": 10, "withoutConstant": 0])

            let text = try await workspace.poise("score", "a.jsonl", "a.trc", "--json", "b.jsonl")
            #expect(text.status == 0 && text.errors.isEmpty, "\(text.errors)")
            #expect(text.text.hasPrefix("a.jsonl against a.trc\n"))
            #expect(text.text.contains("PA-MPJPE, mm") && !text.text.contains("mean"))
            let stored = try #require(
                try JSONSerialization.jsonObject(with: try workspace.read("b.jsonl")) as? [String: Any])
            let marked = try #require((stored["recordings"] as? [[String: Any]])?.first)
            #expect(marked["joints"] as? Int == 6)
            for key in ["mpjpe", "paMPJPE", "acceleration"] { #expect(marked[key] as? Double == 0, "\(key)") }
        }
    }

    @Test("Two folders are compared by recording and level, and with other results")
    func folders() async throws {
        try await withWorkspace { workspace in
            for folder in ["now", "then", "truths"] {
                try FileManager.default.createDirectory(
                    at: workspace.url(folder), withIntermediateDirectories: true)
            }
            try write(
                [
                    "now/a.best.jsonl": sequence(), "now/b.best.jsonl": sequence(), "now/a.jsonl": sequence(),
                    "now/unknown.jsonl": "not read", "then/a.best.jsonl": sequence(), "then/b.best.jsonl": sequence(),
                    "then/a.jsonl": sequence(), "truths/a.json": angles(93), "truths/b.json": angles(86),
                    "truths/c.json": "not read",
                ], to: workspace)
            let result = try await workspace.poise("score", "now", "truths", "--paired", "then", "--json", "-")
            #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
            let reports = try result.records()
            #expect(reports.map { $0["results"] as? String } == ["now", "now (best)"])
            let best = try #require(reports.last)
            #expect((best["recordings"] as? [[String: Any]])?.map { $0["name"] as? String } == ["a", "b"])
            func knee(_ field: String) throws -> [String: Any] {
                let angles = try #require((best[field] as? [String: Any])?["angles"] as? [String: [String: Any]])
                return try #require(angles["knee"]?["rootMeanSquare"] as? [String: Any])
            }
            // Of 3 and 4 degrees, the root of 12.5.
            #expect(try knee("mean")["value"] as? Double == 3.535534)
            #expect(try knee("mean")["interval"] as? [Double] == [3, 4])
            #expect(try knee("paired")["value"] as? Double == 0)
            let text = try await workspace.poise("score", "now", "truths", "--paired", "then", "--quiet")
            #expect(text.text.contains("minus then (best)") && text.text.contains("3.0 to 4.0"))
        }
    }

    @Test("Bad files are refused in one sentence")
    func badFiles() async throws {
        try await withWorkspace { workspace in
            for folder in ["empty", "truths", "twice"] {
                try FileManager.default.createDirectory(
                    at: workspace.url(folder), withIntermediateDirectories: true)
            }
            try write(
                [
                    "a.jsonl": sequence(), "truths/a.json": angles(90), "twice/a.json": angles(90),
                    "twice/a.trc": trc(),
                    "image.jsonl": #"{"file":"a.jpg","height":9,"width":9,"poses":[]}"# + "\n",
                    "short.json": #"{"time":[0,1],"angles":{"leftKnee":[90]}}"#,
                    "late.json": #"{"time":[50,51],"angles":{"leftKnee":[90,90]}}"#,
                    "inch.trc": trc().replacing("\tmm\t", with: "\tinch\t"),
                ], to: workspace)
            let cases: [([String], Int32, String, String)] = [
                (["a.jsonl", "short.json"], 65, "short.json", "1 values instead of 2"),
                (["a.jsonl", "inch.trc"], 65, "inch.trc", "must be m or mm"),
                (["a.jsonl", "late.json"], 65, "a.jsonl", "no frame whose time"),
                (["image.jsonl", "truths/a.json"], 65, "image.jsonl", "results of a video"),
                (["a.jsonl", "truths/a.json", "--person", "2"], 65, "a.jsonl", "no person with the id 2"),
                (["none.jsonl", "truths/a.json"], 66, "none.jsonl", "no such file"),
                (["empty", "truths"], 65, "empty", "NAME.LEVEL.jsonl"),
                ([".", "truths", "--paired", "none"], 66, "none", "cannot be read"),
                ([".", "truths", "--paired", "empty"], 65, "empty", "NAME.LEVEL.jsonl"),
                ([".", "twice"], 65, "twice/a.trc", "same name"),
                ([".", "truths", "--json", "a.jsonl"], 64, "a.jsonl", "overwrite"),
            ]
            for (arguments, status, subject, reason) in cases {
                expectFailure(try await workspace.poise(["score"] + arguments), status, naming: subject, reason)
            }
            let usage = try await workspace.poise("score", "a.jsonl", "truths/a.json", "--max-shift", "-1")
            #expect(usage.status == 64)
        }
    }
}
