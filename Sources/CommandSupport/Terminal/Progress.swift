/// One line on a terminal that says how far long work is; nothing where nobody looks.
package struct Progress {
    private let isShown: Bool
    private let total: Int

    package init(total: Int, quiet: Bool) {
        self.total = total
        isShown = !quiet && total > 1 && StandardError.isTerminal
    }

    /// Says that so many are done, and what comes next.
    package func show(_ done: Int, next: String) {
        guard isShown else { return }
        StandardError.write("\r\u{1B}[K\(done) of \(total)  \(next.printable.suffix(60))")
    }

    /// Clears the line, for other output or the end.
    package func clear() {
        guard isShown else { return }
        StandardError.write("\r\u{1B}[K")
    }
}
