/// One line on a terminal whose text changes; nothing where nobody looks.
package struct StatusLine {
    private let isShown: Bool
    private var lastShown: ContinuousClock.Instant?

    package init(quiet: Bool) { isShown = !quiet && StandardError.isTerminal }

    /// Shows a text in the place of the last.
    package func show(_ text: String) {
        guard isShown else { return }
        StandardError.write("\r\u{1B}[K\(text)")
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
}
