import ArgumentParser
import PoiseCommandSupport
import PoiseEvaluation
import PoiseJSON
import Poise

/// The command `poise score`: compares results with a ground truth.
struct ScoreCommand: PoiseSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Measures the accuracy of results against a ground truth.",
        usage: "poise score <results> <truth> [<options>]",
        discussion: """
            The results are a file written by 'poise image --json' or 'poise video --json'. The truth is a file of COCO's \
            keypoint annotations (images, annotations), or one object with a list of people for each image:

              {"a.jpg": [{"bbox": [x, y, width, height], "area": 900,
                          "joints": {"left_knee": [x, y, v], ..},
                          "joints_3d_m": {"left_knee": [x, y, z], ..}}],
               "empty.jpg": []}

            Images are matched by the names of their files, frames of a video by the number at the end of an image's \
            name. Found and annotated people are paired so that the sum of distances is minimal; a mean distance of more \
            than 0.3 of the box is another person. Intervals hold 95 of 100 samples drawn from the images; those of a \
            video are too narrow, since its frames resemble each other. Docs/levels.md explains each number.

            The truth of a video of one person can also be joints or angles over time: OpenSim's marker file (.trc), or

              {"time": [0, 0.01, ..], "angles": {"leftKnee": [176.1, null, ..], ..}}
              {"time": [..], "axes": "camera", "joints": {"left_knee": [[x, y, z], ..], ..}}

            in seconds, degrees and meters. Two folders compare several recordings: NAME.jsonl or NAME.LEVEL.jsonl with \
            NAME.json or NAME.trc, one table per LEVEL. Intervals are then over recordings.

            Examples:
              poise image photos/*.jpg --json balanced.jsonl
              poise score balanced.jsonl truth.json
              poise score best.jsonl truth.json --paired balanced.jsonl
              poise score val.jsonl person_keypoints_val2017.json --json report.json
              poise score squat.jsonl squat.trc
              poise score results/ truths/ --paired before/
            """)

    @Argument(
        help: "JSON Lines of 'poise image' or 'poise video', or a folder of them; - for standard input.",
        transform: localPath)
    var results: String

    @Argument(help: "The ground truth, or a folder of them; - for standard input.", transform: localPath)
    var truth: String

    @Option(
        help: ArgumentHelp(
            "Other results, which are compared image by image, or recording by recording.", valueName: "results"),
        transform: localPath)
    var paired: String?

    @Flag(
        help: """
            Count each annotated person who was not found as 0, not only images with no annotated person found: for \
            results with --people.
            """)
    var everybody = false

    @Option(
        help: ArgumentHelp(
            "The number of a video's first frame in the ground truth, such as 1 for images written by FFmpeg.",
            valueName: "number"))
    var firstFrame = 0

    @Option(
        help: ArgumentHelp(
            "Over time: the id of the person to compare; without it, the person in the most frames.", valueName: "id"))
    var person: Int?

    @Option(
        help: ArgumentHelp(
            """
            Over time: the largest difference of the clocks of the video and the truth, found by the correlation of the \
            knees; 0 if they agree.
            """, valueName: "seconds"))
    var maxShift = ClockShift.defaultRange

    @Option(help: ArgumentHelp("Write all estimates as JSON to this file; - for standard output.", valueName: "file|-"))
    var json: String?

    @Flag(help: "No progress.") var quiet = false

    func validate() throws {
        guard firstFrame >= 0 else { throw ValidationError("--first-frame must be at least 0.") }
        guard (0...ClockShift.longestRange).contains(maxShift) else {
            throw ValidationError("--max-shift must be 0 to \(Int(ClockShift.longestRange)) seconds.")
        }
    }

    func perform() throws(Failure) {
        if Path(results).kind == .folder, Path(truth).kind == .folder { return try compareFolders() }
        var claimed = try OutputRegistry(inputs: [results, truth, paired])
        let output = try lines(&claimed)
        // Tens of thousands of images take seconds.
        let status = StatusLine(quiet: quiet)
        defer { status.clear() }
        status.show("reading \(truth.printable)")
        let bytes = try ScoreCommand.read(truth)
        guard !MotionTruth.isMotionTruth(bytes) else {
            let known = try ScoreCommand.motionTruth(bytes, truth)
            status.show("comparing \(results.printable)")
            let report = try report(known)
            status.clear()
            return try show([report], in: output)
        }
        let known: GroundTruth
        do { known = try GroundTruth(json: bytes) } catch {
            throw Failure(StandardInput.name(of: truth), "\(error)", .badData)
        }
        status.show("comparing \(results.printable)")
        let report = try report(known)
        status.clear()
        if let output {
            let line: String
            do { line = try report.jsonLine() } catch { throw Failure(notFinite: results) }
            try output.write(line)
            try output.finish()
        }
        if json != "-" { try StandardOutput.write(ScoreTable(report, missed: missed).text) }
    }

    private func lines(_ claimed: inout OutputRegistry) throws(Failure) -> LinesOutput? {
        guard let json else { return nil }
        return try LinesOutput(json, &claimed)
    }

    private var missed: MissedPeople { everybody ? .each : .withTheirImage }

    private func report(_ truth: GroundTruth) throws(Failure) -> AccuracyReport {
        let scores = try scores(results, truth)
        var report = AccuracyReport(
            file: results, truth: self.truth, summary: AccuracySummary(scores, missed: missed),
            imagesWithoutResults: truth.images.count - scores.count)
        if let paired {
            guard let differences = PairedDifferences(scores, minus: try self.scores(paired, truth), missed: missed)
            else {
                throw Failure(
                    StandardInput.name(of: paired), "no image of the ground truth is in both results", .badData)
            }
            report.paired = AccuracyReport.Paired(file: paired, differences: differences)
        }
        return report
    }

    private func scores(_ file: String, _ truth: GroundTruth) throws(Failure) -> [ImageScore] {
        let stored: PoseResults
        let bytes = try ScoreCommand.read(file)
        do { stored = try PoseResults(jsonLines: bytes) } catch {
            throw Failure(StandardInput.name(of: file), "\(error)", .badData)
        }
        do {
            switch stored {
            case .video(let sequence): return try truth.scores(of: sequence, firstFrame: firstFrame)
            case .images(let records): return try truth.scores(of: records.compactMap(\.poses))
            }
        } catch { throw Failure(StandardInput.name(of: file), "\(error)", .badData) }
    }

    static func read(_ file: String) throws(Failure) -> [UInt8] {
        // 8 GiB hold ten hours of one person.
        try Path(file).read(maximumByteCount: 1 << 33)
    }
}

extension Failure {
    /// Creates the failure for results whose errors are infinite.
    init(notFinite results: String) {
        self.init(
            StandardInput.name(of: results),
            "joints are too far away for the mean of their distances to be finite", .badData)
    }
}

extension ImageRecord {
    /// The name of the file and the poses found in it; `nil` for an image that could not be read.
    fileprivate var poses: (file: String, poses: [Pose])? {
        guard case .result(let result) = self else { return nil }
        return (result.file, result.poses.map(\.pose))
    }
}
