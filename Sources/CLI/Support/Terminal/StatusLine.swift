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

extension String {
    /// Returns the longest prefix that fits into a number of columns of a terminal.
    package func cut(toColumns columns: Int) -> String {
        var rest = columns
        return String(
            prefix { character in
                rest -= character.columns
                return rest >= 0
            })
    }
}

extension Character {
    /// The width in columns of a terminal: 0 for a mark without a base, 2 for East Asian wide characters and emoji (classes
    /// W and F of Unicode's annex 11), otherwise 1.
    fileprivate var columns: Int {
        guard let first = unicodeScalars.first else { return 0 }
        if unicodeScalars.contains(where: { $0.isWide || $0 == "\u{FE0F}" }) { return 2 }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return 1
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isWide: Bool {
        if properties.isEmojiPresentation { return true }
        return switch value {
        // Hangul; CJK, kana and their symbols; Yi; Hangul; compatibility forms; full-width forms; further ideographs.
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3,
            0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x1B2FB, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
