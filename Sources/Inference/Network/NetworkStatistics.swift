extension Operator {
    /// The operator's name for display.
    public var name: String {
        switch self {
        case .convolution(let convolution): "convolution" + convolution.suffix
        case .depthwiseConvolution(let convolution): "depthwise" + convolution.suffix
        case .add(let activation): "add" + activation.suffix
        case .pad: "pad"
        case .maxPool(let pooling): "max pool \(pooling.window.height)x\(pooling.window.width)"
        case .resizeBilinear: "resize"
        case .depthToSpace(let block): "depth to space \(block)"
        case .gatherColumns(let offsets): "gather \(offsets.count) columns"
        case .reshape: "reshape"
        case .concatenation: "concatenation"
        case .logistic: "logistic"
        }
    }
}

extension Convolution {
    fileprivate var suffix: String {
        (stride == Extent(height: 1, width: 1) ? "" : " / \(stride.height)") + activation.suffix
    }
}

extension Activation {
    fileprivate var suffix: String { self == .none ? "" : " + \(rawValue)" }
}

extension Network {
    /// The number of learned parameters: elements of all constants.
    public var parameterCount: Int { constants.values.reduce(0) { $0 + $1.shape.reduce(1, *) } }

    /// Returns the number of multiply-adds of a node's convolution; 0 for other operators.
    ///
    /// - Parameter node: One of ``nodes``.
    public func multiplyAdds(of node: Node) -> Int {
        let output = values[node.output].shape.reduce(1, *)
        switch node.operation {
        case .convolution(let convolution):
            let kernel = constants[convolution.weights]?.shape ?? [1]
            return output * kernel.dropFirst().reduce(1, *)
        case .depthwiseConvolution(let convolution):
            let kernel = constants[convolution.weights]?.shape ?? [1]
            return output * kernel.dropFirst().dropLast().reduce(1, *)
        default: return 0
        }
    }

    /// Returns the number of constant elements that a node reads.
    ///
    /// - Parameter node: One of ``nodes``.
    public func weightCount(of node: Node) -> Int {
        switch node.operation {
        case .convolution(let convolution), .depthwiseConvolution(let convolution):
            [convolution.weights, convolution.bias].reduce(0) { $0 + (constants[$1]?.shape.reduce(1, *) ?? 0) }
        default: 0
        }
    }
}
