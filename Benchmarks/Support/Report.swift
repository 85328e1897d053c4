import PoiseSupport

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The results of a benchmark: one JSON object, or a table under the machine and build information.
package struct Report<Row: Encodable>: Encodable {
    /// Name of the benchmark.
    package let benchmark: String
    /// Machine and build information.
    package let stamp: RunInfo
    /// The measured rows.
    package let results: [Row]

    package init(_ benchmark: String, _ stamp: RunInfo, _ results: [Row]) {
        self.benchmark = benchmark
        self.stamp = stamp
        self.results = results
    }

    /// Prints the object on one line, or the machine and build information and a text.
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
