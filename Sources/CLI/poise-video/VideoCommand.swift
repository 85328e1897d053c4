import ArgumentParser
import PoiseCommandSupport
import Poise
import PoiseVideo

/// The command `poise video`: tracks people through a video.
struct VideoCommand: AsyncPoiseSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "video",
        abstract: "Tracks people through a video.",
        usage: "poise video <file> [<options>]",
        discussion: """
            Writes the people in each frame as JSON Lines (--json), and the video with the people drawn into it, with its \
            sound copied (--draw); with --from the drawing begins there. A person keeps an id while visible. Ctrl-C ends a \
            run after the current frame: both files then hold the frames up to then.

            Examples:
              poise video squats.mp4 --json squats.jsonl
              poise video dance.mp4 --people 3 --draw drawn.mp4 --json -
              poise video long.mkv --from 60 --to 90 --every 2 --json part.jsonl
            """)

    @Argument(help: "Any video file that FFmpeg opens; - for standard input.", transform: localPath) var file: String

    @Option(help: ArgumentHelp("Write JSON Lines to this file; - for standard output.", valueName: "file|-"))
    var json: String?

    @Option(
        help: ArgumentHelp(
            "Write the video with the people drawn into it, as MP4; - for standard output.", valueName: "file|-"))
    var draw: String?

    @OptionGroup var range: TimeRangeOptions

    @Option(
        help: ArgumentHelp(
            """
            Smoothing of landmarks: immediate by one-euro filters (online), better but two frames late (kalman), without \
            lag over the whole video by the smoother of Rauch, Tung and Striebel (rts; offline means the same) or a \
            Butterworth filter of 6 Hz (butterworth), or none.
            """, valueName: "online|kalman|rts|butterworth|none"))
    var smooth = SmoothingOption.online

    @Option(
        help: ArgumentHelp(
            """
            The lengths of bones in space: as measured in each frame (free), or the same in all frames (constant), fitted \
            over the whole video.
            """, valueName: "free|constant"))
    var boneLengths = BoneLengthsOption.free

    @OptionGroup var tracking: TrackingOptions

    @Flag(help: "Mark the angles of the body in the drawing, in degrees.") var angles = false

    @Flag(help: "No progress and no summary.") var quiet = false

    func validate() throws {
        guard tracking.networks.space == .sequence else { return }
        guard smooth.online == .none else {
            throw ValidationError("--space sequence needs --smooth rts, butterworth or none.")
        }
        guard tracking.networks.accuracy != .reference else {
            throw ValidationError("--space sequence is for the levels balanced and best.")
        }
    }

    func perform() async throws(Failure) {
        Interruption.listen()
        var claimed = try OutputRegistry(inputs: [file, tracking.networks.model.path])
        let input = try VideoInput(file)
        if let filter = smooth.recorded { try range.check(filter, input.video, named: input.name) }
        let tracker = try tracking.tracker(smooth.online, quiet: quiet)
        var run = try VideoRun(self, input, tracker, &claimed)
        try await run.work()
    }
}

extension VideoCommand {
    /// The option for the smoothing of a video's landmarks.
    enum SmoothingOption: String, ExpressibleByArgument, CaseIterable {
        case online, kalman, rts, offline, butterworth, none

        /// The smoothing during tracking.
        var online: Smoothing {
            switch self {
            case .online: .oneEuro()
            case .kalman: .kalman(delayFrames: 2)
            case .rts, .offline, .butterworth, .none: .none
            }
        }

        /// The filter over the whole sequence after tracking; `nil` if there is none.
        var recorded: OfflineSmoothing.Filter? {
            switch self {
            case .rts, .offline: .rauchTungStriebel()
            case .butterworth: .butterworth(cutoff: 6)
            case .online, .kalman, .none: nil
            }
        }
    }

    /// The option for the lengths of bones.
    enum BoneLengthsOption: String, ExpressibleByArgument, CaseIterable {
        case free, constant

        /// The fitting of the lengths; `nil` if they stay as measured.
        var fitting: BoneLengths? {
            switch self {
            case .free: nil
            case .constant: .constant
            }
        }
    }
}

/// A run of `poise video`: frames are decoded, processed, and drawn and encoded concurrently, each step on its own thread.
struct VideoRun {
    private let command: VideoCommand
    private let input: VideoInput
    private var tracker: FrameTracker<VideoFrame>
    private let header: PoseSequence.Header
    private var records: SequenceOutput?
    private let drawing: DrawnVideo?
    /// All frames so far, if they are smoothed at the end.
    private var frames: [PoseSequence.Frame] = []
    private var count = TrackingSummary()
    /// The number of frames in which both arms or both legs lie on one limb, if that is checked.
    private var collapsed = 0

    /// Opens the outputs.
    init(
        _ command: VideoCommand, _ input: VideoInput, _ tracker: PoseTracker, _ claimed: inout OutputRegistry
    ) throws(Failure) {
        self.command = command
        self.input = input
        self.tracker = FrameTracker(tracker)
        header = input.header(every: command.range.every, model: command.tracking.networks.model)
        if let path = command.json { records = SequenceOutput(try LinesOutput(path, &claimed), header: header) }
        guard let path = command.draw else {
            drawing = nil
            return
        }
        try claimed.claim(try OutputFile(Path(path)).path)
        drawing = try DrawnVideo(
            path, of: input.video, frameRate: header.framesPerSecond, style: OverlayStyle(angles: command.angles),
            from: command.range.from?.time ?? .zero)
    }

    /// Processes the frames and completes the outputs, even after an error or an interruption.
    mutating func work() async throws(Failure) {
        let selected = trackedFrames
        var failure = await follow(selected)
        if let heldFailure = await addRest() { failure = failure ?? heldFailure }
        failure = failure ?? command.range.breakage(of: input.video, selected, after: count.frames, named: input.name)
        let (lateFailure, places) = await finish(isComplete: failure == nil && !Interruption.isRequested)
        failure = failure ?? lateFailure
        if failure == nil, Interruption.isRequested {
            failure = Failure(nil, "interrupted after \(count.frames) frames", .interrupted)
        }
        if let failure { throw failure.noting(places) }
        guard count.frames > 0 else {
            throw Failure(input.name, "there are no frames in this time range of the video", .badData)
        }
        if !command.quiet {
            await count.show(of: input.name, damaged: selected.damagedPackets, confused: collapsed, drawing)
        }
    }

    /// Whether frames are processed further after the whole video was tracked.
    private var isOffline: Bool {
        command.smooth.recorded != nil || command.boneLengths == .constant || isCorrectedAsSequence
    }

    private var isCorrectedAsSequence: Bool { command.tracking.networks.space == .sequence }

    private var selectedFrames: VideoFrames { command.range.frames(of: input.video) }

    /// The frames to track, left in the decoder's memory unless they are drawn as well, or have to be what OpenCV reads.
    private var trackedFrames: VideoFrames {
        let needsImages = drawing != nil && !isOffline || command.tracking.networks.accuracy == .reference
        return needsImages || input.video.width * input.video.height < Self.pixelsWorthLeaving
            ? selectedFrames : selectedFrames.unconverted
    }

    /// The number of pixels from which it pays to convert no frame, Full HD: smaller frames are converted beside the networks on
    /// another processor in less time than sampling three planes takes more. (Measured: Docs/benchmarks.md.)
    private static let pixelsWorthLeaving = 1920 * 1080

    /// Processes frame after frame, and returns the failure that ended it before the last one.
    private mutating func follow(_ selected: VideoFrames) async -> Failure? {
        var progress = FrameProgress(total: command.range.count(of: input.video), quiet: command.quiet)
        defer { progress.clear() }
        do {
            for try await frame in selected {
                if Interruption.isRequested { break }
                if let done = try tracker.next(frame) {
                    do { try await add(done) } catch {
                        // The delayed frames would follow a missing frame.
                        _ = tracker.finish()
                        throw error
                    }
                }
                progress.show(count.frames)
            }
            return nil
        } catch {
            return Failure(error, of: input.name)
        }
    }

    /// Writes the frames that smoothing delays.
    private mutating func addRest() async -> Failure? {
        do throws(Failure) {
            for done in tracker.finish() { try await add(done) }
            return nil
        } catch { return error }
    }

    /// Writes the people in a frame and begins to draw them; or keeps the frame if all frames are smoothed together.
    private mutating func add(_ done: FrameTracker<VideoFrame>.Result) async throws(Failure) {
        let (frame, people) = done
        let record = PoseSequence.Frame(people, in: frame, of: header)
        if isOffline {
            frames.append(record)
        } else {
            try records?.write(record)
            try await drawing?.add(record.people, in: frame)
        }
        count.add(people)
    }

    /// Marks confused limbs, corrects and smooths all frames at once, and reads the video again to draw them. Frames that cannot be
    /// smoothed are written unchanged.
    private mutating func smooth() async -> Failure? {
        let seen = PoseSequence(header: header, frames: frames)
        frames = []
        // Smoothing would hide limb confusion, so it is marked before.
        let collapses = seen.limbCollapses
        collapsed = Set(collapses.flatMap(\.frames)).count
        var sequence = seen.marked(collapses)
        var failure: Failure?
        do throws(PoseSetupError) {
            if isCorrectedAsSequence { sequence = try SequenceCorrection().apply(to: sequence) }
        } catch {
            failure = Failure(input.name, "the landmarks cannot be corrected: \(error)", .badData)
        }
        do throws(FilterError) {
            let boneLengths = command.boneLengths.fitting
            if let filter = command.smooth.recorded {
                sequence = try OfflineSmoothing(filter, boneLengths: boneLengths).apply(to: sequence)
            } else if let boneLengths {
                sequence = boneLengths.apply(to: sequence)
            }
        } catch {
            failure = Failure(input.name, "the landmarks cannot be smoothed: \(error)", .badData)
        }
        do {
            for frame in sequence.frames { try records?.write(frame) }
        } catch {
            return failure ?? Failure(error, of: input.name)
        }
        guard let drawing else { return failure }
        var work = OverlayRenderer(RecordedFrames(sequence.frames), named: input.name, of: input.name, into: drawing)
        let lateFailure = await work.draw(into: selectedFrames, quiet: command.quiet)
        return failure ?? lateFailure
    }

    /// Completes the outputs, each of them even if the other fails.
    ///
    /// - Parameter isComplete: Whether all frames were processed.
    /// - Returns: The failure, and the paths of the partial files, `nil` for an output that has the name that the user gave.
    private mutating func finish(isComplete: Bool) async -> (failure: Failure?, places: [String?]) {
        guard count.frames > 0 else { return (nil, []) }
        var failure = isOffline ? await smooth() : nil
        let isComplete = isComplete && failure == nil
        var place: String?
        do throws(Failure) { place = try records?.finish(isComplete: isComplete) ?? nil } catch {
            failure = failure ?? error
        }
        // The drawing of smoothed frames comes after the lines.
        let drawn = await drawing?.finish(isComplete: isComplete && failure == nil && !Interruption.isRequested)
        return (failure ?? drawn?.failure, [place, drawn?.place])
    }
}
