import Tables

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a benchmark found: one JSON object, or a table under the stamp.
package struct Report<Row: Encodable>: Encodable {
    /// Name of the benchmark.
    package let benchmark: String
    /// Where it ran.
    package let stamp: Stamp
    /// What it found.
    package let results: [Row]

    package init(_ benchmark: String, _ stamp: Stamp, _ results: [Row]) {
        self.benchmark = benchmark
        self.stamp = stamp
        self.results = results
    }

    /// Prints the object on one line, or the stamp and a text for people.
    package func print(json: Bool, text: () -> String) throws {
        guard json else {
            Swift.print(stamp.text + "\n" + text())
            return
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        Swift.print(String(decoding: try encoder.encode(self), as: UTF8.self))
    }
}
