/// Gives each value of a graph a place for the assembled kernels.
///
/// A blocked value of which windows read the halo shares memory only with values whose blocks are of the same size, block
/// on block: what one of them leaves in the halo are zeros, where the next one needs zeros, so that nothing is ever
/// cleared. Blocked values of which nobody reads the halo share memory whatever their size.
struct AssembledArena {
    /// The place of each value.
    private(set) var places: [Int: AssembledPlace] = [:]
    /// Elements of memory in all.
    private(set) var count = 0
    /// Where guard pages begin.
    private(set) var guards: [Int] = []

    /// Rows and columns of zeros round each feature map. Enough for windows up to 5x5 with any usual padding.
    static let halo = 2

    /// The size of blocks that share memory.
    private struct BlockSize: Hashable, Comparable {
        let height: Int
        let width: Int
        let lanes: Int

        static func < (left: BlockSize, right: BlockSize) -> Bool {
            (left.height, left.width, left.lanes) < (right.height, right.width, right.lanes)
        }
    }

    /// - Parameters:
    ///   - graph: The steps in the order in which they run.
    ///   - pictures: Inputs of few channels that are kept as one block of just these channels.
    ///   - planar: Values that are kept channel by channel.
    ///   - padded: Values whose halo is read.
    ///   - dense: Feature maps that are made as they are asked for, in no blocks.
    ///   - lanes: Channels in a block.
    init(
        _ graph: Graph, pictures: Set<Int>, planar: Set<Int>, padded: Set<Int>, dense: Set<Int>, lanes: Int
    ) {
        var layouts: [Int: BlockedLayout] = [:]
        for value in Set(graph.inputs + graph.steps.map(\.output)).subtracting(planar).sorted() {
            let shape = graph.shapes[value]
            if shape.count != 4 || dense.contains(value) {
                let size = shape.reduce(1, *)
                places[value] = .plain(offset: allocate(size), count: size)
            } else {
                layouts[value] =
                    pictures.contains(value)
                    ? BlockedLayout(
                        height: shape[1], width: shape[2], channels: shape[3], block: shape[3],
                        halo: AssembledArena.halo)
                    : BlockedLayout(shape: shape, lanes: lanes)
            }
        }
        for value in pictures.sorted() {
            guard let layout = layouts.removeValue(forKey: value) else { continue }
            places[value] = .blocked(offset: allocate(layout.count), layout)
        }
        placeByLifetime(layouts.filter { !padded.contains($0.key) }, graph)
        placeByBlockSize(layouts.filter { padded.contains($0.key) }, graph)
        place(planar: planar.intersection(graph.steps.map(\.output)), of: graph, lanes: lanes)
    }

    /// Values of any size in one stretch of memory.
    private mutating func placeByLifetime(_ layouts: [Int: BlockedLayout], _ graph: Graph) {
        let region = ArenaLayout(graph, values: layouts.keys.sorted(), alignment: AlignedMemory.elementAlignment) {
            layouts[$0]?.count ?? 0
        }
        let start = allocate(region.count)
        for (value, layout) in layouts {
            guard let offset = region.offsets[value] else { continue }
            places[value] = .blocked(offset: start + offset, layout)
        }
    }

    /// Values in stacks of blocks, one stack for each size of them.
    private mutating func placeByBlockSize(_ layouts: [Int: BlockedLayout], _ graph: Graph) {
        let sizes = Dictionary(grouping: layouts.keys.sorted()) { value in
            BlockSize(
                height: graph.shapes[value][1], width: graph.shapes[value][2], lanes: layouts[value]?.block ?? 0)
        }
        for (size, values) in sizes.sorted(by: { $0.key < $1.key }) {
            let stack = ArenaLayout(graph, values: values, alignment: 1) { layouts[$0]?.blockCount ?? 0 }
            let stride = BlockedLayout(
                height: size.height, width: size.width, channels: size.lanes, block: size.lanes,
                halo: AssembledArena.halo
            ).blockStride
            let start = allocate(stack.count * stride)
            for value in values {
                guard let layout = layouts[value], let block = stack.offsets[value] else { continue }
                places[value] = .blocked(offset: start + block * stride, layout)
            }
        }
    }

    /// Gives places to planar values. As with blocks, only those of the same height and width share memory.
    private mutating func place(planar values: Set<Int>, of graph: Graph, lanes: Int) {
        let sizes = Dictionary(grouping: values.sorted()) { [graph.shapes[$0][1], graph.shapes[$0][2]] }
        for (size, values) in sizes.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            let stack = ArenaLayout(graph, values: values, alignment: 1) { graph.shapes[$0][3] }
            let plane = PlanarLayout(height: size[0], width: size[1], channels: stack.count, lanes: lanes)
            let start = allocate(plane.origin + stack.count * plane.planeStride + plane.margin)
            for value in values {
                guard let channel = stack.offsets[value] else { continue }
                let layout = PlanarLayout(
                    height: size[0], width: size[1], channels: graph.shapes[value][3], lanes: lanes)
                places[value] = .planar(offset: start + channel * plane.planeStride, layout)
            }
        }
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

extension Graph {
    /// The values whose halo a step reads, where it has to be zero.
    var paddedValues: Set<Int> {
        Set(
            steps.flatMap { step -> [Int] in
                switch step.operation {
                case .convolution(let convolution), .depthwiseConvolution(let convolution):
                    return convolution.padding == Padding() ? [] : step.inputs
                case .resizeBilinear, .maxPool, .reshape, .depthToSpace, .concatenation, .logistic: return []
                // A sum is made of whole memories, halos included.
                case .add, .pad: return step.inputs
                }
            })
    }
}
