import PoiseMachineCode

/// Consecutive steps on narrow feature maps that run together, line-buffered.
///
/// The rows of all intermediate values are consumed while they are in the caches, and the maps never exist as a whole.
/// A chain ends in a requested map of one channel, such as a mask, and begins wherever a value is wide or needed
/// elsewhere.
struct LineBufferedChain {
    /// Indices of the steps, in order.
    let steps: [Int]
    /// The values that the steps read from outside.
    let inputs: [Int]
    /// The value that the last step computes.
    let output: Int

    /// Maximum number of channels of a value in a chain. Values with more channels fill vectors anyway.
    static let maximumChannels = 8

    /// Maximum side of a map in a chain: rows of larger maps do not stay in the caches, and each call is stored.
    static let maximumSide = 4096

    /// Returns all chains of a graph, without values in CHW layout.
    static func all(in graph: Graph, besides chw: Set<Int>, _ width: VectorWidth) -> [LineBufferedChain] {
        var readers: [Int: [Int]] = [:]
        for (index, step) in graph.steps.enumerated() {
            for value in step.reads { readers[value, default: []].append(index) }
        }
        return graph.steps.indices.compactMap { last in
            let output = graph.steps[last].output
            guard graph.outputs.contains(output), graph.shapes[output].last == 1, readers[output] == nil,
                !chw.contains(output), graph.rowEmitters(graph.steps[last], width) != nil
            else { return nil }
            var members: Set = [last]
            for index in (0..<last).reversed() {
                let step = graph.steps[index]
                guard let users = readers[step.output], members.isSuperset(of: users),
                    !graph.outputs.contains(step.output), !chw.contains(step.output),
                    graph.rowEmitters(step, width) != nil
                else { continue }
                members.insert(index)
            }
            let steps = members.sorted()
            let made = Set(steps.map { graph.steps[$0].output })
            let inputs = Set(steps.flatMap { graph.steps[$0].reads }).subtracting(made)
            return LineBufferedChain(steps: steps, inputs: inputs.sorted(), output: output)
        }
    }
}

extension Graph {
    /// Returns the emitters of a step, each reading the result of the one before; `nil` where the step has to run
    /// alone.
    func rowEmitters(_ step: Step, _ width: VectorWidth) -> [any RowEmitter]? {
        guard let output = rowLayout(step.output, width), let input = rowLayout(step.inputs[0], width),
            step.epilogue.addend.map({ shapes[$0] == shapes[step.output] }) ?? true,
            // A value from outside may be an input image, which is not blocked.
            inputs.allSatisfy({ !step.reads.contains($0) })
        else { return nil }
        let epilogue = TileEpilogue(step.epilogue)
        let emitters: [(any RowEmitter)?]
        switch step.operation {
        case .convolution(let convolution):
            guard let window = rowWindow(convolution, from: input, to: output) else { return nil }
            emitters = [
                RowConvolutionEmitter(
                    input: input, output: output, window: window, padding: convolution.padding, epilogue: epilogue,
                    width: width)
            ]
        case .depthwiseConvolution(let convolution):
            guard let window = rowWindow(convolution, from: input, to: output) else { return nil }
            emitters = [
                RowDepthwiseEmitter(
                    output: output, inputWidth: input.width, window: window, padding: convolution.padding,
                    epilogue: epilogue, width: width)
            ]
        case .resizeBilinear:
            emitters = [
                RowWideningEmitter(inputWidth: input.width, output: output, width: width),
                RowBlendEmitter(
                    output: output, inputHeight: shapes[step.inputs[0]][1], height: shapes[step.output][1],
                    epilogue: epilogue, lanes: width.lanes),
            ]
        default: return nil
        }
        let made = emitters.compactMap { $0 }
        guard made.count == emitters.count,
            made.allSatisfy({ $0.instructionEstimate <= JITCompiler.maximumInstructions })
        else { return nil }
        return made
    }

    /// Returns the layout of a narrow map of whole vectors and pairs of rows; `nil` for other values.
    func rowLayout(_ value: Int, _ width: VectorWidth) -> RowLayout? {
        let shape = shapes[value]
        guard shape.count == 4, shape[1] % RowPointers.rows == 0, shape[2] % width.lanes == 0,
            shape[3] <= LineBufferedChain.maximumChannels, max(shape[1], shape[2]) <= LineBufferedChain.maximumSide
        else { return nil }
        return RowLayout(width: shape[2], channels: shape[3])
    }

    /// Returns the window of a convolution that reads only within the margins; `nil` for others.
    private func rowWindow(_ convolution: Convolution, from input: RowLayout, to output: RowLayout) -> Extent? {
        guard let kernel = constants[convolution.weights]?.shape,
            convolution.stride == Extent(height: 1, width: 1)
        else { return nil }
        let window = Extent(height: kernel[1], width: kernel[2])
        let left = convolution.padding.left
        let right = output.width + window.width - 1 - left - input.width
        let pointers = window.height + RowPointers.rows - 1 + 2 * RowPointers.rows
        guard max(left, right) <= RowLayout.margin, pointers <= RowPointers.maximum else { return nil }
        return window
    }
}
