import CommandSupport

/// One line on a terminal that says how far a video is: frames a second, and the time that is left; nothing where nobody
/// looks.
struct FrameProgress {
    private var line: StatusLine
    private let total: Int?
    private let begin = ContinuousClock.now

    /// - Parameter total: Frames in all, when that is known.
    init(total: Int?, quiet: Bool) {
        self.total = total
        line = StatusLine(quiet: quiet)
    }

    /// Says that so many are done; not oftener than a person reads.
    mutating func show(_ done: Int) {
        let (total, begin) = (total, begin)
        line.showNowAndThen {
            let elapsed = (ContinuousClock.now - begin) / .seconds(1)
            let rate = Double(done) / max(elapsed, 1e-3)
            var text = "\(done)" + (total.map { " of \($0)" } ?? "") + " frames"
            text += "  \(Int(rate.rounded())) a second"
            if let total, total >= done, rate > 0 { text += "  \(Self.clock(Double(total - done) / rate)) left" }
            return text
        }
    }

    /// Clears the line, for other output or the end.
    func clear() { line.clear() }

    private static func clock(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded(.up))
        let rest = whole % 60
        return "\(whole / 60):\(rest < 10 ? "0" : "")\(rest)"
    }
}
