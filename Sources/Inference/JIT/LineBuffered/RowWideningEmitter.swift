import PoiseMachineCode

/// Emits the horizontal half of a bilinear upsampling, for two rows; ``RowBlendEmitter`` is the other half.
///
/// The inputs for a vector of outputs are in one vector and are selected lane by lane. The operations are those of
/// ``ResizeEmitter``, without fused ones. In two halves, each input row is widened once, not for every row it is
/// blended into.
///
///     rsi  for each vector of columns three: lanes of the left inputs, lanes of the right ones, weights
///     rcx  channels left
struct RowWideningEmitter: RowEmitter {
    let output: RowLayout
    let inputWidth: Int
    let lanes: Int

    /// - Returns: `nil` where the inputs for a vector of columns are further apart than one vector.
    init?(inputWidth: Int, output: RowLayout, width: VectorWidth) {
        (self.inputWidth, self.output, lanes) = (inputWidth, output, width.lanes)
        guard columns.allSatisfy({ $0.lanes.allSatisfy { $0.left < width.lanes && $0.right < width.lanes } }) else {
            return nil
        }
    }

    /// The columns of an output vector.
    struct Columns {
        /// The first input column.
        let first: Int
        /// Input columns left and right of each lane, relative to the first one, and the weight of the right one.
        let lanes: [(left: Int, right: Int, weight: Float)]
    }

    var columns: [Columns] {
        let samples = BilinearResize.samples(input: inputWidth, output: output.width)
        return stride(from: 0, to: samples.count, by: lanes).map { start in
            let first = samples[start].first
            return Columns(
                first: first,
                lanes: samples[start..<start + lanes].map { ($0.first - first, $0.second - first, $0.weight) })
        }
    }

    func inputRows(at row: Int) -> [Int] { Array(row..<row + RowPointers.rows) }

    var pointers: RowPointers { RowPointers(inputs: RowPointers.rows, hasAddend: false) }

    func emit(_ code: inout Assembler) {
        let pointers = pointers
        let stride = RowLayout(width: inputWidth, channels: output.channels).channelStride
        let (left, right, weight) = (VectorRegister(0), VectorRegister(1), VectorRegister(2))
        let (sum, difference) = (VectorRegister(3), VectorRegister(4))
        let bytes = code.width.bytes
        pointers.emitBegin(&code)
        for (vector, column) in columns.enumerated() {
            for (index, register) in [left, right, weight].enumerated() {
                code.load(register, Address(.rsi, (3 * vector + index) * bytes))
            }
            code.move(.rcx, output.channels)
            code.align()
            let next = code.here
            for row in 0..<RowPointers.rows {
                code.load(difference, Address(pointers.inputs[row], 4 * column.first))
                code.permute(sum, indices: left, difference)
                code.permute(difference, indices: right, difference)
                code.subtract(difference, difference, sum)
                code.multiply(difference, difference, weight)
                code.add(sum, sum, difference)
                code.store(sum, Address(pointers.outputs[row], vector * bytes))
            }
            pointers.emitAdvance(&code, inputs: stride, outputs: output.channelStride)
            code.countDown(.rcx, to: next)
            pointers.emitAdvance(
                &code, inputs: -output.channels * stride, outputs: -output.channels * output.channelStride)
        }
        pointers.emitEnd(&code)
    }

    var instructionEstimate: Int { 40 * output.width / lanes }
}
