import PoiseInference

/// An error in the conversion of a model file.
public enum ConversionError: Error, Equatable, Sendable {
    /// The file is neither a TFLite model nor a zip archive.
    case unknownFormat

    /// A part of the model file (`table`, `vtable`, `field`, `vector`, `header`) is not inside the file.
    case outside(String, position: Int, fileSize: Int)
    /// The schema version of the model is not 3.
    case version(Int)
    /// The number of graphs in the model is not one.
    case graphs(Int)
    /// There are more items of a kind than a pose network, or a bundle of them, has.
    case tooMany(String, count: Int, limit: Int)

    /// A reference to a tensor, a buffer or an operator code that does not exist.
    case noSuch(String, index: Int, count: Int)
    /// A tensor's shape is not fixed.
    case dynamicShape(tensor: String)
    /// A tensor has no dimensions, or one below 1.
    case shape(tensor: String, [Int])
    /// The tensors have more elements than allowed.
    case tooLarge(tensor: String, shape: [Int])
    /// The elements of a tensor have the wrong type; `type` is TFLite's `TensorType`.
    case type(tensor: String, type: Int)
    /// The elements of a tensor are quantized.
    case quantized(tensor: String)
    /// The number of bytes of a tensor differs from what its shape requires.
    case dataSize(tensor: String, expected: Int, actual: Int)
    /// The sparse form of a tensor is not compressed rows of the innermost dimension, or is inconsistent.
    case sparsity(tensor: String, SparsityFault)

    /// An operator has no corresponding ``Operator``.
    case unknownOperator(String)
    /// An operator has parameters that no ``Operator`` supports.
    case unsupported(operator: String, String)
    /// An operator reads a tensor that no earlier operator computes.
    case notMade(tensor: String, operator: String)
    /// No operator computes an output.
    case outputNotMade(tensor: String)
    /// An operator computes a tensor that already exists.
    case madeTwice(tensor: String, operator: String)
    /// An operator requires a constant, but the tensor is not constant.
    case notConstant(tensor: String, operator: String)
    /// The name of an input or output is empty, not UTF-8, longer than 256 bytes, or not unique.
    case name(tensor: String)
    /// The parts do not form a valid network.
    case network(NetworkError)

    /// The zip archive cannot be opened; the value is libzip's reason.
    case archive(String)
    /// The bundle lacks a member.
    case missingMember(String)
    /// A member is encrypted.
    case encryptedMember(String)
    /// A member is compressed with a method other than deflate; methods are numbered as in the zip format.
    case packedMember(String, method: Int)
    /// A member unpacks to more bytes than allowed.
    case largeMember(String, size: Int, packedSize: Int)
    /// A member cannot be unpacked; the second value is the reason.
    case damagedMember(String, String)
    /// The contents of a member are invalid.
    indirect case member(String, ConversionError)
}

/// A fault in a sparse tensor.
public enum SparsityFault: Equatable, Sendable {
    /// The layout is not dimensions in order, with the innermost one compressed and the others dense.
    case layout
    /// The number of row starts is not one more than the number of rows, or they do not begin at 0, or decrease.
    case segments
    /// A column does not exist or does not increase within its row.
    case indices
    /// The number of columns, the number of values and the end of the last row differ.
    case count
}

extension ConversionError: CustomStringConvertible {
    /// One sentence, to follow the name of the file, that states the error and where it is.
    public var description: String {
        switch self {
        case .unknownFormat:
            "the file is neither a TFLite model nor a zip archive"
        case .outside(let part, let position, let fileSize):
            "the model is damaged: a \(part) at byte \(position) is outside its \(fileSize) bytes"
        case .version(let version):
            "the model has TFLite schema version \(version); only version 3 is supported"
        case .graphs(let count):
            "the model has \(count) graphs; exactly one is supported"
        case .tooMany(let things, let count, let limit):
            "there are \(count) \(things); at most \(limit) are allowed"
        case .noSuch(let thing, let index, let count):
            "the model refers to \(thing) \(index) of \(count)"
        case .dynamicShape(let tensor):
            "the shape of \(tensor) is not fixed"
        case .shape(let tensor, let shape):
            "the shape \(shape) of \(tensor) is not one to eight dimensions of at least 1"
        case .tooLarge(let tensor, let shape):
            "with \(tensor) of shape \(shape) there are more elements than are allowed"
        case .type(let tensor, let type):
            "the elements of \(tensor) have TFLite type \(type), which is not supported here"
        case .quantized(let tensor):
            "the elements of \(tensor) are quantized, which is not supported"
        case .dataSize(let tensor, let expected, let actual):
            "\(tensor) has \(actual) bytes; its shape requires \(expected)"
        case .sparsity(let tensor, let fault):
            "the sparse form of \(tensor) is invalid: \(fault)"
        case .unknownOperator(let name):
            "the operator \(name) is not supported"
        case .unsupported(let name, let what):
            "the operator \(name) has \(what), which is not supported"
        case .notMade(let tensor, let name):
            "the operator \(name) reads \(tensor) before it is computed"
        case .outputNotMade(let tensor):
            "no operator computes the output \(tensor)"
        case .madeTwice(let tensor, let name):
            "the operator \(name) computes \(tensor), which already exists"
        case .notConstant(let tensor, let name):
            "the operator \(name) requires a constant, but \(tensor) is not constant"
        case .name(let tensor):
            "the name of \(tensor), an input or output, is missing, too long, not text or not unique"
        case .network(let error):
            "the parts do not form a valid network: \(error)"
        case .archive(let reason):
            "the zip archive cannot be opened: \(reason)"
        case .missingMember(let member):
            "the bundle does not contain \(member)"
        case .encryptedMember(let member):
            "the bundle's \(member) is encrypted"
        case .packedMember(let member, let method):
            "the bundle's \(member) is compressed with method \(method); only stored and deflated members are supported"
        case .largeMember(let member, let size, let packedSize):
            "the bundle's \(member) would unpack from \(packedSize) to \(size) bytes, more than is allowed"
        case .damagedMember(let member, let reason):
            "the bundle's \(member) cannot be unpacked: \(reason)"
        case .member(let member, let error):
            "in the bundle's \(member): \(error)"
        }
    }
}

extension SparsityFault: CustomStringConvertible {
    /// A clause that states the fault.
    public var description: String {
        switch self {
        case .layout: "it does not consist of compressed rows of the innermost dimension"
        case .segments: "the starts of its rows are not in order"
        case .indices: "its columns are not in order"
        case .count: "its numbers of values and columns differ"
        }
    }
}
