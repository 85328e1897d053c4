import CommandSupport
import Poise
import Video

/// A run of `poise video`: frames are decoded, looked at, and drawn and encoded at the same time, each by a thread of its
/// own.
struct VideoRun {
    private let command: VideoCommand
    private let video: VideoFile
    private var tracker: PoseTracker
    private let header: PoseSequence.Header
    private var records: PoseLines?
    private let drawing: DrawnVideo?
    /// All frames so far, where they are smoothed at the end.
    private var frames: [PoseSequence.Frame] = []
    private var count = Headcount()

    /// Opens the outputs.
    init(_ command: VideoCommand, _ video: VideoFile, _ tracker: PoseTracker) throws(Failure) {
        self.command = command
        self.video = video
        self.tracker = tracker
        let rate = PoseSequence.Header.rate(video.frameRate)
        header = PoseSequence.Header(
            file: command.file, width: video.width, height: video.height, framesPerSecond: rate,
            model: command.tracking.model.name)
        var claimed = ClaimedFiles(inputs: [command.file] + (command.tracking.model.path.map { [$0] } ?? []))
        if let path = command.json { records = PoseLines(try LineOutput(path, &claimed), header: header) }
        guard let path = command.draw else {
            drawing = nil
            return
        }
        try claimed.claim(try OutputFile(Path(path)).path)
        drawing = try DrawnVideo(
            path, of: command.file, options: VideoWriter.Options(frameRate: rate / Double(command.every)),
            from: .seconds(command.from ?? 0))
    }

    /// Works through the frames, and completes the outputs, also after an error and an interruption.
    mutating func work() async throws(Failure) {
        let selected = selectedFrames
        let failure = await follow(selected)
        let lateFailure = await finish()
        if let failure = failure ?? lateFailure { throw failure }
        if Interruption.isRequested { throw Failure(nil, "interrupted after \(count.frames) frames", .interrupted) }
        guard count.frames > 0 else {
            throw Failure(command.file, "there are no frames in this stretch of the video", .badData)
        }
        // A header may count a few frames more than are shown; with damage, the rest is missing.
        if let total, selected.damagedPackets > 0, count.frames + selected.damagedPackets < total {
            throw Failure(command.file, "the video breaks off after \(count.frames) of \(total) frames", .badData)
        }
        if !command.quiet { await summarize(damaged: selected.damagedPackets) }
    }

    private var isOffline: Bool { command.smooth == .offline }

    private var selectedFrames: VideoFrames {
        video.frames(
            from: command.from.map { .seconds($0) }, to: command.to.map { .seconds($0) }, every: command.every)
    }

    /// Takes frame after frame; what it ends with before the last of them.
    private mutating func follow(_ selected: VideoFrames) async -> Failure? {
        var progress = FrameProgress(total: total, quiet: command.quiet)
        defer { progress.clear() }
        do {
            try records?.writeHeader()
            for try await frame in selected {
                if Interruption.isRequested { break }
                let people = try tracker.track(frame.image, at: frame.time)
                try await add(people, in: frame)
                count.add(people)
                progress.show(count.frames)
            }
            return nil
        } catch {
            return Failure(error, of: command.file)
        }
    }

    /// Writes who is in a frame, and begins to draw them; or keeps it, where all frames are smoothed together.
    private mutating func add(_ people: [TrackedPerson], in frame: VideoFrame) async throws(Failure) {
        let record = PoseSequence.Frame(people, in: frame)
        guard !isOffline else {
            frames.append(record)
            return
        }
        try records?.write(record)
        try await drawing?.add(people.map(\.pose), in: frame)
    }

    /// Smooths all frames at once, and goes through the video again to draw them.
    private mutating func smooth() async -> Failure? {
        do {
            let sequence = try OfflineSmoothing().apply(to: PoseSequence(header: header, frames: frames))
            for frame in sequence.frames { try records?.write(frame) }
            guard let drawing else { return nil }
            var next = sequence.frames.makeIterator()
            for try await frame in selectedFrames {
                guard let record = next.next() else { break }
                try await drawing.add(record.people.map(\.pose), in: frame)
            }
            return nil
        } catch {
            return Failure(error, of: command.file)
        }
    }

    /// Completes the outputs, each of them also where the other fails.
    private mutating func finish() async -> Failure? {
        guard count.frames > 0 else { return nil }
        var failure = isOffline ? await smooth() : nil
        do throws(Failure) { try records?.finish() } catch { failure = failure ?? error }
        do throws(Failure) { try await drawing?.finish() } catch { failure = failure ?? error }
        return failure
    }

    /// Frames that will come, when the file tells.
    private var total: Int? {
        guard command.from == nil, command.to == nil else { return nil }
        return video.frameCount.map { ($0 + command.every - 1) / command.every }
    }

    private func summarize(damaged: Int) async {
        var text = "\(command.file.printable): \(count.text)"
        if damaged > 0 { text += ", \(damaged) damaged \(damaged == 1 ? "packet" : "packets")" }
        if await drawing?.lacksSound == true { text += "; its sound cannot be copied" }
        StandardError.write(text + "\n")
    }
}
