import PoiseLibC

/// A sparse convolution and the depthwise convolution that is the only reader of its result, as one kernel; an item is
/// a group of channels.
///
/// The channels between the two are in scratch memory, where they stay in the second-level cache, and never all exist
/// at the same time.
struct SparseExpansionKernel: Kernel {
    let expansion: SparseConvolution
    let depthwise: CHWDepthwise
    /// Layout of the channels of the largest group in scratch memory.
    let hidden: CHWLayout
    /// Offsets of the first pixels, and elements between adjacent output channels.
    let input: Int
    let output: Int
    let addend: Int
    let outputStride: Int

    var itemCount: Int { expansion.groups.count }

    var scratchCount: Int { hidden.origin + hidden.channels * hidden.planeStride + hidden.margin }

    func run(item: Int, memory: KernelMemory) {
        let group = expansion.groups[item]
        clearBorders(memory.scratch, channels: group.outputs.count)
        let pixels = memory.scratch + hidden.origin
        for strip in expansion.strips {
            expansion.run(strip, group, input: memory.values + input, output: pixels, addend: pixels)
        }
        let first = group.outputs.lowerBound * outputStride
        depthwise.run(
            group.outputs, input: pixels, output: memory.values + (output + first),
            addend: memory.values + (addend + first))
    }

    /// Clears the memory before the first channel and after the last; the expansion clears it between them.
    private func clearBorders(_ scratch: UnsafeMutablePointer<Float>, channels: Int) {
        memset(scratch, 0, hidden.origin * MemoryLayout<Float>.stride)
        memset(
            scratch + hidden.origin + channels * hidden.planeStride, 0, hidden.margin * MemoryLayout<Float>.stride)
    }
}

extension JITCompiler {
    /// Bytes of channels that fit into the second-level cache next to the input.
    private static let cachedScratchBytes = 256 << 10

    /// Compiles an expansion and the depthwise convolution that follows it.
    mutating func compileExpansion(_ first: Step, _ second: Step) -> Bool {
        guard case .convolution(let pointwise) = first.operation,
            case .depthwiseConvolution(let depthwise) = second.operation,
            let input = chw(first.inputs[0]), let output = chw(second.output)
        else { return false }
        let shape = graph.shapes[first.output]
        let channelBytes =
            4 * CHWLayout(height: shape[1], width: shape[2], channels: 1, lanes: output.layout.lanes).planeStride
        let largest = max(8, JITCompiler.cachedScratchBytes / channelBytes)
        let count = max((shape[3] + largest - 1) / largest, min(shape[3], JITCompiler.enoughItems))
        let groups = evenRanges(shape[3], count: count)
        let hidden = CHWLayout(
            height: shape[1], width: shape[2], channels: groups.map(\.count).max() ?? 0, lanes: output.layout.lanes)
        let makeExpansion = sparseConvolution(
            pointwise, first, input: input.layout, output: hidden, groups: groups, clearsBorders: true)
        guard let makeDepthwise = chwDepthwise(depthwise, second, input: hidden, output: output.layout) else {
            return false
        }
        let addend = addendOrigin(second, output)
        pendingKernels.append { memory, packed in
            SparseExpansionKernel(
                expansion: makeExpansion(memory, packed), depthwise: makeDepthwise(memory, packed), hidden: hidden,
                input: input.offset + input.layout.origin, output: output.offset + output.layout.origin,
                addend: addend, outputStride: output.layout.planeStride)
        }
        return true
    }
}
