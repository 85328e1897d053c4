/// One line on a terminal that says how far long work is; nothing where nobody looks.
package struct Progress {
    private let line: StatusLine
    private let total: Int

    package init(total: Int, quiet: Bool) {
        self.total = total
        line = StatusLine(quiet: quiet || total <= 1)
    }

    /// Says that so many are done, and what comes next.
    package func show(_ done: Int, next: String) {
        line.show("\(done) of \(total)  \(next.printable.suffix(60))")
    }

    /// Clears the line, for other output or the end.
    package func clear() { line.clear() }
}
