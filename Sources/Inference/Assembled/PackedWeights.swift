/// Weights in the order in which generated code reads them, all in one piece; each kernel's begin at a cache line.
struct PackedWeights {
    /// All of them.
    private(set) var values: [Float] = []

    /// Packs a panel of a convolution: bias, a vector of sixes, then the weights by tap, channel and output.
    ///
    /// - Parameters:
    ///   - weights: `[outputs, window height, window width, channels]`
    ///   - bias: `[outputs]`
    ///   - outputs: The panel's first output.
    ///   - vectors: Vectors of outputs in the panel; outputs beyond the last are zero.
    ///   - lanes: Outputs in a vector.
    /// - Returns: Where they begin.
    mutating func append(
        convolution weights: Tensor, bias: [Float], outputs first: Int, vectors: Int, lanes: Int
    ) -> Int {
        let start = align()
        let count = weights.shape[0]
        let taps = weights.values.count / count
        let panel = vectors * lanes
        let used = min(panel, count - first)
        values.append(contentsOf: bias[first..<first + used])
        values.append(contentsOf: repeatElement(0, count: panel - used))
        values.append(contentsOf: repeatElement(6, count: lanes))
        let base = values.count
        values.append(contentsOf: repeatElement(0, count: taps * panel))
        values.withUnsafeMutableBufferPointer { target in
            weights.values.withUnsafeBufferPointer { source in
                for output in 0..<used {
                    for tap in 0..<taps { target[base + tap * panel + output] = source[(first + output) * taps + tap] }
                }
            }
        }
        return start
    }

    /// Packs a depthwise convolution, block by block: bias, a vector of sixes, then the weights by column and row.
    ///
    /// - Parameter weights: `[1, window height, window width, channels]`
    /// - Returns: Where the first block's begin.
    mutating func append(depthwise weights: Tensor, bias: [Float], blocks: Int, lanes: Int) -> Int {
        let start = align()
        let (height, width, channels) = (weights.shape[1], weights.shape[2], weights.shape[3])
        for block in 0..<blocks {
            let first = block * lanes
            let used = min(lanes, channels - first)
            let zeros = repeatElement(Float(0), count: lanes - used)
            values += bias[first..<first + used]
            values += zeros
            values += repeatElement(6, count: lanes)
            for column in 0..<width {
                for row in 0..<height {
                    let tap = (row * width + column) * channels + first
                    values += weights.values[tap..<tap + used]
                    values += zeros
                }
            }
        }
        return start
    }

    private mutating func align() -> Int {
        values.append(contentsOf: repeatElement(0, count: AlignedMemory.rounded(values.count) - values.count))
        return values.count
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
