/// The offsets of values in one block of memory; values with disjoint lifetimes share memory.
struct ArenaLayout: Sendable, Equatable {
    /// Offset of each value, in the unit of the sizes.
    let offsets: [Int: Int]
    /// Length of the block, in the same unit.
    let count: Int

    /// Places all values of a graph as dense tensors, in elements; each begins at a cache line.
    init(_ graph: Graph) {
        let values = Set(graph.inputs + graph.outputs + graph.steps.map(\.output))
        self.init(graph, values: values.sorted(), alignment: AlignedMemory.elementAlignment) { value in
            graph.shapes[value].reduce(1, *)
        }
    }

    /// Places the given values of a graph.
    ///
    /// Inputs and outputs keep their place for the whole run, so that an input may stay while the network runs again
    /// and every output can be read at the end. The other values are placed by size, largest first, at the lowest
    /// offset where they overlap no value with an overlapping lifetime.
    init(_ graph: Graph, values: [Int], alignment: Int, size: (Int) -> Int) {
        let lifetimes = ArenaLayout.lifetimes(graph)
        let whole = -1...graph.steps.count
        let sizes = Dictionary(
            uniqueKeysWithValues: values.map { ($0, (size($0) + alignment - 1) / alignment * alignment) })
        var placed: [(value: Int, range: Range<Int>)] = []
        for (value, size) in sizes.sorted(by: { ($0.value, $1.key) > ($1.value, $0.key) }) {
            let lifetime = lifetimes[value] ?? whole
            let neighbors = placed.filter { lifetimes[$0.value]?.overlaps(lifetime) ?? true }
            var start = 0
            for range in neighbors.map(\.range).sorted(by: { $0.lowerBound < $1.lowerBound }) {
                if range.lowerBound - start >= size { break }
                start = max(start, range.upperBound)
            }
            placed.append((value, start..<start + size))
        }
        offsets = Dictionary(uniqueKeysWithValues: placed.map { ($0.value, $0.range.lowerBound) })
        count = placed.map(\.range.upperBound).max() ?? 0
    }

    /// Returns for each value the range of steps from its producer to its last reader.
    private static func lifetimes(_ graph: Graph) -> [Int: ClosedRange<Int>] {
        var lifetimes: [Int: ClosedRange<Int>] = [:]
        for (time, step) in graph.steps.enumerated() {
            for value in step.reads + [step.output] {
                lifetimes[value] = (lifetimes[value]?.lowerBound ?? time)...time
            }
        }
        for value in graph.inputs + graph.outputs { lifetimes[value] = -1...graph.steps.count }
        return lifetimes
    }
}
