/// A neural network as a value: its graph of operators and its constants.
///
/// A network does not run by itself; see ``Plan``. Values (the edges) are numbered. Each is given from outside or
/// computed by one node, never both, and nodes are listed in an order in which they can run. Creating a `Network`
/// checks this and every shape, so that a `Network` is always valid.
public struct Network: Sendable, Equatable {
    /// An edge of the graph: a tensor that nodes read and write.
    public struct Value: Sendable, Equatable, Codable {
        /// A readable name, unique in the network.
        public var name: String
        /// The dimensions, each at least 1; feature maps are `[1, height, width, channels]`.
        public var shape: [Int]

        /// Creates a value from its name and shape.
        public init(name: String, shape: [Int]) {
            self.name = name
            self.shape = shape
        }
    }

    /// A vertex of the graph: one operator applied to values.
    public struct Node: Sendable, Equatable {
        /// The operator.
        public var operation: Operator
        /// Indices of the values that the node reads.
        public var inputs: [Int]
        /// Index of the value that the node computes.
        public var output: Int

        /// Creates a node from its parts.
        public init(operation: Operator, inputs: [Int], output: Int) {
            self.operation = operation
            self.inputs = inputs
            self.output = output
        }
    }

    /// A constant of the network: weights or a bias.
    public struct Constant: Sendable, Equatable {
        /// The dimensions, each at least 1.
        public var shape: [Int]
        /// The elements, in row-major order.
        public var elements: Elements

        /// Creates a constant from its shape and elements.
        public init(shape: [Int], elements: Elements) {
            self.shape = shape
            self.elements = elements
        }
    }

    /// The elements of a constant in their stored precision.
    public enum Elements: Sendable, Equatable {
        /// IEEE 754 half precision, as bit patterns.
        case float16([UInt16])
        /// Single precision.
        case float32([Float])
    }

    /// The origin of a network, for information only.
    public struct Origin: Sendable, Equatable {
        /// Name of the file that the network was converted from; empty for a network built in code.
        public var file: String
        /// SHA-256 of that file, 64 hexadecimal digits; empty where there is no file.
        public var sha256: String
        /// License of the weights, an SPDX identifier; empty where it is unknown.
        public var license: String
        /// The data and the steps of the training, in one sentence; empty where it is unknown.
        public var training: String

        /// Creates an origin from its parts.
        public init(file: String = "", sha256: String = "", license: String = "", training: String = "") {
            self.file = file
            self.sha256 = sha256
            self.license = license
            self.training = training
        }
    }

    /// The edges.
    public let values: [Value]
    /// The vertices, in an order in which they can run.
    public let nodes: [Node]
    /// Indices of the values given from outside.
    public let inputs: [Int]
    /// Indices of the values that the network computes as its results.
    public let outputs: [Int]
    /// Weights and biases by name.
    public let constants: [String: Constant]
    /// The origin of the network.
    public let origin: Origin

    /// Creates a network from its parts, and validates it.
    ///
    /// - Parameters:
    ///   - values: The edges, by whose positions everything else refers to them.
    ///   - nodes: The vertices; each reads inputs and results of nodes before it.
    ///   - inputs: Indices of the values given from outside.
    ///   - outputs: Indices of the values that are results.
    ///   - constants: Weights and biases by the names that the operators state.
    ///   - origin: The origin of the network.
    /// - Throws: ``NetworkError`` when an index, a shape or the order is wrong, or a constant is missing or not finite.
    public init(
        values: [Value], nodes: [Node], inputs: [Int], outputs: [Int], constants: [String: Constant],
        origin: Origin = Origin()
    ) throws(NetworkError) {
        self.values = values
        self.nodes = nodes
        self.inputs = inputs
        self.outputs = outputs
        self.constants = constants
        self.origin = origin
        try validate()
    }

    /// Returns the network for inputs of other shapes; the shapes of all other values follow from them.
    ///
    /// - Parameter shapes: New shapes of inputs, by name.
    /// - Throws: ``NetworkError`` when an operator cannot be applied to them.
    public func reshaped(_ shapes: [String: [Int]]) throws(NetworkError) -> Network {
        var values = values
        for index in inputs { values[index].shape = shapes[values[index].name] ?? values[index].shape }
        guard values != self.values else { return self }
        for node in nodes {
            values[node.output].shape = try node.operation.outputShape(
                node: values[node.output].name, inputs: node.inputs.map { values[$0].shape }, constants: constants)
        }
        return try Network(
            values: values, nodes: nodes, inputs: inputs, outputs: outputs, constants: constants, origin: origin)
    }
}
