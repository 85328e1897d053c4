/// An error in the bytes of a network file.
public enum NetworkFileError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file is shorter than its header states.
    case truncated(expected: Int, actual: Int)
    /// The header is not the expected JSON object.
    case invalidHeader(reason: String)
    /// The file is a safetensors file without a Poise network.
    case notANetwork
    /// The file has a version that this code does not read.
    case unsupportedVersion(String)
    /// A tensor has a type other than F16 and F32.
    case unsupportedType(tensor: String, type: String)
    /// The offsets of a tensor are outside the file or in reverse order.
    case invalidOffsets(tensor: String, offsets: [Int])
    /// The number of bytes of a tensor differs from what its shape requires.
    case wrongByteCount(tensor: String, expected: Int, actual: Int)
    /// A tensor does not begin where the previous one ends: they overlap or leave a gap.
    case notContiguous(tensor: String, expected: Int, actual: Int)
    /// Bytes follow the last tensor.
    case trailingBytes(Int)
    /// The operator of a node is unknown.
    case unknownOperator(node: String, name: String)
    /// A node lacks a parameter or has one of the wrong length.
    case invalidParameter(node: String, parameter: String)
    /// The parts do not form a valid network.
    case network(NetworkError)

    /// One sentence that states the error and where it is.
    public var description: String {
        switch self {
        case .truncated(let expected, let actual):
            "the network file is truncated: it has \(actual) bytes of \(expected)"
        case .invalidHeader(let reason):
            "the header of the network file is invalid: \(reason)"
        case .notANetwork:
            "the file is not a Poise network; convert MediaPipe models with `poise convert`"
        case .unsupportedVersion(let version):
            "the network file has version \(version); only version \(NetworkFile.version) is supported"
        case .unsupportedType(let tensor, let type):
            "tensor \(tensor) has type \(type); only F16 and F32 are supported"
        case .invalidOffsets(let tensor, let offsets):
            "the offsets \(offsets) of tensor \(tensor) are not inside the file"
        case .wrongByteCount(let tensor, let expected, let actual):
            "tensor \(tensor) has \(actual) bytes; its shape requires \(expected)"
        case .notContiguous(let tensor, let expected, let actual):
            "tensor \(tensor) begins at byte \(actual); the previous tensor ends at \(expected)"
        case .trailingBytes(let count):
            "\(count) bytes follow the last tensor"
        case .unknownOperator(let node, let name):
            "node \(node) has the unknown operator \(name)"
        case .invalidParameter(let node, let parameter):
            "node \(node) has no valid parameter \(parameter)"
        case .network(let error):
            error.description
        }
    }
}
