import PoiseMachineCode

/// Some output vectors of a convolution and the code that computes them.
struct ConvolutionPanel: Sendable {
    let function: ConvolutionEmitter.Function
    /// Offset in the packed weights.
    let weights: Int
    /// The blocks of the output that the panel computes.
    let blocks: Range<Int>
}

/// The panels of a convolution, before code and weights have their addresses.
struct ConvolutionPanels {
    /// The pixels that are computed together.
    let tile: PixelTile
    /// Maximum number of input channels in one pass.
    let channelsOfPass: Int
    private let parts: [(function: Int, weights: Int, blocks: Range<Int>)]

    fileprivate init(
        tile: PixelTile, channelsOfPass: Int, parts: [(function: Int, weights: Int, blocks: Range<Int>)]
    ) {
        self.tile = tile
        self.channelsOfPass = channelsOfPass
        self.parts = parts
    }

    /// Returns the panels with their code in memory.
    func placed(in memory: ExecutableMemory) -> [ConvolutionPanel] {
        parts.map { part in
            ConvolutionPanel(
                function: memory.function(at: part.function, as: ConvolutionEmitter.Function.self),
                weights: part.weights, blocks: part.blocks)
        }
    }
}

extension JITCompiler {
    /// Emits code and packs weights for a convolution; returns `nil` where the code would be too long.
    ///
    /// - Parameter height: Number of output rows that a call computes. Tiles of several rows have to divide it. Above
    ///   1, the weights to come are prefetched.
    mutating func panels(
        _ convolution: Convolution, _ epilogue: TileEpilogue, from input: BlockedLayout, to output: BlockedLayout,
        height: Int
    ) -> ConvolutionPanels? {
        guard let width = VectorWidth(rawValue: output.block) else { return nil }
        let kernel = constant(convolution.weights)
        let bias = constant(convolution.bias)
        let split = PanelSplit(vectors: output.blockCount, width: width)
        let tile = PixelTile(height: height, width: output.width, maximum: split.maximumPixels(width: width))
        var parts: [(function: Int, weights: Int, blocks: Range<Int>)] = []
        var channelsOfPass = 0
        var first = 0
        for vectors in split.panels {
            let emitter = ConvolutionEmitter(
                input: input, output: output, window: Extent(height: kernel.shape[1], width: kernel.shape[2]),
                stride: convolution.stride, vectors: vectors, tile: tile, epilogue: epilogue,
                precision: kernel.precision, isRowByRow: height == 1)
            guard emitter.instructionEstimate <= JITCompiler.maximumInstructions else { return nil }
            let packed = weights.append(
                convolution: kernel, bias: bias, outputs: first * width.lanes, vectors: vectors, lanes: width.lanes)
            parts.append((code.function(emitter), packed, first..<first + vectors))
            channelsOfPass = max(channelsOfPass, emitter.passes.map(\.channels.count).max() ?? 0)
            first += vectors
        }
        return ConvolutionPanels(tile: tile, channelsOfPass: channelsOfPass, parts: parts)
    }
}
