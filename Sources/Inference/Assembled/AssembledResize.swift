/// Bilinear enlargement by generated code, row by row of each block.
struct AssembledResize: Kernel {
    let code: ExecutableMemory
    let function: ResizeEmitter.Function
    let weights: AlignedMemory
    /// Where the weights of the first row begin, elements from a row's to the next, and where the sixes lie.
    let weightsStart: Int
    let weightsStride: Int
    let sixes: Int
    let input: Int
    let inputLayout: BlockedLayout
    let output: Int
    let outputLayout: BlockedLayout
    let addend: Int
    /// The input rows of each output row.
    let rows: [BilinearResize.Sample]

    private static let rowsPerItem = 16

    private var stretches: Int { (outputLayout.height + Self.rowsPerItem - 1) / Self.rowsPerItem }

    var itemCount: Int { outputLayout.blockCount * stretches }

    func run(item: Int, memory: KernelMemory) {
        let block = item / stretches
        let first = item % stretches * Self.rowsPerItem
        let image = memory.values + (input + block * inputLayout.blockStride)
        for y in first..<min(first + Self.rowsPerItem, outputLayout.height) {
            let target = block * outputLayout.blockStride + y * outputLayout.rowStride
            function(
                image + rows[y].first * inputLayout.rowStride, image + rows[y].second * inputLayout.rowStride,
                memory.values + (output + target), memory.values + (addend + target),
                weights.start + (weightsStart + y * weightsStride), weights.start + sixes)
        }
    }
}
