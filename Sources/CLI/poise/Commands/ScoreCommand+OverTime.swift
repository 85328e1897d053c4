import PoiseBody
import PoiseCommandSupport
import PoiseEvaluation
import PoiseJSON

/// The comparison with a ground truth over time.
extension ScoreCommand {
    static func motionTruth(_ bytes: [UInt8], _ file: String) throws(Failure) -> MotionTruth {
        do { return try MotionTruth(contents: bytes) } catch {
            throw Failure(StandardInput.name(of: file), "\(error)", .badData)
        }
    }

    /// Compares one recording, and other results of it.
    func report(_ truth: MotionTruth) throws(Failure) -> SequenceReport {
        let file = Path(results)
        let name = file.isStandardStream ? StandardInput.name : file.parts.stem
        var report = SequenceReport(
            results: results, truth: self.truth, recordings: [try score(name, results, truth)])
        if let paired { try report.subtract([try score(name, paired, truth)], named: paired) }
        return report
    }

    /// Compares the recordings of two folders, and prints a report per level.
    func compareFolders() throws(Failure) {
        let recordings = try RecordingFolder(results: Path(results), truths: Path(truth)).recordings
        let others =
            if let paired { try RecordingFolder(results: Path(paired), truths: Path(truth)).recordings } else {
                [RecordingFolder.Recording]()
            }
        var claimed = try OutputRegistry(inputs: (recordings + others).flatMap { [$0.results, $0.truth] })
        let output = try json.map { json throws(Failure) in try LinesOutput(json, &claimed) }
        let status = StatusLine(quiet: quiet)
        defer { status.clear() }
        var reports: [SequenceReport] = []
        for level in Set(recordings.map(\.level)).sorted() {
            let title = level.isEmpty ? results : "\(results) (\(level))"
            var report = SequenceReport(
                results: title, truth: truth, recordings: try scores(recordings, level, status))
            if let paired {
                try report.subtract(
                    try scores(others, level, status), named: level.isEmpty ? paired : "\(paired) (\(level))")
            }
            reports.append(report)
        }
        status.clear()
        try show(reports, in: output)
    }

    private func scores(
        _ recordings: [RecordingFolder.Recording], _ level: String, _ status: StatusLine
    ) throws(Failure) -> [SequenceScore] {
        var scores: [SequenceScore] = []
        for recording in recordings where recording.level == level {
            status.show("comparing \(recording.results.printable)")
            let truth = try ScoreCommand.motionTruth(try ScoreCommand.read(recording.truth), recording.truth)
            scores.append(try score(recording.name, recording.results, truth))
        }
        return scores
    }

    private func score(_ name: String, _ file: String, _ truth: MotionTruth) throws(Failure) -> SequenceScore {
        let stored: PoseResults
        do { stored = try PoseResults(jsonLines: try ScoreCommand.read(file)) } catch let failure as Failure {
            throw failure
        } catch { throw Failure(StandardInput.name(of: file), "\(error)", .badData) }
        guard case .video(let sequence) = stored else {
            throw Failure(
                StandardInput.name(of: file),
                "a ground truth over time needs results of a video, and these are of images", .badData)
        }
        do {
            return try SequenceScore(name, sequence, truth: truth, person: person, shiftWithin: maxShift)
        } catch { throw Failure(StandardInput.name(of: file), "\(error)", .badData) }
    }

    /// Prints reports, and writes one line of JSON for each.
    func show(_ reports: [SequenceReport], in output: LinesOutput?) throws(Failure) {
        if let output {
            for report in reports {
                let line: String
                do { line = try report.jsonLine() } catch { throw Failure(notFinite: report.results) }
                try output.write(line)
            }
            try output.finish()
        }
        guard json != "-" else { return }
        try StandardOutput.write(reports.map { SequenceScoreTable($0).text }.joined(separator: "\n"))
    }
}

extension SequenceReport {
    /// Adds the differences to other results.
    fileprivate mutating func subtract(_ others: [SequenceScore], named name: String) throws(Failure) {
        guard let differences = SequenceDifferences(recordings, minus: others) else {
            throw Failure(name, "no recording is in both results", .badData)
        }
        paired = Paired(results: name, differences: differences)
    }
}
