#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One line on a terminal whose text changes; nothing elsewhere, and nothing on a terminal that cannot clear a line.
package struct StatusLine {
    private let isShown: Bool
    private var lastShown: ContinuousClock.Instant?

    package init(quiet: Bool) { isShown = !quiet && StandardError.isTerminal && StatusLine.canClear }

    /// Shows a text in the place of the last one, as much of it as the line holds.
    package func show(_ text: String) {
        guard isShown else { return }
        // A full line might make the terminal begin another one.
        StandardError.write("\r\u{1B}[K\(text.cut(toColumns: StatusLine.width - 1))")
    }

    /// Shows a text, not oftener than a person reads; others are not even made.
    package mutating func showNowAndThen(_ text: () -> String) {
        let now = ContinuousClock.now
        guard isShown, lastShown.map({ now - $0 > .milliseconds(200) }) ?? true else { return }
        lastShown = now
        show(text())
    }

    /// Clears the line, for other output or the end.
    package func clear() {
        guard isShown else { return }
        StandardError.write("\r\u{1B}[K")
    }

    private static var canClear: Bool {
        let kind = environment("TERM")
        return kind != nil && kind != "dumb"
    }

    /// The columns of the terminal at this moment; `COLUMNS` where it does not tell, and else 80.
    private static var width: Int {
        var size = winsize()
        if ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
        return environment("COLUMNS").flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } ?? 80
    }

    private static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
