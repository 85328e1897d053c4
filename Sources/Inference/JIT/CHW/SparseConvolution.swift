import PoiseMachineCode

/// A 1x1 convolution with mostly zero weights in generated code, split into strips of pixels and groups of output
/// channels.
struct SparseConvolution: Sendable {
    /// Some pixels of all channels.
    struct Strip: Sendable {
        /// Offset of the strip from the first pixel.
        let start: Int
        /// The code for each range of input channels.
        let functions: [SparseConvolutionEmitter.Function]
    }

    /// Some output channels.
    struct Group: Sendable {
        let outputs: Range<Int>
        /// Offsets in the packed weights for each range of input channels.
        let weights: [Int]
    }

    let code: ExecutableMemory
    let weights: AlignedMemory
    let strips: [Strip]
    let groups: [Group]
    /// Offset of the mask of the output's planes in the packed weights.
    let mask: Int
    /// Elements between adjacent output channels.
    let outputStride: Int

    /// Computes some output channels for some pixels.
    ///
    /// The pointers refer to the first pixels of the input's first channel, and of the group's first channel in output
    /// and addend.
    func run(
        _ strip: Strip, _ group: Group, input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>,
        addend: UnsafePointer<Float>
    ) {
        for (function, start) in zip(strip.functions, group.weights) {
            function(
                input + strip.start, weights.start + start, output + strip.start, addend + strip.start,
                weights.start + (mask + strip.start), group.outputs.count)
        }
    }
}

/// A sparse convolution in CHW layout; an item is a strip of a group.
struct SparseConvolutionKernel: Kernel {
    let convolution: SparseConvolution
    /// Offsets of the first pixels.
    let input: Int
    let output: Int
    let addend: Int

    var itemCount: Int { convolution.strips.count * convolution.groups.count }

    func run(item: Int, memory: KernelMemory) {
        let group = convolution.groups[item % convolution.groups.count]
        let first = group.outputs.lowerBound * convolution.outputStride
        convolution.run(
            convolution.strips[item / convolution.groups.count], group, input: memory.values + input,
            output: memory.values + (output + first), addend: memory.values + (addend + first))
    }
}

extension JITCompiler {
    /// Bytes of input that fit into the first-level cache next to weights and output.
    private static let cachedBytes = 32 << 10

    mutating func compileSparse(_ convolution: Convolution, _ step: Step) -> Bool {
        guard let input = chw(step.inputs[0]), let output = chw(step.output) else { return false }
        let strips = SparseConvolutionEmitter.strips(of: output.layout).count
        let groups = (JITCompiler.enoughItems + strips - 1) / strips
        let make = sparseConvolution(
            convolution, step, input: input.layout, output: output.layout,
            groups: evenRanges(output.layout.channels, count: min(groups, output.layout.channels)))
        let addend = addendOrigin(step, output)
        pendingKernels.append { memory, packed in
            SparseConvolutionKernel(
                convolution: make(memory, packed), input: input.offset + input.layout.origin,
                output: output.offset + output.layout.origin, addend: addend)
        }
        return true
    }

    /// Emits code and packs weights for groups of output channels of a sparse convolution.
    ///
    /// - Parameter clearsBorders: Whether the code writes the zeros after each channel, where no other code does.
    mutating func sparseConvolution(
        _ convolution: Convolution, _ step: Step, input: CHWLayout, output: CHWLayout, groups: [Range<Int>],
        clearsBorders: Bool = false
    ) -> (ExecutableMemory, AlignedMemory) -> SparseConvolution {
        let kernel = constant(convolution.weights)
        let inputs = input.channels
        let pixels = SparseConvolutionEmitter.strips(of: output)
        let stripBytes = 4 * output.lanes * (pixels.map(\.count).max() ?? 1)
        let segments = evenRanges(inputs, largest: max(1, JITCompiler.cachedBytes / stripBytes))

        let stream = SparseWeights(
            weights: kernel, bias: constant(convolution.bias), segments: segments,
            channelBytes: 4 * input.planeStride, outputBytes: 4 * output.planeStride, lanes: output.lanes)
        let groups = groups.map { outputs in
            SparseConvolution.Group(outputs: outputs, weights: weights.append(stream, outputs: outputs))
        }
        let epilogue = TileEpilogue(step.epilogue)
        let strips = pixels.map { range in
            let border =
                clearsBorders && range.upperBound == output.vectorCount
                ? output.planeStride / output.lanes - output.vectorCount : 0
            let functions = segments.map { segment in
                code.function(
                    SparseConvolutionEmitter(
                        vectors: range.count, lanes: output.lanes, clearedVectors: border,
                        isFirst: segment.lowerBound == 0, isLast: segment.upperBound == inputs, epilogue: epilogue))
            }
            return (start: range.lowerBound * output.lanes, functions: functions)
        }
        let mask = planeMask(output)
        return { memory, packed in
            SparseConvolution(
                code: memory, weights: packed,
                strips: strips.map { strip in
                    SparseConvolution.Strip(
                        start: strip.start,
                        functions: strip.functions.map {
                            memory.function(at: $0, as: SparseConvolutionEmitter.Function.self)
                        })
                },
                groups: groups, mask: mask, outputStride: output.planeStride)
        }
    }
}
