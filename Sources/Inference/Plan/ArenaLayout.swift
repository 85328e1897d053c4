/// Where each value lies in one block of memory: values that are never needed at the same time share their place.
struct ArenaLayout: Sendable, Equatable {
    /// Offset of each value that is used, in elements.
    let offsets: [Int: Int]
    /// Length of the block, in elements.
    let count: Int

    /// Values begin at multiples of this many elements: a cache line of 64 bytes.
    static let alignment = 16

    /// Places the values of a graph.
    ///
    /// Inputs and outputs keep their place for the whole run, so that an input may stay while the network runs again
    /// and every output can be read at the end. The others are placed by size, largest first, at the lowest offset
    /// where they meet no value that lives at the same time.
    init(_ graph: Graph) {
        var lifetimes: [Int: ClosedRange<Int>] = [:]
        let whole = -1...graph.steps.count
        for (time, step) in graph.steps.enumerated() {
            for value in step.reads + [step.output] {
                let start = lifetimes[value]?.lowerBound ?? time
                lifetimes[value] = start...time
            }
        }
        for value in graph.inputs + graph.outputs { lifetimes[value] = whole }

        func size(_ value: Int) -> Int {
            let count = graph.shapes[value].reduce(1, *)
            return (count + ArenaLayout.alignment - 1) / ArenaLayout.alignment * ArenaLayout.alignment
        }
        var placed: [(value: Int, range: Range<Int>)] = []
        for value in lifetimes.keys.sorted(by: { (size($0), $1) > (size($1), $0) }) {
            let lifetime = lifetimes[value] ?? whole
            let neighbours = placed.filter { lifetimes[$0.value]?.overlaps(lifetime) ?? true }
            var start = 0
            for range in neighbours.map(\.range).sorted(by: { $0.lowerBound < $1.lowerBound }) {
                if range.lowerBound - start >= size(value) { break }
                start = max(start, range.upperBound)
            }
            placed.append((value, start..<start + size(value)))
        }
        offsets = Dictionary(uniqueKeysWithValues: placed.map { ($0.value, $0.range.lowerBound) })
        count = placed.map(\.range.upperBound).max() ?? 0
    }
}
