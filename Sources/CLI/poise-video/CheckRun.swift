import PoiseCommandSupport
import Poise
import PoiseVideo

/// A run of `poise check` over a video.
struct CheckRun {
    private let command: CheckCommand
    private let input: VideoInput
    private let video: VideoFile
    private var tracker: PoseTracker
    private var sequence: PoseSequence
    private var pictures = ImageSeries()

    init(_ command: CheckCommand, _ input: VideoInput, _ video: VideoFile) throws(Failure) {
        self.command = command
        self.input = input
        self.video = video
        // One person more than expected, to detect other people.
        var options = command.tracking
        options.people += 1
        tracker = try options.tracker(.oneEuro(), quiet: command.quiet)
        sequence = PoseSequence(
            header: PoseSequence.Header(
                file: input.file, width: video.width, height: video.height,
                framesPerSecond: PoseSequence.Header.rate(video.frameRate), model: command.tracking.model.name))
    }

    /// The number of processed frames.
    var done: Int { sequence.frames.count }

    /// The report on the processed frames.
    var card: ReportCard {
        ReportCard(
            sequence, images: pictures, traits: video.traits, people: command.tracking.people,
            every: command.stretch.every.count(at: sequence.header.framesPerSecond))
    }

    /// Processes frame after frame, and returns the failure that ended it before the last one.
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
    /// The traits of the stored video that affect measurements.
    fileprivate var traits: Set<VideoTrait> {
        var traits: Set<VideoTrait> = []
        if isInterlaced { traits.insert(.interlaced) }
        if color.isHighDynamicRange { traits.insert(.highDynamicRange) }
        return traits
    }
}
