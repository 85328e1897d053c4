/// A convolution of each channel by itself by generated code, cut into blocks of channels and stretches of rows.
struct AssembledDepthwise: Kernel {
    let code: ExecutableMemory
    let function: DepthwiseEmitter.Function
    let weights: AlignedMemory
    /// Where the weights begin in the packed ones, and elements from a block's to the next.
    let weightsStart: Int
    let weightsStride: Int
    /// Places of the first window, of the output's and of the addend's origin.
    let input: Int
    let output: Int
    let addend: Int
    /// Elements from a block to the next, and from an output row to the next.
    let inputBlockStride: Int
    let outputBlockStride: Int
    let inputRowAdvance: Int
    let outputRowStride: Int
    let blocks: Int
    let rows: Int
    /// Rows of an item.
    let rowsPerItem: Int

    private var stretches: Int { (rows + rowsPerItem - 1) / rowsPerItem }

    var itemCount: Int { blocks * stretches }

    func run(item: Int, memory: KernelMemory) {
        let block = item / stretches
        let first = item % stretches * rowsPerItem
        let target = block * outputBlockStride + first * outputRowStride
        function(
            memory.values + (input + block * inputBlockStride + first * inputRowAdvance),
            weights.start + (weightsStart + block * weightsStride), memory.values + (output + target),
            memory.values + (addend + target), min(rowsPerItem, rows - first))
    }
}
