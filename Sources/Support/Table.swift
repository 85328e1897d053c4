/// A text table with aligned columns.
package struct Table {
    private var rows: [[String]]
    /// The left-aligned columns, with text; the others, with numbers, are right-aligned.
    private let leftColumns: Set<Int>

    package init(header: [String], leftColumns: Set<Int> = [0]) {
        rows = [header]
        self.leftColumns = leftColumns
    }

    package mutating func add(_ row: [String]) { rows.append(row) }

    /// Returns the table as text, each line indented by `indent` spaces.
    package func text(indent: Int = 0) -> String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        var text = ""
        for row in rows {
            var line = String(repeating: " ", count: indent)
            for (column, cell) in row.enumerated() {
                let space = String(repeating: " ", count: widths[column] - cell.count)
                line += (leftColumns.contains(column) ? cell + space : space + cell) + "  "
            }
            while line.last == " " { line.removeLast() }
            text += line + "\n"
        }
        return text
    }
}

/// Returns a number with a fixed number of decimals.
package func fixed(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite else { return "\(value)" }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (abs(value) * scale).rounded()
    guard scaled < 1e15 else { return "\(value)" }
    let whole = Int(scaled) / Int(scale)
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard decimals > 0 else { return sign + "\(whole)" }
    let fraction = "\(Int(scaled) % Int(scale))"
    return sign + "\(whole)." + String(repeating: "0", count: decimals - fraction.count) + fraction
}

/// Returns a number with at most `decimals` decimals, for a sentence: `10` and `10.7`, never `10.0` or
/// `10.000000000000002`.
package func brief(_ value: Double, decimals: Int = 1) -> String {
    var text = fixed(value, decimals)
    guard value.isFinite, text.contains("."), !text.contains("e") else { return text }
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
}
