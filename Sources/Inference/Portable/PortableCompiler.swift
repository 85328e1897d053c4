/// Compiles the steps of a graph into portable kernels.
struct PortableCompiler {
    let graph: Graph
    /// The values that the steps read and write.
    let values: [Int: DenseValue]

    /// - Throws: ``NetworkError/tooMuchMemory(elements:)``
    static func program(for graph: Graph) throws(NetworkError) -> Program {
        let layout = ArenaLayout(graph)
        guard layout.count <= Plan.maximumArenaElements else { throw .tooMuchMemory(elements: layout.count) }
        let values = layout.offsets.map { ($0, DenseValue(offset: $1, shape: graph.shapes[$0])) }
        let compiler = PortableCompiler(graph: graph, values: Dictionary(uniqueKeysWithValues: values))
        return Program(
            executor: .portable, kernels: graph.steps.map(compiler.kernel),
            groups: graph.steps.indices.map { StepGroup(steps: [$0], kernels: $0..<$0 + 1, executor: .portable) },
            elementCount: layout.count,
            layouts: Dictionary(
                uniqueKeysWithValues: Set(graph.inputs + graph.outputs).map { value in
                    let place = compiler.place(value)
                    return (value, .dense(offset: place.offset, shape: place.shape))
                }))
    }

    /// Returns the kernel of a step.
    func kernel(for step: Step) -> any Kernel {
        let input = place(step.inputs[0])
        let output = place(step.output)
        let epilogue = PlacedEpilogue(
            first: step.epilogue.first, addend: step.epilogue.addend.map { place($0).offset },
            last: step.epilogue.last)
        switch step.operation {
        case .convolution(let convolution):
            let weights = constant(convolution.weights)
            let bias = constant(convolution.bias).values
            let geometry = WindowGeometry(
                input: input, output: output, window: Extent(height: weights.shape[1], width: weights.shape[2]),
                stride: convolution.stride, padding: convolution.padding)
            return output.channels <= NarrowConvolution.maximumChannels && !geometry.isPointwise
                ? NarrowConvolution(geometry: geometry, weights: weights, bias: bias, epilogue: epilogue)
                : MatrixConvolution(geometry: geometry, weights: weights, bias: bias, epilogue: epilogue)
        case .depthwiseConvolution(let convolution):
            let weights = constant(convolution.weights)
            return DepthwiseConvolution(
                geometry: WindowGeometry(
                    input: input, output: output, window: Extent(height: weights.shape[1], width: weights.shape[2]),
                    stride: convolution.stride, padding: convolution.padding),
                weights: weights.values, bias: constant(convolution.bias).values, epilogue: epilogue)
        case .resizeBilinear:
            return ResizeKernel(input: input, output: output, epilogue: epilogue)
        case .maxPool(let pooling):
            return MaximumPoolingKernel(
                geometry: WindowGeometry(
                    input: input, output: output, window: pooling.window, stride: pooling.stride,
                    padding: pooling.padding))
        case .add:
            return AdditionKernel(
                left: input, right: place(step.inputs[1]).offset, output: output.offset,
                activation: step.epilogue.first)
        case .depthToSpace(let block):
            return DepthToSpaceKernel(input: input, output: output, block: block)
        case .gatherColumns(let offsets):
            return GatherColumnsKernel(input: input, output: output, offsets: offsets)
        case .pad(let amounts):
            return CopyKernel.padding(input: input, output: output, amounts: amounts)
        case .reshape:
            return CopyKernel.reshape(input: input, output: output)
        case .concatenation(let axis):
            return CopyKernel.concatenation(inputs: step.inputs.map(place), output: output, axis: axis)
        case .logistic:
            return LogisticKernel(input: input, output: output.offset)
        }
    }

    private func place(_ value: Int) -> DenseValue {
        guard let place = values[value] else { preconditionFailure("value \(value) has no layout") }
        return place
    }

    private func constant(_ name: String) -> Tensor {
        guard let constant = graph.constants[name] else { preconditionFailure("the network has been validated") }
        return constant.tensor
    }
}

/// The geometry of a window that slides over an image.
struct WindowGeometry: Sendable {
    let input: DenseValue
    let output: DenseValue
    let window: Extent
    let stride: Extent
    let padding: Padding

    /// Whether each output pixel depends only on the input pixel at the same position.
    var isPointwise: Bool {
        window == Extent(height: 1, width: 1) && stride == window && padding == Padding()
    }

    /// The output columns for which the window is entirely between the left and right edges of the image.
    var interiorColumns: Range<Int> {
        let first = (padding.left + stride.width - 1) / stride.width
        let room = input.width + padding.left - window.width
        let end = room < 0 ? 0 : min(room / stride.width + 1, output.width)
        return first..<max(first, end)
    }

    /// Returns the rows of the window that are inside the image at an output row.
    @inline(__always)
    func windowRows(at row: Int) -> Range<Int> {
        let top = row * stride.height - padding.top
        let first = max(0, -top)
        return first..<max(first, min(window.height, input.height - top))
    }

    /// Returns the columns of the window that are inside the image at an output column.
    @inline(__always)
    func windowColumns(at column: Int) -> Range<Int> {
        let left = column * stride.width - padding.left
        let first = max(0, -left)
        return first..<max(first, min(window.width, input.width - left))
    }
}
