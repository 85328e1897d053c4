/// Weights in the order in which generated code reads them, all in one piece; each kernel's begin at a cache line.
///
/// Places are given out first and filled when all are known, so that there is never a second copy of the weights.
struct PackedWeights {
    private var count = 0
    private var fillers: [(UnsafeMutablePointer<Float>) -> Void] = []

    /// All of them, in their places.
    func memory() -> AlignedMemory {
        let memory = AlignedMemory(count: count)
        for fill in fillers { fill(memory.start) }
        return memory
    }

    /// Packs a panel of a convolution: bias, a vector of sixes, then the weights by tap, channel and output, these in the
    /// precision that the network has them in.
    ///
    /// - Parameters:
    ///   - weights: `[outputs, window height, window width, channels]`
    ///   - bias: `[outputs]`
    ///   - first: The panel's first output.
    ///   - vectors: Vectors of outputs in the panel; outputs beyond the last are zero.
    ///   - lanes: Outputs in a vector.
    /// - Returns: Where they begin.
    mutating func append(
        convolution weights: Network.Constant, bias: Network.Constant, outputs first: Int, vectors: Int, lanes: Int
    ) -> Int {
        let outputs = weights.shape[0]
        let taps = weights.shape.dropFirst().reduce(1, *)
        let panel = vectors * lanes
        let used = min(panel, outputs - first)
        let precision = weights.precision
        return reserve(panel + lanes + taps * panel * precision.bytes / MemoryLayout<Float>.stride) { target in
            let biases = bias.tensor.values
            for output in 0..<used { target[output] = biases[first + output] }
            for lane in 0..<lanes { target[panel + lane] = 6 }
            /// Brings an output's numbers, which lie side by side, to where they are a panel apart.
            func scatter<Number>(_ source: ArraySlice<Number>) {
                let base = UnsafeMutableRawPointer(target + panel + lanes).bindMemory(
                    to: Number.self, capacity: taps * panel)
                source.withUnsafeBufferPointer { source in
                    for output in 0..<used {
                        for tap in 0..<taps { base[tap * panel + output] = source[output * taps + tap] }
                    }
                }
            }
            let range = first * taps..<(first + used) * taps
            switch weights.elements {
            case .float16(let bits): scatter(bits[range])
            case .float32(let values): scatter(values[range])
            }
        }
    }

    /// Packs a depthwise convolution, block by block: bias, a vector of sixes, then the weights by column and row.
    ///
    /// - Parameter weights: `[1, window height, window width, channels]`
    /// - Returns: Where the first block's begin.
    mutating func append(
        depthwise weights: Network.Constant, bias: Network.Constant, blocks: Int, lanes: Int
    ) -> Int {
        let (height, width, channels) = (weights.shape[1], weights.shape[2], weights.shape[3])
        let stride = (2 + height * width) * lanes
        return reserve(blocks * stride) { target in
            let factors = weights.tensor.values
            let biases = bias.tensor.values
            for channel in 0..<channels {
                let lane = target + (channel / lanes * stride + channel % lanes)
                lane[0] = biases[channel]
                for column in 0..<width {
                    for row in 0..<height {
                        lane[(2 + column * height + row) * lanes] = factors[(row * width + column) * channels + channel]
                    }
                }
            }
            for block in 0..<blocks {
                for lane in 0..<lanes { target[block * stride + lanes + lane] = 6 }
            }
        }
    }

    /// Packs the stream of some outputs of a convolution with few weights that are not zero.
    ///
    /// - Returns: Where it begins for each stretch of input channels.
    mutating func append(_ sparse: SparseWeights, outputs: Range<Int>) -> [Int] {
        let places = sparse.places(outputs: outputs)
        let start = reserve(places.count) { target in sparse.fill(target, outputs: outputs) }
        return places.stretches.map { start + $0 }
    }

    /// Packs the weights of an enlargement: for each row its own and that of each column; a vector of sixes.
    ///
    /// - Returns: Where the rows' begin, and where the sixes lie.
    mutating func append(
        rows: [BilinearResize.Sample], columns: [BilinearResize.Sample], lanes: Int
    ) -> (rows: Int, sixes: Int) {
        let start = reserve(rows.count * (1 + columns.count)) { target in
            for (y, row) in rows.enumerated() {
                let line = target + y * (1 + columns.count)
                line[0] = row.weight
                for (x, column) in columns.enumerated() { line[1 + x] = column.weight }
            }
        }
        let sixes = reserve(lanes) { target in
            for lane in 0..<lanes { target[lane] = 6 }
        }
        return (start, sixes)
    }

    /// Keeps a place free, zero at first, and fills it in the end.
    ///
    /// - Returns: Where it begins.
    mutating func reserve(_ size: Int, fill: @escaping (UnsafeMutablePointer<Float>) -> Void) -> Int {
        let start = count
        count += AlignedMemory.rounded(size)
        fillers.append { memory in fill(memory + start) }
        return start
    }
}

/// How the weights of a convolution are kept: as the network has them. Numbers of half precision are the same in single
/// precision, to which they are brought on the way into a register.
enum WeightPrecision: Sendable {
    case half, single

    /// Bytes of a number.
    var bytes: Int { self == .half ? 2 : 4 }
}

extension Network.Constant {
    /// The precision of its numbers.
    var precision: WeightPrecision {
        switch elements {
        case .float16: .half
        case .float32: .single
        }
    }
}

/// How the output vectors of a convolution are divided among panels.
struct PanelSplit {
    /// Vectors of each panel.
    let panels: [Int]

    /// The most vectors in a panel: with a tile of pixels times these, the sums just fit into the registers.
    private static let maximum = 3

    init(vectors: Int, width: VectorWidth) {
        let count = (vectors + PanelSplit.maximum - 1) / PanelSplit.maximum
        panels = (0..<count).map { vectors * ($0 + 1) / count - vectors * $0 / count }
    }

    /// The most pixels in a tile: sums, one register a vector of weights, and one for an input.
    func maximumPixels(width: VectorWidth) -> Int {
        let vectors = panels.max() ?? 1
        return min((width.registerCount - vectors - 1) / vectors, 8)
    }
}
