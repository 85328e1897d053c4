import CPoiseFFmpeg
import Synchronization

/// The clock that assigns each frame its time: the stated time, corrected if it is implausible, and always later than that
/// of the frame before. The first frame has time zero. Frames of a live source without times get their arrival times.
///
/// A stated time is used if it is consistent with the next one. A single time that its neighbors contradict is replaced. If
/// times go back and stay there, recordings were joined: the later one continues where the earlier one ends, by a shift that
/// also applies to the sound (``ClockShifts``).
struct FrameClock {
    private let base: AVRational
    private let interval: Duration
    private let shifts: ClockShifts
    /// The zero time on the file's clock; the time of the first frame unless set before.
    private(set) var zero: Duration?
    /// The stated time of the frame before, or its replacement.
    private var lastStated: Duration?
    private var last: Duration?
    private var shift = Duration.zero
    /// Whether frames get their arrival times.
    var usesArrivals = false
    private var firstArrival: ContinuousClock.Instant?

    /// - Parameters:
    ///   - base: The unit of stated times, seconds.
    ///   - frameRate: The frame rate, frames per second; `nil` for 25, which FFmpeg assumes for raw images.
    ///   - zero: The zero time on the file's clock; `nil` for the time of the first frame.
    init(base: AVRational, frameRate: Double?, zero: Duration?, shifts: ClockShifts) {
        self.base = base
        self.zero = zero
        self.shifts = shifts
        interval = .seconds(1 / min(max(frameRate ?? 25, 0.001), 1e6))
    }

    /// Forgets the frame before, since the next one may be at any time.
    mutating func reset() {
        last = nil
        lastStated = nil
    }

    /// Returns the time that the file states for a frame; `nil` if it states none.
    ///
    /// FFmpeg's `best_effort_timestamp` permanently switches to decoding times after a single wrong presentation time, so
    /// presentation times are preferred here.
    func statedTime(of frame: UnsafeMutablePointer<AVFrame>) -> Duration? {
        let ticks =
            frame.pointee.pts != poise_no_time ? frame.pointee.pts : frame.pointee.best_effort_timestamp
        return ticks == poise_no_time ? nil : Duration(ticks: ticks, base: base)
    }

    /// Returns whether the next frame is needed to check a stated time: always in a file, in a live source only if the time
    /// jumps.
    func awaitsNext(_ stated: Duration?, isLive: Bool) -> Bool {
        guard isLive else { return true }
        guard let stated, let lastStated, !usesArrivals else { return false }
        return stated <= lastStated || stated - lastStated > longestUnconfirmedStep
    }

    /// The knowledge about the next frame.
    enum Next {
        case stated(Duration?)
        /// There is no next frame.
        case end
        /// The next frame has not been decoded.
        case unknown
    }

    /// Returns the time of the next frame.
    mutating func time(stated: Duration?, next: Next) -> Duration {
        if usesArrivals { return advance(to: arrival()) }
        guard var stated else { return advance(to: (last ?? .zero - interval) + interval, stated: nil) }
        let verdict = StatedTime.verdict(
            stated, after: lastStated, before: next, usual: interval, longest: longestUnconfirmedStep)
        switch verdict {
        case .plausible:
            break
        case .wrong(let bound):
            stated = (lastStated ?? bound - interval - interval) + interval
            if let lastStated, stated >= bound { stated = lastStated + (bound - lastStated) / 2 }
        case .restarted:
            let start = stated - (zero ?? stated)
            shift = (last ?? .zero) + interval - start
            shifts.add(ClockShifts.Shift(from: stated, by: shift))
        }
        let zero = self.zero ?? stated
        self.zero = zero
        return advance(to: stated - zero + shift, stated: stated)
    }

    private var longestUnconfirmedStep: Duration { max(.seconds(1), interval * 10) }

    private mutating func advance(to time: Duration, stated: Duration? = nil) -> Duration {
        var time = time
        if let last, time <= last { time = last + interval }
        lastStated = stated ?? lastStated.map { $0 + interval }
        last = time
        return time
    }

    private mutating func arrival() -> Duration {
        let now = ContinuousClock.now
        let first = firstArrival ?? now
        firstArrival = first
        return now - first
    }
}

/// The plausibility check of a stated time against its neighbors.
enum StatedTime {
    enum Verdict: Equatable {
        case plausible
        /// The neighbors contradict the time; the true time lies before the bound.
        case wrong(before: Duration)
        /// The clock went back and continues from there.
        case restarted
    }

    /// Returns the plausibility of a stated time.
    ///
    /// - Parameters:
    ///   - last: The stated time before; `nil` for the first one.
    ///   - usual: The usual step.
    ///   - longest: The longest forward step that is accepted without confirmation by the next time.
    static func verdict(
        _ stated: Duration, after last: Duration?, before next: FrameClock.Next, usual: Duration,
        longest: Duration
    ) -> Verdict {
        var following: Duration?
        if case .stated(let time) = next { following = time }
        guard let last else {
            if let following, following <= stated { return .wrong(before: following) }
            return .plausible
        }
        if stated > last {
            let isLeap = stated - last > longest
            switch next {
            case .unknown: return .plausible
            case .end: return isLeap ? .wrong(before: .seconds(Int64.max)) : .plausible
            case .stated(nil): return .plausible
            case .stated(let following?):
                if following > stated { return .plausible }
                // After a usual step this time is right and the next one wrong; otherwise the next time is right and this one
                // wrong.
                if following > last {
                    let isUsual = abs((stated - last) / usual - 1) < 0.5
                    return isUsual ? .plausible : .wrong(before: following)
                }
                // The next time lies before the last one: recordings were joined after this frame.
                return isLeap ? .wrong(before: .seconds(Int64.max)) : .plausible
            }
        }
        if let following, following > last { return .wrong(before: following) }
        if let following, following <= stated { return .wrong(before: .seconds(Int64.max)) }
        return .restarted
    }
}

/// The clock shifts of joined recordings: where the clock of a file goes back, the later times are moved behind the earlier
/// ones. They are found by the frames and applied to the sound of the same file.
final class ClockShifts: Sendable {
    /// A shift of all times from a position in the file on, until the next shift.
    struct Shift: Equatable {
        /// The first stated time after the join, on the file's own clock.
        var from: Duration
        /// The offset added to stated times, relative to the zero time of the clock.
        var by: Duration
    }

    private let shifts = Mutex<[Shift]>([])

    /// The shifts in file order, as far as the file was read.
    var all: [Shift] { shifts.withLock { $0 } }

    /// Adds the next shift, unless an earlier pass over the file has added it.
    func add(_ shift: Shift) {
        shifts.withLock { if !$0.contains(shift) { $0.append(shift) } }
    }
}
