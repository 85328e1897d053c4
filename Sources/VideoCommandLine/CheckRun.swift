import CommandSupport
import Poise
import Video

/// A run of `poise check` through a video.
struct CheckRun {
    private let command: CheckCommand
    private let input: VideoInput
    private let video: VideoFile
    private var tracker: PoseTracker
    private var sequence: PoseSequence
    private var pictures = PictureSeries()

    init(_ command: CheckCommand, _ input: VideoInput, _ video: VideoFile) throws(Failure) {
        self.command = command
        self.input = input
        self.video = video
        // One more than should be there, to see whether anybody is.
        var options = command.tracking
        options.people += 1
        tracker = try options.tracker(.oneEuro(), quiet: command.quiet)
        sequence = PoseSequence(
            header: PoseSequence.Header(
                file: input.file, width: video.width, height: video.height,
                framesPerSecond: PoseSequence.Header.rate(video.frameRate), model: command.tracking.model.name))
    }

    /// Frames that were looked at.
    var done: Int { sequence.frames.count }

    /// The report on what was looked at.
    var card: ReportCard {
        ReportCard(
            sequence, pictures: pictures, traits: video.traits, people: command.tracking.people,
            every: command.stretch.every.count(at: sequence.header.framesPerSecond))
    }

    /// Looks at frame after frame; what ends it before the last one.
    mutating func work() async -> Failure? {
        let selected = command.stretch.frames(of: video)
        var progress = FrameProgress(total: command.stretch.count(of: video), quiet: command.quiet)
        defer { progress.clear() }
        do {
            for try await frame in selected {
                if Interruption.isRequested { return nil }
                let record = PoseSequence.Frame(
                    try tracker.track(frame.image, at: frame.time), in: frame, of: sequence.header)
                sequence.frames.append(record)
                pictures.add(frame.image, record.people)
                progress.show(done)
            }
        } catch {
            return Failure(error, of: input.name)
        }
        return command.stretch.breakage(of: video, selected, after: done, named: input.name)
    }
}

extension VideoFile {
    /// How it is stored.
    fileprivate var traits: Set<VideoTrait> {
        var traits: Set<VideoTrait> = []
        if isInterlaced { traits.insert(.interlaced) }
        if color.isHighDynamicRange { traits.insert(.highDynamicRange) }
        return traits
    }
}
