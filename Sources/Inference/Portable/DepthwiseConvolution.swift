/// A depthwise convolution, computed one block of channels at a time.
struct DepthwiseConvolution: Kernel {
    let geometry: WindowGeometry
    let epilogue: PlacedEpilogue

    /// `[blocks][1 + window height * window width][block]`: the bias, then the weights.
    private let constants: AlignedMemory
    private let window: RowWindow
    private let blockCount: Int
    private let blocksPerItem: Int
    private let rowsPerItem: Int

    private var taps: Int { geometry.window.height * geometry.window.width }
    private var bandCount: Int { (geometry.output.height + rowsPerItem - 1) / rowsPerItem }

    /// The minimum number of multiplications that makes an item worth distributing.
    private static let itemWork = 1 << 18

    /// - Parameters:
    ///   - weights: `[window height, window width, channels]`
    ///   - bias: `[channels]`
    init(geometry: WindowGeometry, weights: [Float], bias: [Float], epilogue: PlacedEpilogue) {
        self.geometry = geometry
        self.epilogue = epilogue
        window = RowWindow(geometry)
        let (block, channels) = (RowWindow.block, geometry.output.channels)
        let taps = geometry.window.height * geometry.window.width
        blockCount = (channels + block - 1) / block
        constants = AlignedMemory(count: blockCount * (1 + taps) * block)
        for channel in 0..<channels {
            let target = constants.start + channel / block * (1 + taps) * block + channel % block
            target[0] = bias[channel]
            for tap in 0..<taps { target[(1 + tap) * block] = weights[tap * channels + channel] }
        }
        let rowWork = geometry.output.width * taps * block
        rowsPerItem = min(max(1, DepthwiseConvolution.itemWork / rowWork), geometry.output.height)
        blocksPerItem = min(max(1, DepthwiseConvolution.itemWork / (rowWork * rowsPerItem)), blockCount)
    }

    var itemCount: Int { bandCount * ((blockCount + blocksPerItem - 1) / blocksPerItem) }

    var scratchCount: Int { window.count }

    func run(item: Int, memory: KernelMemory) {
        let firstRow = item % bandCount * rowsPerItem
        let rows = firstRow..<min(firstRow + rowsPerItem, geometry.output.height)
        let firstBlock = item / bandCount * blocksPerItem
        for block in firstBlock..<min(firstBlock + blocksPerItem, blockCount) {
            for left in stride(from: 0, to: geometry.output.width, by: window.segment) {
                run(block, rows, left..<min(left + window.segment, geometry.output.width), memory)
            }
        }
    }

    /// Computes a block of channels in a part of the image.
    private func run(_ block: Int, _ rows: Range<Int>, _ columns: Range<Int>, _ memory: KernelMemory) {
        let channels = geometry.output.channels
        let channel = block * RowWindow.block
        let bias = UnsafePointer(constants.start + block * (1 + taps) * RowWindow.block)
        window.slide(rows, columns, channel, memory) { row, inside, input in
            let place = (row * geometry.output.width + columns.lowerBound) * channels + channel
            DepthwiseRow(
                bias: bias, weights: bias + (1 + inside.lowerBound * geometry.window.width) * RowWindow.block,
                window: Extent(height: inside.count, width: geometry.window.width),
                input: input, inputRowLength: window.rowLength, inputStep: geometry.stride.width * RowWindow.block,
                output: memory.values + geometry.output.offset + place, outputStep: channels,
                pixels: columns.count, channels: min(RowWindow.block, channels - channel),
                epilogue: epilogue, addend: epilogue.addend(memory, at: place)
            ).compute()
        }
    }
}
