import PoiseBenchmarkSupport
import PoiseSupport

/// The results of a level and a filter.
struct SteadinessRow: Encodable {
    /// `films` for the synthetic clips, or the name of a video.
    let material: String
    /// The level of accuracy, or the name of a peer.
    let level: String
    let filter: String
    /// The number of clips or videos that could be measured, and of all.
    let measured: Int
    let of: Int
    /// Standard deviation of a landmark coordinate of a person who keeps still: pixels, and thousandths of the body.
    let pixels: Double?
    let thousandths: Double?
    /// The part of the jitter above 3 Hz, thousandths of the body.
    let highPassed: Double?
    /// Lag and deviation of moving arms: milliseconds, and thousandths of the body.
    let lag: Double?
    let deviation: Double?

    /// Returns the rows as a table.
    static func text(_ rows: [SteadinessRow]) -> String {
        var table = Table(
            header: [
                "material", "level", "filter", "measured", "jitter px", "jitter", "above 3 Hz", "lag ms", "deviation",
            ], leftColumns: [0, 1, 2])
        func number(_ value: Double?, _ decimals: Int) -> String { value.map { fixed($0, decimals) } ?? "-" }
        for row in rows {
            table.add([
                row.material, row.level, row.filter, "\(row.measured)/\(row.of)", number(row.pixels, 3),
                number(row.thousandths, 2), number(row.highPassed, 2), number(row.lag, 1), number(row.deviation, 2),
            ])
        }
        return "Jitter and deviation in thousandths of the body\n" + table.text()
    }
}

/// Returns the mean of numbers; `nil` when there are none.
func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
}
