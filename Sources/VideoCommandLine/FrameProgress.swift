import CommandSupport

/// One line on a terminal that says how far a video is: frames a second, and the time that is left; nothing where nobody
/// looks.
struct FrameProgress {
    private let isShown: Bool
    private let total: Int?
    private let begin = ContinuousClock.now
    private var lastShown: ContinuousClock.Instant?

    /// - Parameter total: Frames in all, when that is known.
    init(total: Int?, quiet: Bool) {
        self.total = total
        isShown = !quiet && StandardError.isTerminal
    }

    /// Says that so many are done; not oftener than a person reads.
    mutating func show(_ done: Int) {
        let now = ContinuousClock.now
        guard isShown, lastShown.map({ now - $0 > .milliseconds(200) }) ?? true else { return }
        lastShown = now
        let elapsed = (now - begin) / .seconds(1)
        let rate = Double(done) / max(elapsed, 1e-3)
        var text = "\r\u{1B}[K\(done)" + (total.map { " of \($0)" } ?? "") + " frames"
        text += "  \(Int(rate.rounded())) a second"
        if let total, total >= done, rate > 0 { text += "  \(clock(Double(total - done) / rate)) left" }
        StandardError.write(text)
    }

    /// Clears the line, for other output or the end.
    func clear() {
        guard isShown else { return }
        StandardError.write("\r\u{1B}[K")
    }

    private func clock(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded(.up))
        let rest = whole % 60
        return "\(whole / 60):\(rest < 10 ? "0" : "")\(rest)"
    }
}
