/// The graph in its file representation: nodes in an order in which they can run, values by name.
struct GraphDocument: Codable {
    let inputs: [Network.Value]
    let nodes: [NodeDocument]
    let outputs: [String]

    init(_ network: Network) {
        inputs = network.inputs.map { network.values[$0] }
        outputs = network.outputs.map { network.values[$0].name }
        nodes = network.nodes.map { node in
            NodeDocument(
                operation: node.operation, inputs: node.inputs.map { network.values[$0].name },
                output: network.values[node.output])
        }
    }

    func network(
        constants: [String: Network.Constant], origin: Network.Origin
    ) throws(NetworkFileError) -> Network {
        // A value is either an input or the output of a node.
        let values = inputs + nodes.map { Network.Value(name: $0.output, shape: $0.shape) }
        var indices: [String: Int] = [:]
        for (index, value) in values.enumerated() {
            guard indices.updateValue(index, forKey: value.name) == nil else {
                throw .network(.duplicateName(value.name))
            }
        }
        func index(_ name: String, neededBy node: String) throws(NetworkFileError) -> Int {
            guard let index = indices[name] else { throw .network(.notComputed(value: name, neededBy: node)) }
            return index
        }
        var graph: [Network.Node] = []
        for (number, node) in nodes.enumerated() {
            var sources: [Int] = []
            for name in node.inputs { sources.append(try index(name, neededBy: node.output)) }
            graph.append(
                Network.Node(operation: try node.operation(), inputs: sources, output: inputs.count + number))
        }
        var results: [Int] = []
        for name in outputs { results.append(try index(name, neededBy: "the output")) }
        do {
            return try Network(
                values: values, nodes: graph, inputs: Array(inputs.indices), outputs: results, constants: constants,
                origin: origin)
        } catch {
            throw .network(error)
        }
    }
}

/// A node in its file representation; the operator determines which parameters are present.
struct NodeDocument: Codable {
    let op: String
    let inputs: [String]
    let output: String
    let shape: [Int]
    var weights: String?
    var bias: String?
    var stride: [Int]?
    var padding: [Int]?
    var activation: Activation?
    var window: [Int]?
    var size: [Int]?
    var block: Int?
    var axis: Int?
    var offsets: [Int]?
    var amounts: [[Int]]?

    private enum Name {
        static let convolution = "convolution"
        static let depthwiseConvolution = "depthwise_convolution"
        static let add = "add"
        static let pad = "pad"
        static let maxPool = "max_pool"
        static let resizeBilinear = "resize_bilinear"
        static let depthToSpace = "depth_to_space"
        static let gatherColumns = "gather_columns"
        static let reshape = "reshape"
        static let concatenation = "concatenation"
        static let logistic = "logistic"
    }

    init(operation: Operator, inputs: [String], output: Network.Value) {
        self.inputs = inputs
        self.output = output.name
        shape = output.shape
        switch operation {
        case .convolution(let parameters), .depthwiseConvolution(let parameters):
            if case .convolution = operation { op = Name.convolution } else { op = Name.depthwiseConvolution }
            weights = parameters.weights
            bias = parameters.bias
            stride = [parameters.stride.height, parameters.stride.width]
            padding = parameters.padding.list
            activation = parameters.activation
        case .add(let function):
            op = Name.add
            activation = function
        case .pad(let values):
            op = Name.pad
            amounts = values.map { [$0.before, $0.after] }
        case .maxPool(let pooling):
            op = Name.maxPool
            window = [pooling.window.height, pooling.window.width]
            stride = [pooling.stride.height, pooling.stride.width]
            padding = pooling.padding.list
        case .resizeBilinear(let extent):
            op = Name.resizeBilinear
            size = [extent.height, extent.width]
        case .depthToSpace(let side):
            op = Name.depthToSpace
            block = side
        case .gatherColumns(let columns):
            op = Name.gatherColumns
            offsets = columns
        case .reshape: op = Name.reshape
        case .concatenation(let dimension):
            op = Name.concatenation
            axis = dimension
        case .logistic: op = Name.logistic
        }
    }

    func operation() throws(NetworkFileError) -> Operator {
        switch op {
        case Name.convolution: return .convolution(try convolution())
        case Name.depthwiseConvolution: return .depthwiseConvolution(try convolution())
        case Name.add: return .add(try required(activation, "activation"))
        case Name.pad:
            var result: [PadAmount] = []
            for pair in try required(amounts, "amounts") {
                guard pair.count == 2 else { throw .invalidParameter(node: output, parameter: "amounts") }
                result.append(PadAmount(before: pair[0], after: pair[1]))
            }
            return .pad(result)
        case Name.maxPool:
            return .maxPool(
                Pooling(
                    window: try extent(window, "window"), stride: try extent(stride, "stride"), padding: try sides()))
        case Name.resizeBilinear: return .resizeBilinear(try extent(size, "size"))
        case Name.depthToSpace: return .depthToSpace(block: try required(block, "block"))
        case Name.gatherColumns: return .gatherColumns(offsets: try required(offsets, "offsets"))
        case Name.reshape: return .reshape(shape)
        case Name.concatenation: return .concatenation(axis: try required(axis, "axis"))
        case Name.logistic: return .logistic
        default: throw .unknownOperator(node: output, name: op)
        }
    }

    private func convolution() throws(NetworkFileError) -> Convolution {
        Convolution(
            weights: try required(weights, "weights"), bias: try required(bias, "bias"),
            stride: try extent(stride, "stride"), padding: try sides(),
            activation: try required(activation, "activation"))
    }

    private func required<Value>(_ value: Value?, _ name: String) throws(NetworkFileError) -> Value {
        guard let value else { throw .invalidParameter(node: output, parameter: name) }
        return value
    }

    private func extent(_ list: [Int]?, _ name: String) throws(NetworkFileError) -> Extent {
        guard let list, list.count == 2 else { throw .invalidParameter(node: output, parameter: name) }
        return Extent(height: list[0], width: list[1])
    }

    private func sides() throws(NetworkFileError) -> Padding {
        guard let padding, padding.count == 4 else { throw .invalidParameter(node: output, parameter: "padding") }
        return Padding(top: padding[0], left: padding[1], bottom: padding[2], right: padding[3])
    }
}

extension Padding {
    fileprivate var list: [Int] { [top, left, bottom, right] }
}
