import PoiseCommandSupport
import Poise
import PoiseVideo
import PoiseLiveView

/// A run of `poise live`: frames are received and decoded, processed, and recorded and shown concurrently.
struct LiveRun {
    private let stream: VideoStream
    private let frames: VideoFrames
    private var tracker: FrameTracker<VideoFrame>
    private var outputs: LiveOutputs
    private let quiet: Bool
    private var count = TrackingSummary()
    private var pace = ThroughputMeter()

    init(_ stream: VideoStream, _ tracker: PoseTracker, _ outputs: LiveOutputs, quiet: Bool) {
        self.stream = stream
        frames = stream.frames
        self.tracker = FrameTracker(tracker)
        self.outputs = outputs
        self.quiet = quiet
    }

    /// Tracks people until the source ends, fails or is interrupted, and completes the outputs in each case.
    mutating func work() async throws(Failure) {
        var failure = await follow()
        if let heldFailure = await addRest() { failure = failure ?? heldFailure }
        let (lateFailure, places) = await outputs.finish(isComplete: failure == nil)
        if let failure, count.frames > 0 {
            throw Failure(failure.subject, "\(failure.reason), after \(count.frames) frames", failure.status)
                .noting(places)
        }
        if let failure = failure ?? lateFailure { throw failure.noting(places) }
        // Ctrl-C is the regular end of a run with a camera, unless there was no frame yet.
        guard count.frames > 0 else { throw Failure(nil, "interrupted before the first frame", .interrupted) }
        if !quiet { StandardError.write("\(stream.name.printable): \(count.text); \(summary)\n") }
    }

    /// Processes frame after frame, and returns the failure that ended it before the last one.
    private mutating func follow() async -> Failure? {
        var line = StatusLine(quiet: quiet)
        defer { line.clear() }
        let iterator = frames.makeAsyncIterator()
        // A source may send nothing for a long time.
        let interruption = Interruption.whenRequested { iterator.stop() }
        defer { interruption.cancel() }
        line.show("waiting for \(stream.name.printable)")
        do {
            var next = iterator
            while let frame = try await next.next(), !Interruption.isRequested {
                guard let done = try tracker.next(frame) else { continue }
                do { try await add(done) } catch {
                    // The delayed frames would follow a missing frame.
                    _ = tracker.finish()
                    throw error
                }
                line.showNowAndThen { status(done.people.count) }
            }
            return nil
        } catch { return Failure(error, of: stream.name) }
    }

    /// Writes the frames that smoothing delays.
    private mutating func addRest() async -> Failure? {
        do {
            for done in tracker.finish() { try await add(done) }
            return nil
        } catch { return Failure(error, of: stream.name) }
    }

    /// Counts and writes a frame.
    private mutating func add(_ done: FrameTracker<VideoFrame>.Result) async throws {
        pace.add(delay: done.frame.arrival.map { .now - $0 } ?? .zero)
        count.add(done.people)
        try await outputs.add(
            done.people, in: done.frame, of: stream.name, rate: frames.frameRate, color: frames.color)
    }

    private func status(_ people: Int) -> String {
        let who = people == 0 ? "no people" : people == 1 ? "1 person" : "\(people) people"
        return "\(count.frames) frames  \(pace.recentRate) per second  \(pace.recentDelay) ms  "
            + "\(frames.droppedFrames) dropped  \(who)"
    }

    private var summary: String {
        "\(pace.rate) frames per second, latency \(pace.delay(of: 0.5)) ms (median), \(pace.delay(of: 0.95)) ms (95 %), "
            + "\(frames.droppedFrames) dropped" + TrackingSummary.damage(frames.damagedPackets)
    }
}

/// The outputs of `poise live`.
///
/// The image size is known with the first frame, so outputs that need it begin there.
struct LiveOutputs {
    private let mirrors: Bool
    private let model: String
    private let recordPath: String?
    private let lineOutput: LinesOutput?
    private let view: LiveView?
    private var header: PoseSequence.Header?
    private var lines: SequenceOutput?
    private var recording: DrawnVideo?

    /// Checks that the files can be written, and starts the server for browsers.
    init(_ command: LiveCommand, _ claimed: inout OutputRegistry) async throws(Failure) {
        mirrors = command.mirror
        model = command.tracking.networks.model.name
        recordPath = command.record
        if let path = command.json { lineOutput = try LinesOutput(path, &claimed) } else { lineOutput = nil }
        if let path = command.record { try claimed.claim(try OutputFile(Path(path)).path) }
        guard let port = command.serve else {
            view = nil
            return
        }
        do throws(LiveViewError) {
            let view = try await LiveView(at: command.host, port: UInt16(clamping: port))
            self.view = view
            StandardError.write("The live view is \(view.url)\n")
        } catch { throw Failure(error) }
    }

    /// Outputs a frame and the people in it. Only the recording of the frame before is awaited.
    ///
    /// - Parameters:
    ///   - name: The name of the source.
    ///   - rate: The stated rate of the source, frames per second.
    ///   - color: The stated colors of the source.
    mutating func add(
        _ people: [TrackedPerson], in frame: VideoFrame, of name: String, rate: Double?, color: VideoColor?
    ) async throws(Failure) {
        let header = try begin(frame, of: name, rate: rate, color: color)
        let record = PoseSequence.Frame(people, in: frame, of: header)
        try lines?.write(record)
        guard recording != nil || view != nil else { return }
        let (poses, numbers) = (people.map(\.pose), people.map(\.id))
        let image = frame.image
        let live = LiveFrame(record, header: header) { [mirrors] in
            let picture = mirrors ? image.mirrored() : image
            guard !poses.isEmpty else { return picture }
            return picture.drawing(
                mirrors ? poses.map { $0.mirrored(inWidth: image.width) } : poses, numbers: numbers)
        }
        view?.show(live)
        try await recording?.add(at: frame.time) { live.picture }
    }

    /// Completes the files, each of them even if the other fails, and ends the streams to the browsers.
    ///
    /// - Parameter isComplete: Whether the run was completed.
    /// - Returns: The failure, and the paths of the partial files, `nil` for an output that has the name that the user gave.
    func finish(isComplete: Bool) async -> (failure: Failure?, places: [String?]) {
        var failure: Failure?
        var place: String?
        do throws(Failure) { place = try lines?.finish(isComplete: isComplete) ?? nil } catch { failure = error }
        let recorded = await recording?.finish(isComplete: isComplete && failure == nil)
        await view?.end()
        return (failure ?? recorded?.failure, [place, recorded?.place])
    }

    /// Returns the header of all frames, and begins the files with the first frame.
    private mutating func begin(
        _ frame: VideoFrame, of name: String, rate: Double?, color: VideoColor?
    ) throws(Failure) -> PoseSequence.Header {
        if let header { return header }
        let rate = PoseSequence.Header.rate(rate)
        let header = PoseSequence.Header(
            file: name, width: frame.view.width, height: frame.view.height, framesPerSecond: rate, model: model)
        lines = lineOutput.map { SequenceOutput($0, header: header) }
        if let recordPath {
            recording = try DrawnVideo(recordPath, frameRate: rate, color: color ?? .bt601)
        }
        self.header = header
        return header
    }
}

extension Failure {
    /// Creates the failure for an error of the live view.
    fileprivate init(_ error: LiveViewError) {
        // Another program may release the port later.
        if case .portInUse = error {
            self.init(nil, "\(error)", .tryAgain)
        } else {
            self.init(nil, "\(error)", .cannotCreate)
        }
    }
}

/// The throughput and the latency of frames.
struct ThroughputMeter {
    private var first: ContinuousClock.Instant?
    private var last: ContinuousClock.Instant?
    private var count = 0
    /// The frames of the last two seconds.
    private var recent: [(time: ContinuousClock.Instant, delay: Duration)] = []
    /// The number of frames by latency in whole milliseconds; the last element counts all longer ones.
    private var delays = [Int](repeating: 0, count: 10_001)

    private static let moment = Duration.seconds(2)

    /// Counts a finished frame.
    ///
    /// - Parameter delay: The time since the frame arrived.
    mutating func add(delay: Duration, now: ContinuousClock.Instant = .now) {
        first = first ?? now
        last = now
        count += 1
        recent.removeAll { now - $0.time > ThroughputMeter.moment }
        recent.append((now, delay))
        delays[min(max(ThroughputMeter.milliseconds(delay), 0), delays.count - 1)] += 1
    }

    /// The mean rate of the run, frames per second.
    var rate: Int { ThroughputMeter.rate(count, first, last) }

    /// The rate of the last two seconds, frames per second.
    var recentRate: Int { ThroughputMeter.rate(recent.count, recent.first?.time, recent.last?.time) }

    /// The mean latency of the last two seconds, milliseconds.
    var recentDelay: Int {
        recent.isEmpty ? 0 : ThroughputMeter.milliseconds(recent.reduce(.zero) { $0 + $1.delay } / recent.count)
    }

    /// Returns the latency that a share of the frames does not exceed, milliseconds.
    func delay(of share: Double) -> Int {
        var rest = Double(count) * share
        for (milliseconds, count) in delays.enumerated() {
            rest -= Double(count)
            if rest <= 0 { return milliseconds }
        }
        return 0
    }

    private static func rate(
        _ count: Int, _ first: ContinuousClock.Instant?, _ last: ContinuousClock.Instant?
    ) -> Int {
        guard let first, let last, last > first else { return 0 }
        return Int((Double(count - 1) / ((last - first) / .seconds(1))).rounded())
    }

    private static func milliseconds(_ time: Duration) -> Int { Int((time / .milliseconds(1)).rounded()) }
}
