extension Operator {
    /// Returns the shape of the output for inputs of the given shapes.
    ///
    /// - Parameters:
    ///   - node: Name of the node, for error messages.
    ///   - inputs: Shapes of the inputs, already checked.
    ///   - constants: Constants of the network, already checked.
    /// - Throws: ``NetworkError`` when the operator cannot be applied to them.
    func outputShape(
        node: String, inputs: [[Int]], constants: [String: Network.Constant]
    ) throws(NetworkError) -> [Int] {
        let context = ShapeContext(node: node, inputs: inputs, constants: constants)
        let shape: [Int]
        switch self {
        case .convolution(let convolution): shape = try convolution.outputShape(isDepthwise: false, context)
        case .depthwiseConvolution(let convolution): shape = try convolution.outputShape(isDepthwise: true, context)
        case .add: shape = try Addition.outputShape(context)
        case .pad(let amounts): shape = try ZeroPadding(amounts: amounts).outputShape(context)
        case .maxPool(let pooling): shape = try pooling.outputShape(context)
        case .resizeBilinear(let extent): shape = try BilinearResize(target: extent).outputShape(context)
        case .depthToSpace(let block): shape = try DepthToSpace(block: block).outputShape(context)
        case .gatherColumns(let offsets): shape = try ColumnGathering(offsets: offsets).outputShape(context)
        case .reshape(let target): shape = try Reshape(target: target).outputShape(context)
        case .concatenation(let axis): shape = try Concatenation(axis: axis).outputShape(context)
        case .logistic: shape = try context.onlyInput()
        }
        _ = try Network.elementCount(name: node, shape: shape)
        return shape
    }

    /// Computes the output in the simplest way: the reference for every faster implementation.
    ///
    /// The shapes must have been checked by ``outputShape(node:inputs:constants:)``.
    package func evaluate(_ inputs: [Tensor], constants: [String: Network.Constant]) -> Tensor {
        switch self {
        case .convolution(let convolution): convolution.evaluate(inputs[0], constants: constants)
        case .depthwiseConvolution(let convolution): convolution.evaluateDepthwise(inputs[0], constants: constants)
        case .add(let activation): Addition.evaluate(inputs[0], inputs[1], activation: activation)
        case .pad(let amounts): ZeroPadding(amounts: amounts).evaluate(inputs[0])
        case .maxPool(let pooling): pooling.evaluate(inputs[0])
        case .resizeBilinear(let extent): BilinearResize(target: extent).evaluate(inputs[0])
        case .depthToSpace(let block): DepthToSpace(block: block).evaluate(inputs[0])
        case .gatherColumns(let offsets): ColumnGathering(offsets: offsets).evaluate(inputs[0])
        case .reshape(let target): Tensor(shape: target, values: inputs[0].values)
        case .concatenation(let axis): Concatenation(axis: axis).evaluate(inputs)
        case .logistic: Tensor(shape: inputs[0].shape, values: inputs[0].values.map(Logistic.value))
        }
    }
}

/// The inputs of a shape rule, and its checks.
struct ShapeContext {
    let node: String
    let inputs: [[Int]]
    let constants: [String: Network.Constant]

    /// The maximum kernel size, stride and padding: more than any network of images has, and small enough that products
    /// do not overflow.
    static let maximumParameter = 1 << 12

    func onlyInput() throws(NetworkError) -> [Int] {
        guard inputs.count == 1 else { throw .wrongInputCount(node: node, expected: 1, actual: inputs.count) }
        return inputs[0]
    }

    /// Returns the only input, which must be a feature map `[1, height, width, channels]`.
    func featureMap() throws(NetworkError) -> [Int] {
        let shape = try onlyInput()
        guard shape.count == 4, shape[0] == 1 else {
            throw invalid("its input has the shape \(shape); [1, height, width, channels] is required")
        }
        return shape
    }

    func constant(_ name: String) throws(NetworkError) -> Network.Constant {
        guard let constant = constants[name] else { throw .missingConstant(name: name, neededBy: node) }
        return constant
    }

    func invalid(_ reason: String) -> NetworkError { .invalidParameter(node: node, reason: reason) }

    /// Returns the number of window positions along one dimension.
    func windowCount(
        size: Int, before: Int, after: Int, window: Int, stride: Int
    ) throws(NetworkError) -> Int {
        let limits = 0...ShapeContext.maximumParameter
        guard window >= 1, stride >= 1, limits.contains(window), limits.contains(stride), limits.contains(before),
            limits.contains(after)
        else { throw invalid("window \(window), stride \(stride) or padding \(before), \(after) is out of range") }
        guard size + before + after >= window else {
            throw invalid("a window of \(window) does not fit into \(size) with padding \(before), \(after)")
        }
        return (size + before + after - window) / stride + 1
    }
}

extension Network {
    /// Runs the whole network node by node with the reference operators: slow, for comparison with faster executors.
    ///
    /// - Parameter tensors: A tensor for each input, in the order of ``inputs``, of the shape that the network
    ///   requires.
    /// - Returns: The tensor of each computed value, by index.
    package func evaluate(_ tensors: [Tensor]) -> [Int: Tensor] {
        var results = Dictionary(uniqueKeysWithValues: zip(inputs, tensors))
        for node in nodes {
            let arguments = node.inputs.map { index in
                guard let tensor = results[index] else { preconditionFailure("the network has been validated") }
                return tensor
            }
            results[node.output] = node.operation.evaluate(arguments, constants: constants)
        }
        return results
    }
}
