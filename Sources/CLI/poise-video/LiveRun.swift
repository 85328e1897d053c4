import PoiseCommandSupport
import Poise
import PoiseVideo

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
        var text =
            "\(pace.rate) frames per second, latency \(pace.delay(of: 0.5)) ms (median), \(pace.delay(of: 0.95)) ms (95 %)"
        text += ", \(frames.droppedFrames) dropped"
        let damaged = frames.damagedPackets
        if damaged > 0 { text += ", \(damaged) damaged \(damaged == 1 ? "packet" : "packets")" }
        return text
    }
}
