import CommandSupport
import Poise
import Video

/// A run of `poise video`: frames are decoded, looked at, and drawn and encoded at the same time, each by a thread of its
/// own.
struct VideoRun {
    private let command: VideoCommand
    private let video: VideoFile
    private var tracker: PoseTracker
    private let records: LineOutput?
    private let drawing: DrawnVideo?
    private var done = 0
    private var framesWithPeople = 0
    private var numbers: Set<Int> = []

    /// Opens the outputs.
    init(_ command: VideoCommand, _ video: VideoFile, _ tracker: PoseTracker) throws(Failure) {
        self.command = command
        self.video = video
        self.tracker = tracker
        var claimed = ClaimedFiles(inputs: [command.file] + (command.model.path.map { [$0] } ?? []))
        if let path = command.json { records = try LineOutput(path, &claimed) } else { records = nil }
        guard let path = command.draw else {
            drawing = nil
            return
        }
        try claimed.claim(Path(path))
        var options = VideoWriter.Options()
        if let rate = video.frameRate, rate > 0, rate <= 1000 { options.frameRate = rate / Double(command.every) }
        drawing = try DrawnVideo(path, options: options, audio: VideoWriter.Audio(path: command.file))
    }

    /// Works through the frames, and completes the outputs, also after an error of the video and an interruption.
    mutating func work() async throws {
        let frames = video.frames(
            from: command.from.map { .seconds($0) }, to: command.to.map { .seconds($0) }, every: command.every)
        var progress = FrameProgress(total: total, quiet: command.quiet)
        var failure: Failure?
        do {
            try await follow(frames, &progress)
        } catch let error as VideoError {
            failure = Failure(error)
        }
        progress.clear()
        if done > 0 {
            try records?.finish()
            try await drawing?.finish()
        }
        if let failure { throw failure }
        if Interruption.isRequested { throw Failure(nil, "interrupted after \(done) frames", .interrupted) }
        guard done > 0 else {
            throw Failure(command.file, "there are no frames in this stretch of the video", .badData)
        }
        if !command.quiet { summarize(damaged: frames.damagedPackets) }
    }

    private mutating func follow(_ frames: VideoFrames, _ progress: inout FrameProgress) async throws {
        var drawn: Task<Void, any Error>?
        for try await frame in frames {
            if Interruption.isRequested { break }
            let people: [TrackedPerson]
            do { people = try tracker.track(frame.image, at: frame.time) } catch {
                throw Failure(command.file, "\(error)", .badData)
            }
            try await drawn?.value
            if let drawing { drawn = Task { try await drawing.add(people, in: frame) } }
            done += 1
            framesWithPeople += people.isEmpty ? 0 : 1
            numbers.formUnion(people.map(\.id))
            progress.show(done)
        }
        try await drawn?.value
    }

    /// Frames that will come, when the file tells.
    private var total: Int? {
        guard command.from == nil, command.to == nil else { return nil }
        return video.frameCount.map { ($0 + command.every - 1) / command.every }
    }

    private func summarize(damaged: Int) {
        let people = numbers.count == 1 ? "1 person" : "\(numbers.count) people"
        var text = "\(command.file.printable): \(done) frames, somebody in \(framesWithPeople), \(people)"
        if damaged > 0 { text += ", \(damaged) damaged packets" }
        StandardError.write(text + "\n")
    }
}
