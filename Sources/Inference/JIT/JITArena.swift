/// The memory layout of the values of a graph for the JIT kernels.
///
/// A blocked value whose halo is read by windows shares memory only with values whose blocks have the same size,
/// aligned block to block: each leaves zeros in the halo where the next one needs zeros, so nothing is ever cleared.
/// Blocked values whose halo is never read share memory regardless of their size.
struct JITArena {
    /// Layout of each value.
    private(set) var layouts: [Int: ValueLayout] = [:]
    /// Total number of elements.
    private(set) var count = 0
    /// Offsets at which guard pages begin.
    private(set) var guards: [Int] = []

    /// Rows and columns of zeros around each feature map: enough for windows up to 5x5 with any usual padding.
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
    ///   - images: Inputs with few channels, stored as one block of exactly these channels.
    ///   - chw: Values in CHW layout.
    ///   - padded: Values whose halo is read.
    ///   - dense: Feature maps without blocks: those of portable steps, and results of line-buffered chains.
    ///   - lanes: Channels in a block.
    init(
        _ graph: Graph, images: Set<Int>, chw: Set<Int>, padded: Set<Int>, dense: Set<Int>, lanes: Int
    ) {
        var blocked: [Int: BlockedLayout] = [:]
        var denseMaps: [Int: [Int]] = [:]
        for value in Set(graph.inputs + graph.steps.map(\.output)).subtracting(chw).sorted() {
            let shape = graph.shapes[value]
            if !graph.isFeatureMap(value) {
                layouts[value] = .dense(offset: allocate(shape.reduce(1, *)), shape: shape)
            } else if dense.contains(value) {
                denseMaps[value] = shape
            } else {
                blocked[value] =
                    images.contains(value)
                    ? BlockedLayout(
                        height: shape[1], width: shape[2], channels: shape[3], block: shape[3],
                        halo: JITArena.halo)
                    : BlockedLayout(shape: shape, lanes: lanes)
            }
        }
        for value in images.sorted() {
            guard let layout = blocked.removeValue(forKey: value) else { continue }
            layouts[value] = .blocked(offset: allocate(layout.count), layout)
        }
        place(denseMaps, of: graph, count: { $0.reduce(1, *) }, layout: { .dense(offset: $0, shape: $1) })
        place(
            blocked.filter { !padded.contains($0.key) }, of: graph, count: { $0.count },
            layout: { .blocked(offset: $0, $1) })
        placeByBlockSize(blocked.filter { padded.contains($0.key) }, graph)
        place(chw: chw.intersection(graph.steps.map(\.output)), of: graph, lanes: lanes)
    }

    /// Places values of any size in one memory range, by their lifetimes.
    private mutating func place<Form>(
        _ values: [Int: Form], of graph: Graph, count: (Form) -> Int, layout: (Int, Form) -> ValueLayout
    ) {
        let counts = values.mapValues(count)
        let region = ArenaLayout(graph, values: values.keys.sorted(), alignment: AlignedMemory.elementAlignment) {
            counts[$0] ?? 0
        }
        let start = allocate(region.count)
        for (value, form) in values {
            guard let offset = region.offsets[value] else { continue }
            layouts[value] = layout(start + offset, form)
        }
    }

    /// Places values in stacks of blocks, one stack for each block size.
    private mutating func placeByBlockSize(_ blocked: [Int: BlockedLayout], _ graph: Graph) {
        let sizes = Dictionary(grouping: blocked.keys.sorted()) { value in
            BlockSize(
                height: graph.shapes[value][1], width: graph.shapes[value][2], lanes: blocked[value]?.block ?? 0)
        }
        for (size, values) in sizes.sorted(by: { $0.key < $1.key }) {
            let stack = ArenaLayout(graph, values: values, alignment: 1) { blocked[$0]?.blockCount ?? 0 }
            let stride = BlockedLayout(
                height: size.height, width: size.width, channels: size.lanes, block: size.lanes,
                halo: JITArena.halo
            ).blockStride
            let start = allocate(stack.count * stride)
            for value in values {
                guard let layout = blocked[value], let block = stack.offsets[value] else { continue }
                layouts[value] = .blocked(offset: start + block * stride, layout)
            }
        }
    }

    /// Places CHW values. As with blocks, only values of the same height and width share memory.
    private mutating func place(chw values: Set<Int>, of graph: Graph, lanes: Int) {
        let sizes = Dictionary(grouping: values.sorted()) { [graph.shapes[$0][1], graph.shapes[$0][2]] }
        for (size, values) in sizes.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            let stack = ArenaLayout(graph, values: values, alignment: 1) { graph.shapes[$0][3] }
            let plane = CHWLayout(height: size[0], width: size[1], channels: stack.count, lanes: lanes)
            let start = allocate(plane.origin + stack.count * plane.planeStride + plane.margin)
            for value in values {
                guard let channel = stack.offsets[value] else { continue }
                let layout = CHWLayout(
                    height: size[0], width: size[1], channels: graph.shapes[value][3], lanes: lanes)
                layouts[value] = .chw(offset: start + channel * plane.planeStride, layout)
            }
        }
    }

    /// Allocates a new memory range that begins at a cache line, and returns its offset.
    mutating func allocate(_ count: Int) -> Int {
        let side = EngineOptions.current.guardPages
        guard side == .none else { return allocate(count, besideGuard: side) }
        defer { self.count += AlignedMemory.rounded(count) }
        return self.count
    }

    /// Allocates whole pages for the value followed by a guard page, which also precedes the next value.
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
    /// The values whose halo is read by a step and therefore has to be zero.
    var paddedValues: Set<Int> {
        Set(
            steps.flatMap { step -> [Int] in
                switch step.operation {
                case .convolution(let convolution), .depthwiseConvolution(let convolution):
                    return convolution.padding == Padding() ? [] : step.inputs
                case .resizeBilinear, .maxPool, .reshape, .depthToSpace, .gatherColumns, .concatenation, .logistic,
                    .pad:
                    return []
                // A sum is computed over the whole memory, including halos.
                case .add: return step.inputs
                }
            })
    }
}
