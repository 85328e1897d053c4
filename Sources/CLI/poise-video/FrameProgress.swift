import PoiseCommandSupport

/// A line on a terminal that shows the progress through a video: frames per second and the remaining time; nothing if
/// standard error is not a terminal.
struct FrameProgress {
    private var line: StatusLine
    private let total: Int?
    private let begin = ContinuousClock.now

    /// - Parameter total: The total number of frames, if known.
    init(total: Int?, quiet: Bool) {
        self.total = total
        line = StatusLine(quiet: quiet)
    }

    /// Shows the number of finished frames, at most every 200 ms.
    mutating func show(_ done: Int) {
        let (total, begin) = (total, begin)
        line.showNowAndThen {
            let elapsed = (ContinuousClock.now - begin) / .seconds(1)
            let rate = Double(done) / max(elapsed, 1e-3)
            var text = "\(done)" + (total.map { " of \($0)" } ?? "") + " frames"
            text += "  \(Int(rate.rounded())) per second"
            if let total, total >= done, rate > 0 { text += "  \(Self.clock(Double(total - done) / rate)) left" }
            return text
        }
    }

    /// Clears the line, before other output or at the end.
    func clear() { line.clear() }

    private static func clock(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded(.up))
        let rest = whole % 60
        return "\(whole / 60):\(rest < 10 ? "0" : "")\(rest)"
    }
}
