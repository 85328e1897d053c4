import CommandSupport
import Poise
import Video

/// A run of `poise check` through a video.
struct CheckRun {
    private let command: CheckCommand
    private let video: VideoFile
    private var tracker: PoseTracker
    private var sequence: PoseSequence
    private var pictures = PictureSeries()

    /// The rate that is noted where the file does not tell one.
    private static let usualRate = 30.0

    init(_ command: CheckCommand, _ video: VideoFile, _ tracker: PoseTracker) {
        self.command = command
        self.video = video
        self.tracker = tracker
        let rate = video.frameRate.flatMap { $0 > 0 && $0 <= 1000 ? $0 : nil } ?? CheckRun.usualRate
        sequence = PoseSequence(
            header: PoseSequence.Header(
                file: command.file, width: video.width, height: video.height, framesPerSecond: rate,
                model: command.model.name))
    }

    /// Frames that were looked at.
    var done: Int { sequence.frames.count }

    /// The report on what was looked at.
    var card: ReportCard { ReportCard(sequence, pictures: pictures, every: command.every) }

    /// Looks at frame after frame; what ends it before the last one.
    mutating func work() async -> Failure? {
        let selected = video.frames(
            from: command.from.map { .seconds($0) }, to: command.to.map { .seconds($0) }, every: command.every)
        var progress = FrameProgress(total: total, quiet: command.quiet)
        defer { progress.clear() }
        do {
            for try await frame in selected {
                if Interruption.isRequested { return nil }
                let people = try tracker.track(frame.image, at: frame.time).map {
                    PoseSequence.Person(id: $0.id, pose: $0.pose)
                }
                sequence.frames.append(
                    PoseSequence.Frame(index: frame.index, time: frame.time / .seconds(1), people: people))
                pictures.add(frame.image, people)
                progress.show(done)
            }
        } catch let error as VideoError {
            return Failure(error)
        } catch {
            return Failure(command.file, "\(error)", .badData)
        }
        // A header may count a few frames more than are shown; with damage, the rest is missing.
        if let total, selected.damagedPackets > 0, done + selected.damagedPackets < total {
            return Failure(command.file, "the video breaks off after \(done) of \(total) frames", .badData)
        }
        return nil
    }

    /// Frames that will come, when the file tells.
    private var total: Int? {
        guard command.from == nil, command.to == nil else { return nil }
        return video.frameCount.map { ($0 + command.every - 1) / command.every }
    }
}
