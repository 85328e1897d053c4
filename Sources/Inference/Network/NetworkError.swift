/// An error in the parts of a network. A node is identified by the name of the value it computes.
public enum NetworkError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A dimension is not positive, or the number of dimensions is not 1 to 5.
    case invalidShape(name: String, shape: [Int])
    /// A tensor has more elements than ``Network/maximumElements``.
    case tooLarge(name: String, shape: [Int])
    /// There are more values or nodes than ``Network/maximumNodes``.
    case tooManyNodes(Int)
    /// Two values share a name.
    case duplicateName(String)
    /// An index refers to no value.
    case noSuchValue(index: Int, in: String)
    /// A node reads a value that no earlier node computes: the graph is cyclic, out of order or incomplete.
    case notComputed(value: String, neededBy: String)
    /// A value is computed twice, or is both an input and computed.
    case computedTwice(value: String)
    /// A node needs a constant that does not exist.
    case missingConstant(name: String, neededBy: String)
    /// A constant has more or fewer elements than its shape requires.
    case wrongElementCount(constant: String, expected: Int, actual: Int)
    /// A constant holds an infinity or a NaN.
    case notFinite(constant: String)
    /// A node has the wrong number of inputs.
    case wrongInputCount(node: String, expected: Int, actual: Int)
    /// A stride, kernel, padding or axis is not possible.
    case invalidParameter(node: String, reason: String)
    /// A shape differs from the shape that follows from the inputs.
    case wrongShape(name: String, expected: [Int], actual: [Int])
    /// A run would need more memory than ``Plan/maximumArenaElements``.
    case tooMuchMemory(elements: Int)
    /// The network has no output of this name.
    case noSuchOutput(String)

    /// One sentence that states the error and where it is.
    public var description: String {
        switch self {
        case .invalidShape(let name, let shape):
            "tensor \(name) has the invalid shape \(shape)"
        case .tooLarge(let name, let shape):
            "tensor \(name) of shape \(shape) is larger than the \(Network.maximumElements) elements allowed"
        case .tooManyNodes(let count):
            "the network has \(count) nodes or values; at most \(Network.maximumNodes) are allowed"
        case .duplicateName(let name):
            "two values are named \(name)"
        case .noSuchValue(let index, let place):
            "\(place) refers to value \(index), which does not exist"
        case .notComputed(let value, let node):
            "\(node) reads \(value) before anything has computed it: the graph is cyclic, out of order or incomplete"
        case .computedTwice(let value):
            "value \(value) is computed twice"
        case .missingConstant(let name, let node):
            "constant \(name), needed by \(node), is missing"
        case .wrongElementCount(let constant, let expected, let actual):
            "constant \(constant) has \(actual) elements; its shape requires \(expected)"
        case .notFinite(let constant):
            "constant \(constant) contains an infinity or a NaN"
        case .wrongInputCount(let node, let expected, let actual):
            "node \(node) has \(actual) inputs; it requires \(expected)"
        case .invalidParameter(let node, let reason):
            "node \(node): \(reason)"
        case .wrongShape(let name, let expected, let actual):
            "\(name) has the shape \(actual); the required shape is \(expected)"
        case .tooMuchMemory(let elements):
            "a run would need \(elements) elements of memory; at most \(Plan.maximumArenaElements) are allowed"
        case .noSuchOutput(let name):
            "the network has no output \(name)"
        }
    }
}
