import PoiseMachineCode

/// Weights in the order in which generated code reads them, in one block; those of each kernel begin at a cache line.
///
/// Offsets are assigned first and filled when all are known, so that there is never a second copy of the weights.
struct PackedWeights {
    private var count = 0
    private var fillers: [(UnsafeMutablePointer<Float>) -> Void] = []

    /// Returns the block with all weights in place.
    func memory() -> AlignedMemory {
        let memory = AlignedMemory(count: count)
        for fill in fillers { fill(memory.start) }
        return memory
    }

    /// Packs a panel of a convolution: bias, a vector of sixes, then the weights by tap, channel and output, in the
    /// precision of the network.
    ///
    /// - Parameters:
    ///   - weights: `[outputs, window height, window width, channels]`
    ///   - bias: `[outputs]`
    ///   - first: The panel's first output.
    ///   - vectors: Vectors of outputs in the panel; outputs beyond the last are zero.
    ///   - lanes: Outputs in a vector.
    /// - Returns: The offset of the panel.
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
            /// Copies the weights of an output, which are contiguous, to positions that are a panel apart.
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
    /// - Returns: The offset of the first block.
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

    /// Packs the stream of some outputs of a sparse convolution.
    ///
    /// - Returns: The offset of the stream for each range of input channels.
    mutating func append(_ sparse: SparseWeights, outputs: Range<Int>) -> [Int] {
        let places = sparse.places(outputs: outputs)
        let start = reserve(places.count) { target in sparse.fill(target, outputs: outputs) }
        return places.segments.map { start + $0 }
    }

    /// Packs the weights of an upsampling: for each row its own and that of each column; a vector of sixes.
    ///
    /// - Returns: The offsets of the rows and of the sixes.
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

    /// Reserves a range, initially zero, that is filled at the end.
    ///
    /// - Returns: The offset of the range.
    mutating func reserve(_ size: Int, fill: @escaping (UnsafeMutablePointer<Float>) -> Void) -> Int {
        let start = count
        count += AlignedMemory.rounded(size)
        fillers.append { memory in fill(memory + start) }
        return start
    }
}

/// The stored precision of the weights of a convolution, which is that of the network.
///
/// Half precision converts to single precision exactly, when a weight is loaded into a register.
enum WeightPrecision: Sendable {
    case half, single

    /// Bytes of one element.
    var bytes: Int { self == .half ? 2 : 4 }
}

extension Network.Constant {
    /// The precision of the elements.
    var precision: WeightPrecision {
        switch elements {
        case .float16: .half
        case .float32: .single
        }
    }
}

/// The division of the output vectors of a convolution into panels.
struct PanelSplit {
    /// Number of vectors in each panel.
    let panels: [Int]

    /// Maximum number of vectors in a panel: the sums of a tile of pixels times these just fit into the registers.
    private static let maximum = 3

    init(vectors: Int, width: VectorWidth) {
        let count = (vectors + PanelSplit.maximum - 1) / PanelSplit.maximum
        panels = (0..<count).map { vectors * ($0 + 1) / count - vectors * $0 / count }
    }

    /// Returns the maximum number of pixels in a tile: registers hold the sums, one vector of weights per panel vector,
    /// and one input.
    func maximumPixels(width: VectorWidth) -> Int {
        let vectors = panels.max() ?? 1
        return min((width.registerCount - vectors - 1) / vectors, 8)
    }
}
