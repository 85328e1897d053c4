import PoiseLibC

/// A line on a terminal whose text changes; nothing elsewhere, or on a terminal that cannot clear a line.
package struct StatusLine {
    private let isShown: Bool
    private var lastShown: ContinuousClock.Instant?

    package init(quiet: Bool) { isShown = !quiet && StandardError.isTerminal && StatusLine.canClear }

    /// Replaces the text of the line, cut to the width of the terminal.
    package func show(_ text: String) {
        guard isShown else { return }
        // A full line might make the terminal begin another one.
        StandardError.write("\r\u{1B}[K\(text.cut(toColumns: StatusLine.width - 1))")
    }

    /// Replaces the text of the line, at most every 200 ms. Texts that are not shown are not computed.
    package mutating func showNowAndThen(_ text: () -> String) {
        let now = ContinuousClock.now
        guard isShown, lastShown.map({ now - $0 > .milliseconds(200) }) ?? true else { return }
        lastShown = now
        show(text())
    }

    /// Clears the line, before other output or at the end.
    package func clear() {
        guard isShown else { return }
        StandardError.write("\r\u{1B}[K")
    }

    private static var canClear: Bool {
        let kind = environment("TERM")
        return kind != nil && kind != "dumb"
    }

    /// The current number of columns of the terminal; `COLUMNS` if it does not report one, otherwise 80.
    private static var width: Int {
        var size = winsize()
        if ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
        return environment("COLUMNS").flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } ?? 80
    }

    private static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
