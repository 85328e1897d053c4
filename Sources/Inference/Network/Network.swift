/// A neural network as a value: what it computes, in order, and its constants. It runs nothing; see ``Plan``.
///
/// Values (the edges) are numbered. A value is either an input or made by exactly one node, and nodes stand in an order
/// in which they can run; making a `Network` checks this, and every shape.
public struct Network: Sendable, Equatable {
    /// An edge: a tensor that flows.
    public struct Value: Sendable, Equatable, Codable {
        /// A readable name, unique in the network.
        public var name: String
        /// Its dimensions, each at least 1; feature maps are `[1, height, width, channels]`.
        public var shape: [Int]

        /// A value from its name and shape.
        public init(name: String, shape: [Int]) {
            self.name = name
            self.shape = shape
        }
    }

    /// A vertex: one operator applied to values.
    public struct Node: Sendable, Equatable {
        /// What is computed.
        public var operation: Operator
        /// The values it reads, by index.
        public var inputs: [Int]
        /// The value it makes, by index.
        public var output: Int

        /// A node from its parts.
        public init(operation: Operator, inputs: [Int], output: Int) {
            self.operation = operation
            self.inputs = inputs
            self.output = output
        }
    }

    /// Weights, a bias: numbers that belong to the network.
    public struct Constant: Sendable, Equatable {
        /// Its dimensions, each at least 1.
        public var shape: [Int]
        /// Its numbers, in row-major order.
        public var elements: Elements

        /// A constant from its shape and numbers.
        public init(shape: [Int], elements: Elements) {
            self.shape = shape
            self.elements = elements
        }
    }

    /// Numbers in the precision they are stored in.
    public enum Elements: Sendable, Equatable {
        /// IEEE 754 half precision, as bit patterns.
        case float16([UInt16])
        /// Single precision.
        case float32([Float])
    }

    /// Where a network came from.
    public struct Origin: Sendable, Equatable, Codable {
        /// Name of the file it was converted from.
        public var file: String
        /// SHA-256 of that file, 64 hexadecimal digits.
        public var sha256: String
        /// Licence of the weights, an SPDX identifier.
        public var license: String

        /// An origin from its parts.
        public init(file: String, sha256: String, license: String) {
            self.file = file
            self.sha256 = sha256
            self.license = license
        }
    }

    /// The edges.
    public let values: [Value]
    /// The vertices, in an order in which they can run.
    public let nodes: [Node]
    /// The values given from outside, by index.
    public let inputs: [Int]
    /// The values that the network is there to make, by index.
    public let outputs: [Int]
    /// Weights and biases by name.
    public let constants: [String: Constant]
    /// Where it came from.
    public let origin: Origin

    /// A network from its parts.
    ///
    /// - Throws: ``NetworkError`` when an index, a shape or the order is wrong, or a constant is missing or not finite.
    public init(
        values: [Value], nodes: [Node], inputs: [Int], outputs: [Int], constants: [String: Constant], origin: Origin
    ) throws(NetworkError) {
        self.values = values
        self.nodes = nodes
        self.inputs = inputs
        self.outputs = outputs
        self.constants = constants
        self.origin = origin
        try validate()
    }
}
