/// Gives each value of a graph a place for the assembled kernels.
///
/// Blocked values share places only with values of the same height and width: what one of them leaves there are zeros
/// in the halo, where the next one needs zeros, so that nothing is ever cleared.
struct AssembledArena {
    /// The place of each value.
    private(set) var places: [Int: AssembledPlace] = [:]
    /// Elements of memory in all.
    private(set) var count = 0
    /// Where guard pages begin.
    private(set) var guards: [Int] = []

    /// Rows and columns of zeros round each feature map. Enough for windows up to 5x5 with any usual padding.
    static let halo = 2

    private struct Shape: Hashable {
        let height: Int
        let width: Int
    }

    private struct Slot {
        let offset: Int
        let blocks: Int
    }

    /// - Parameters:
    ///   - graph: The steps in the order in which they run.
    ///   - pictures: Values of few channels that are kept as one block of just these channels.
    ///   - lanes: Channels in a block.
    init(_ graph: Graph, pictures: Set<Int>, lanes: Int) {
        var lastUse: [Int: Int] = [:]
        for (time, step) in graph.steps.enumerated() {
            for value in step.reads + [step.output] { lastUse[value] = time }
        }
        for value in graph.outputs { lastUse[value] = graph.steps.count }

        var free: [Shape: [Slot]] = [:]
        var taken: [Int: (shape: Shape, slot: Slot)] = [:]
        for value in graph.inputs { place(value, of: graph, pictures: pictures, lanes: lanes, &free, &taken) }
        for (time, step) in graph.steps.enumerated() {
            place(step.output, of: graph, pictures: pictures, lanes: lanes, &free, &taken)
            for value in Set(step.reads + [step.output]) where lastUse[value] == time {
                if let (shape, slot) = taken.removeValue(forKey: value) { free[shape, default: []].append(slot) }
            }
        }
    }

    private mutating func place(
        _ value: Int, of graph: Graph, pictures: Set<Int>, lanes: Int, _ free: inout [Shape: [Slot]],
        _ taken: inout [Int: (shape: Shape, slot: Slot)]
    ) {
        let dimensions = graph.shapes[value]
        guard dimensions.count == 4 else {
            let count = dimensions.reduce(1, *)
            places[value] = .plain(offset: allocate(count), count: count)
            return
        }
        let isPicture = pictures.contains(value)
        let layout = BlockedLayout(
            height: dimensions[1], width: dimensions[2], channels: dimensions[3],
            block: isPicture ? dimensions[3] : lanes, halo: AssembledArena.halo)
        guard !isPicture else {
            places[value] = .blocked(offset: allocate(layout.count), layout)
            return
        }
        let shape = Shape(height: layout.height, width: layout.width)
        // The smallest that is large enough; the order of the list makes the choice the same every time.
        let candidates = (free[shape] ?? []).enumerated().filter { $0.element.blocks >= layout.blockCount }
        let slot: Slot
        if let best = candidates.min(by: { $0.element.blocks < $1.element.blocks }) {
            slot = best.element
            free[shape]?.remove(at: best.offset)
        } else {
            slot = Slot(offset: allocate(layout.count), blocks: layout.blockCount)
        }
        taken[value] = (shape, slot)
        places[value] = .blocked(offset: slot.offset, layout)
    }

    /// A fresh stretch of memory, at a cache line.
    mutating func allocate(_ count: Int) -> Int {
        let side = EngineOptions.current.guardPages
        guard side == .none else { return allocate(count, besideGuard: side) }
        defer { self.count += AlignedMemory.rounded(count) }
        return self.count
    }

    /// Whole pages for the value, and a guard page behind it, which is the one before the next value.
    private mutating func allocate(_ count: Int, besideGuard side: GuardPages) -> Int {
        let page = GuardPages.elementCount
        let used = AlignedMemory.rounded(count)
        let pages = (used + page - 1) / page * page
        defer {
            guards.append(self.count + pages)
            self.count += pages + page
        }
        return self.count + (side == .after ? pages - used : 0)
    }
}
