import CFFmpeg

/// Gives each frame its time: the one that the file states, mended where it cannot be true, and always later than that of
/// the frame before. The first frame's time is zero. Frames of a live source without times have those of their arrival.
///
/// A stated time counts as it is while it fits the next one. A single time that its neighbours contradict is replaced. When
/// times go back and stay there, recordings were joined: the later one continues where the earlier one ends, by a shift that
/// the sound takes over (``ClockShifts``).
struct FrameClock {
    private let base: AVRational
    private let interval: Duration
    private let shifts: ClockShifts
    /// The time on the file's clock that is zero; that of the first frame unless it is set before.
    private(set) var zero: Duration?
    /// The stated time of the frame before, or what stands in for it.
    private var lastStated: Duration?
    private var last: Duration?
    private var shift = Duration.zero
    /// Whether times are those at which frames arrive.
    var usesArrivals = false
    private var firstArrival: ContinuousClock.Instant?

    /// - Parameters:
    ///   - base: The unit of stated times, seconds.
    ///   - frameRate: Frames per second; 25, which FFmpeg assumes of bare images, where it is not known.
    ///   - zero: The time on the file's clock that is zero; `nil` for that of the first frame.
    init(base: AVRational, frameRate: Double?, zero: Duration?, shifts: ClockShifts) {
        self.base = base
        self.zero = zero
        self.shifts = shifts
        interval = .seconds(1 / min(max(frameRate ?? 25, 0.001), 1e6))
    }

    /// Forgets the frame before: the next one may come from anywhere.
    mutating func reset() {
        last = nil
        lastStated = nil
    }

    /// Returns the time that the file states for a frame; `nil` when it states none.
    ///
    /// FFmpeg's `best_effort_timestamp` takes decoding times for good after a single wrong presentation time, so that
    /// presentation times come first here.
    func statedTime(of frame: UnsafeMutablePointer<AVFrame>) -> Duration? {
        let ticks =
            frame.pointee.pts != poise_no_time ? frame.pointee.pts : frame.pointee.best_effort_timestamp
        return ticks == poise_no_time ? nil : Duration(ticks: ticks, base: base)
    }

    /// Whether a frame with this stated time has to wait for the next one, which shows whether the time can be believed:
    /// in a file always, in a live source only when the time leaps.
    func awaitsNext(_ stated: Duration?, isLive: Bool) -> Bool {
        guard isLive else { return true }
        guard let stated, let lastStated, !usesArrivals else { return false }
        return stated <= lastStated || stated - lastStated > longestUnconfirmedStep
    }

    /// What is known of the frame that follows.
    enum Next {
        case stated(Duration?)
        /// There is none.
        case end
        /// It has not been looked at.
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

/// Whether a stated time can be believed, by its neighbours.
enum StatedTime {
    enum Verdict: Equatable {
        case plausible
        /// The neighbours contradict it; the time lies before `bound`.
        case wrong(before: Duration)
        /// The clock went back and goes on from there.
        case restarted
    }

    /// - Parameters:
    ///   - last: The stated time before; `nil` for the first one.
    ///   - usual: The usual step.
    ///   - longest: The longest step forward that counts without the next time's confirmation.
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
                // A usual step is right, and the next time wrong; otherwise the next one lies on the line that this one leaves.
                if following > last {
                    let isUsual = abs((stated - last) / usual - 1) < 0.5
                    return isUsual ? .plausible : .wrong(before: following)
                }
                // Both lie off the line: recordings were joined behind this frame.
                return isLeap ? .wrong(before: .seconds(Int64.max)) : .plausible
            }
        }
        if let following, following > last { return .wrong(before: following) }
        if let following, following <= stated { return .wrong(before: .seconds(Int64.max)) }
        return .restarted
    }
}
