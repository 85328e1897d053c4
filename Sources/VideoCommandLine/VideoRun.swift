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
        try claimed.claim(try OutputFile(Path(path)).path)
        var options = VideoWriter.Options()
        if let rate = video.frameRate, rate > 0, rate <= 1000 { options.frameRate = rate / Double(command.every) }
        drawing = try DrawnVideo(path, of: command.file, options: options, from: .seconds(command.from ?? 0))
    }

    /// Works through the frames, and completes the outputs, also after an error and an interruption.
    mutating func work() async throws(Failure) {
        let frames = video.frames(
            from: command.from.map { .seconds($0) }, to: command.to.map { .seconds($0) }, every: command.every)
        var progress = FrameProgress(total: total, quiet: command.quiet)
        let failure = await follow(frames, &progress)
        progress.clear()
        let lateFailure = await finish()
        if let failure = failure ?? lateFailure { throw failure }
        if Interruption.isRequested { throw Failure(nil, "interrupted after \(done) frames", .interrupted) }
        guard done > 0 else {
            throw Failure(command.file, "there are no frames in this stretch of the video", .badData)
        }
        // A header may count a few frames more than are shown; with damage, the rest is missing.
        if let total, frames.damagedPackets > 0, done + frames.damagedPackets < total {
            throw Failure(command.file, "the video breaks off after \(done) of \(total) frames", .badData)
        }
        if !command.quiet { await summarize(damaged: frames.damagedPackets) }
    }

    /// Takes frame after frame; what it ends with before the last of them.
    private mutating func follow(_ frames: VideoFrames, _ progress: inout FrameProgress) async -> Failure? {
        do {
            for try await frame in frames {
                if Interruption.isRequested { break }
                let people = try tracker.track(frame.image, at: frame.time)
                try await drawing?.add(people, in: frame)
                done += 1
                framesWithPeople += people.isEmpty ? 0 : 1
                numbers.formUnion(people.map(\.id))
                progress.show(done)
            }
            return nil
        } catch let failure as Failure {
            return failure
        } catch let error as VideoError {
            return Failure(error)
        } catch {
            return Failure(command.file, "\(error)", .badData)
        }
    }

    /// Completes the outputs, each of them also where the other fails.
    private func finish() async -> Failure? {
        guard done > 0 else { return nil }
        var failure: Failure?
        do throws(Failure) { try records?.finish() } catch { failure = error }
        do throws(Failure) { try await drawing?.finish() } catch { failure = failure ?? error }
        return failure
    }

    /// Frames that will come, when the file tells.
    private var total: Int? {
        guard command.from == nil, command.to == nil else { return nil }
        return video.frameCount.map { ($0 + command.every - 1) / command.every }
    }

    private func summarize(damaged: Int) async {
        let people = numbers.count == 1 ? "1 person" : "\(numbers.count) people"
        var text = "\(command.file.printable): \(done) frames, somebody in \(framesWithPeople), \(people)"
        if damaged > 0 { text += ", \(damaged) damaged \(damaged == 1 ? "packet" : "packets")" }
        if await drawing?.lacksSound == true { text += "; its sound cannot be copied" }
        StandardError.write(text + "\n")
    }
}
