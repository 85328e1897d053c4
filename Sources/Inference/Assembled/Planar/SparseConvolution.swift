/// A 1x1 convolution with few weights that are not zero, by generated code: cut into strips of pixels and, where these
/// are few, into groups of output channels.
struct SparseConvolution: Kernel {
    /// Some pixels of all channels.
    struct Strip: Sendable {
        /// Where it begins, counted from the first pixel.
        let start: Int
        /// The code for each stretch of input channels.
        let functions: [SparseConvolutionEmitter.Function]
    }

    /// Some output channels.
    struct Group: Sendable {
        let outputs: Range<Int>
        /// Where the weights for each stretch of input channels begin in the packed ones.
        let weights: [Int]
    }

    let code: ExecutableMemory
    let weights: AlignedMemory
    let strips: [Strip]
    let groups: [Group]
    /// Places of the first pixels, and of the mask.
    let input: Int
    let output: Int
    let addend: Int
    let mask: Int
    /// Elements from an output channel to the next.
    let outputStride: Int

    var itemCount: Int { strips.count * groups.count }

    func run(item: Int, memory: KernelMemory) {
        let strip = strips[item / groups.count]
        let group = groups[item % groups.count]
        let target = group.outputs.lowerBound * outputStride + strip.start
        for (function, start) in zip(strip.functions, group.weights) {
            function(
                memory.values + (input + strip.start), weights.start + start, memory.values + (output + target),
                memory.values + (addend + target), weights.start + (mask + strip.start), group.outputs.count)
        }
    }
}

extension AssembledCompiler {
    /// Bytes of input that stay in the first-level cache beside weights and output.
    private static let cachedBytes = 32 << 10
    /// Items from which on they keep all threads busy.
    private static let enoughItems = 4

    mutating func compileSparse(_ convolution: Convolution, _ step: Step) -> Bool {
        guard let input = planar(step.inputs[0]), let output = planar(step.output),
            let width = VectorWidth(rawValue: output.layout.lanes)
        else { return false }
        let kernel = constant(convolution.weights)
        let (outputs, inputs) = (kernel.shape[0], kernel.shape[3])

        let vectors = output.layout.vectorCount
        let pixels = evenRanges(vectors, largest: SparseConvolutionEmitter.maximumVectors(width))
        let channelBytes = (pixels.map(\.count).max() ?? 1) * width.bytes
        let stretches = evenRanges(inputs, largest: max(1, AssembledCompiler.cachedBytes / channelBytes))
        let groupCount = min(outputs, (AssembledCompiler.enoughItems + pixels.count - 1) / pixels.count)

        let stream = SparseWeights(
            weights: kernel, bias: constant(convolution.bias), stretches: stretches,
            channelBytes: 4 * input.layout.planeStride, lanes: width.lanes)
        let groups = evenRanges(outputs, count: groupCount).map { outputs in
            SparseConvolution.Group(outputs: outputs, weights: weights.append(stream, outputs: outputs))
        }
        let epilogue = TileEpilogue(step.epilogue)
        let strips = pixels.map { range in
            let functions = stretches.map { stretch in
                code.function(
                    SparseConvolutionEmitter(
                        vectors: range.count, lanes: width.lanes, outputStride: output.layout.planeStride,
                        isFirst: stretch.lowerBound == 0, isLast: stretch.upperBound == inputs, epilogue: epilogue))
            }
            return (start: range.lowerBound * width.lanes, functions: functions)
        }
        let mask = planeMask(output.layout)
        let addend = addendOrigin(step, output)
        makers.append { memory, packed in
            SparseConvolution(
                code: memory, weights: packed,
                strips: strips.map { strip in
                    SparseConvolution.Strip(
                        start: strip.start,
                        functions: strip.functions.map {
                            memory.function(at: $0, as: SparseConvolutionEmitter.Function.self)
                        })
                },
                groups: groups, input: input.offset + input.layout.origin,
                output: output.offset + output.layout.origin, addend: addend, mask: mask,
                outputStride: output.layout.planeStride)
        }
        return true
    }

    /// So many things in ranges of about the same length, none longer than that.
    private func evenRanges(_ total: Int, largest: Int) -> [Range<Int>] {
        evenRanges(total, count: (total + largest - 1) / largest)
    }

    /// So many things in so many ranges of about the same length.
    private func evenRanges(_ total: Int, count: Int) -> [Range<Int>] {
        (0..<count).map { total * $0 / count..<total * ($0 + 1) / count }
    }
}
