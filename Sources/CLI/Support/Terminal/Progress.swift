/// A line on a terminal that shows the progress of long work; nothing if standard error is not a terminal.
package struct Progress {
    private let line: StatusLine
    private let total: Int

    package init(total: Int, quiet: Bool) {
        self.total = total
        line = StatusLine(quiet: quiet || total <= 1)
    }

    /// Shows the number of finished items and the name of the next one.
    package func show(_ done: Int, next: String) {
        line.show("\(done) of \(total)  \(next.printable.suffix(60))")
    }

    /// Clears the line, before other output or at the end.
    package func clear() { line.clear() }
}
