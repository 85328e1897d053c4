import PoiseMachineCode

/// Emits a convolution that connects every input channel to every output channel, for a panel of output vectors.
///
/// A tile of pixels times vectors is accumulated in registers, starting with the bias and iterating over taps, blocks
/// and channels. That is the order of XNNPACK's kernels, and each product is added with one rounding as there: results
/// are bit-identical.
///
///     rdi  input, at the window of the tile's first pixel      r10  input, advancing
///     rsi  bias, sixes, weights of the panel                   r11  weights, advancing
///     rdx  output, at the tile's first pixel                   rax  blocks left
///     rcx  addend, at the tile's first pixel                   rbx  tiles left in the row
///     r8   rows of tiles left                                  r9   weights to come, for prefetching
struct ConvolutionEmitter: KernelEmitter {
    let input: BlockedLayout
    let output: BlockedLayout
    let window: Extent
    let stride: Extent
    /// Number of output vectors in the panel.
    let vectors: Int
    let tile: PixelTile
    let epilogue: TileEpilogue
    /// Stored precision of the weights; the bias is always in single precision.
    let precision: WeightPrecision
    /// Whether a call computes one row only, and the weights stay in the caches between calls.
    let isRowByRow: Bool

    var lanes: Int { output.block }

    /// Input, weights, output, addend, number of tile rows.
    typealias Function =
        @convention(c) (
            UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>, UnsafePointer<Float>, Int
        ) -> Void

    func emit(_ code: inout Assembler) {
        code.push(.rbx)
        if linesAhead(code.width) > 0 {
            let bytes = (vectors + 1) * code.width.bytes + weightBytes(passes[0].channels.count, code.width)
            code.loadAddress(.r9, Address(.rsi, bytes))
        }
        for pass in passes {
            let walked: [GeneralRegister] = pass.isLast ? [] : [.rdi, .rdx, .rcx, .r8]
            for register in walked { code.push(register) }
            emitRows(&code, pass)
            for register in walked.reversed() { code.pop(register) }
        }
        code.pop(.rbx)
        code.returnToCaller()
    }

    private func emitRows(_ code: inout Assembler, _ pass: ConvolutionPass) {
        let row = code.here
        if tile.fullTiles > 0 {
            code.move(.rbx, tile.fullTiles)
            let next = code.here
            emitTile(&code, pass, columns: tile.columns)
            code.countDown(.rbx, to: next)
        }
        if tile.restColumns > 0 { emitTile(&code, pass, columns: tile.restColumns) }
        let done = output.width
        advance(
            &code, input: tile.rows * stride.height * input.rowStride - done * stride.width * input.block,
            output: tile.rows * output.rowStride - done * output.block)
        code.countDown(.r8, to: row)
    }

    private func emitTile(_ code: inout Assembler, _ pass: ConvolutionPass, columns: Int) {
        let pixels = (0..<tile.rows).flatMap { y in (0..<columns).map { x in (y, x) } }
        let inputs = pixels.map { 4 * ($0 * stride.height * input.rowStride + $1 * stride.width * input.block) }
        let outputs = pixels.map { 4 * ($0 * output.rowStride + $1 * output.block) }
        func sum(_ pixel: Int, _ vector: Int) -> VectorRegister { VectorRegister(pixel * vectors + vector) }
        func weight(_ vector: Int) -> VectorRegister { VectorRegister(pixels.count * vectors + vector) }
        let value = VectorRegister(pixels.count * vectors + vectors)
        let bytes = code.width.bytes
        let linesAhead = linesAhead(code.width)

        let sums = pixels.indices.flatMap { pixel in
            (0..<vectors).map { (sum(pixel, $0), outputs[pixel] + 4 * $0 * output.blockStride) }
        }
        if pass.isFirst {
            for vector in 0..<vectors {
                code.load(sum(0, vector), Address(.rsi, vector * bytes))
                for pixel in pixels.indices.dropFirst() { code.copy(sum(pixel, vector), sum(0, vector)) }
            }
        } else {
            for (register, displacement) in sums { code.load(register, Address(.rdx, displacement)) }
        }
        code.loadAddress(.r11, Address(.rsi, (vectors + 1) * bytes + weightBytes(pass.channels.lowerBound, code.width)))

        /// Emits the products of some channels of a block.
        func emitChannels(_ count: Int) {
            for channel in 0..<count {
                for vector in 0..<vectors {
                    let place = Address(.r11, (channel * vectors + vector) * code.width.lanes * precision.bytes)
                    switch precision {
                    case .half: code.loadHalf(weight(vector), place)
                    case .single: code.load(weight(vector), place)
                    }
                }
                for pixel in pixels.indices {
                    code.broadcast(value, Address(.r10, inputs[pixel] + 4 * channel))
                    for vector in 0..<vectors { code.multiplyAdd(sum(pixel, vector), value, weight(vector)) }
                }
            }
            code.add(.r11, count * vectors * code.width.lanes * precision.bytes)
            guard count == input.block else { return }
            for line in 0..<linesAhead { code.prefetch(Address(.r9, line * AlignedMemory.alignment)) }
            code.add(.r9, linesAhead * AlignedMemory.alignment)
        }
        let fullBlocks = pass.channels.count / input.block
        let rest = pass.channels.count % input.block
        let start = pass.channels.lowerBound / input.block * input.blockStride
        for i in 0..<window.height {
            for j in 0..<window.width {
                code.loadAddress(.r10, Address(.rdi, 4 * (start + i * input.rowStride + j * input.block)))
                if fullBlocks > 1 {
                    code.move(.rax, fullBlocks)
                    code.align()
                    let next = code.here
                    emitChannels(input.block)
                    code.add(.r10, 4 * input.blockStride)
                    code.countDown(.rax, to: next)
                } else if fullBlocks == 1 {
                    emitChannels(input.block)
                    if rest > 0 { code.add(.r10, 4 * input.blockStride) }
                }
                if rest > 0 { emitChannels(rest) }
            }
        }

        if pass.isLast {
            epilogue.emit(
                &code, sums: sums, addend: .rcx, six: Address(.rsi, vectors * bytes), spare: value)
        }
        for (register, displacement) in sums { code.store(register, Address(.rdx, displacement)) }
        advance(&code, input: columns * stride.width * input.block, output: columns * output.block)
    }

    /// Emits code that advances the pointers by the given numbers of elements.
    private func advance(_ code: inout Assembler, input: Int, output: Int) {
        code.add(.rdi, 4 * input)
        code.add(.rdx, 4 * output)
        if epilogue.hasAddend { code.add(.rcx, 4 * output) }
    }

    /// The passes over the input channels.
    var passes: [ConvolutionPass] {
        guard !isRowByRow, window == Extent(height: 1, width: 1), tiles >= 4 else {
            return ConvolutionPass.whole(input.channels)
        }
        let bytes = input.block * vectors * output.block * precision.bytes
        return ConvolutionPass.passes(channels: input.channels, block: input.block, bytesOfBlock: bytes)
    }

    /// Number of tiles in the image.
    private var tiles: Int { (tile.fullTiles + (tile.restColumns > 0 ? 1 : 0)) * (output.height / tile.rows) }

    /// Returns the size of the weights of some channels, in bytes.
    private func weightBytes(_ channels: Int, _ width: VectorWidth) -> Int {
        window.height * window.width * channels * vectors * width.lanes * precision.bytes
    }

    /// Returns the number of cache lines of weights to come, for the next pass or panel, to prefetch with each block of
    /// channels.
    ///
    /// A panel of a small image is finished before the processor has recognized the access pattern, and would wait for
    /// each line. The number is 0 for an image so large that a single line would often be too many.
    private func linesAhead(_ width: VectorWidth) -> Int {
        guard !isRowByRow else { return 0 }
        let channels = passes[0].channels.count
        let blocks = tiles * window.height * window.width * (channels / input.block)
        let lines = weightBytes(channels, width) / AlignedMemory.alignment
        return blocks > 0 && lines > blocks / 2 ? (lines + blocks - 1) / blocks : 0
    }

    var instructionEstimate: Int {
        let perChannel = tile.rows * tile.columns * (vectors + 1) + vectors
        let unrolled = min(input.channels, input.block) + input.channels % input.block
        return perChannel * unrolled * window.height * window.width * (tile.restColumns > 0 ? 2 : 1) * passes.count
    }
}

/// The pixels that are computed together: some columns of a row, or of several rows of a narrow image.
struct PixelTile: Hashable {
    let rows: Int
    let columns: Int
    /// Number of full tiles in a row of the image.
    let fullTiles: Int
    /// Number of columns left over.
    let restColumns: Int

    /// Creates the tile for an image, with at most `maximum` pixels.
    init(height: Int, width: Int, maximum: Int) {
        if width <= maximum {
            // A whole row, and as many rows as fit and divide the image.
            columns = width
            rows = (1...max(1, maximum / width)).last { height % $0 == 0 } ?? 1
        } else {
            // The widest tile that leaves nothing over, unless that is much too narrow.
            let even = (1...maximum).last { width % $0 == 0 } ?? 1
            columns = even * 4 >= maximum * 3 ? even : maximum
            rows = 1
        }
        fullTiles = width / columns
        restColumns = width % columns
    }
}
