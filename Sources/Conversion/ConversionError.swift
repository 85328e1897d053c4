import Inference

/// Why a model file cannot be converted.
public enum ConversionError: Error, Equatable, Sendable {
    /// The file is neither a TFLite model nor a zip archive.
    case unknownFormat

    /// A part of the model file (`table`, `vtable`, `field`, `vector`, `header`) does not lie within it.
    case outside(String, position: Int, fileSize: Int)
    /// The model has another schema version than 3.
    case version(Int)
    /// The model has another number of graphs than one.
    case graphs(Int)
    /// More of something than a pose network, or a bundle of them, has.
    case tooMany(String, count: Int, limit: Int)

    /// A reference to a tensor, a buffer or an operator code that does not exist.
    case noSuch(String, index: Int, count: Int)
    /// A tensor's shape is not fixed.
    case dynamicShape(tensor: String)
    /// A tensor has no dimensions, or one below 1.
    case shape(tensor: String, [Int])
    /// Tensors have more elements than is sensible.
    case tooLarge(tensor: String, shape: [Int])
    /// A tensor holds numbers of another kind than needed; `type` is TFLite's `TensorType`.
    case type(tensor: String, type: Int)
    /// A tensor holds quantised numbers.
    case quantized(tensor: String)
    /// A tensor holds another number of bytes than its shape tells.
    case dataSize(tensor: String, expected: Int, actual: Int)
    /// A tensor's sparse form is not compressed rows of the innermost dimension, or contradicts itself.
    case sparsity(tensor: String, SparsityFault)

    /// An operator that no ``Operator`` stands for.
    case unknownOperator(String)
    /// An operator with parameters that no ``Operator`` has.
    case unsupported(operator: String, String)
    /// An operator reads a tensor that nothing has made before it.
    case notMade(tensor: String, operator: String)
    /// An output that no operator makes.
    case outputNotMade(tensor: String)
    /// An operator makes a tensor that is there already.
    case madeTwice(tensor: String, operator: String)
    /// An operator needs a constant where the tensor has none.
    case notConstant(tensor: String, operator: String)
    /// An input or output has a name that is empty, not UTF-8, longer than 256 bytes, or that another one has.
    case name(tensor: String)
    /// The parts do not make a network.
    case network(NetworkError)

    /// The zip archive cannot be opened, with libzip's reason.
    case archive(String)
    /// The bundle lacks a member.
    case missingMember(String)
    /// A member is encrypted.
    case encryptedMember(String)
    /// A member is packed by another method than deflate; the method is numbered as in the zip format.
    case packedMember(String, method: Int)
    /// A member unpacks to more bytes than is sensible.
    case largeMember(String, size: Int, packedSize: Int)
    /// A member cannot be unpacked, with the reason.
    case damagedMember(String, String)
    /// A member is unpacked, and wrong in itself.
    indirect case member(String, ConversionError)
}

/// What is wrong with a sparse tensor.
public enum SparsityFault: Equatable, Sendable {
    /// Another layout than dimensions in order, the innermost one compressed and the others dense.
    case layout
    /// The row starts do not number one more than the rows, do not begin at 0, or decrease.
    case segments
    /// A column does not exist, or does not increase within its row.
    case indices
    /// The numbers of columns, of values and the end of the last row are not equal.
    case count
}

extension ConversionError: CustomStringConvertible {
    /// One sentence, to stand behind the name of the file, that says what is wrong and where.
    public var description: String {
        switch self {
        case .unknownFormat:
            "the file is neither a TFLite model nor a zip archive"
        case .outside(let part, let position, let fileSize):
            "the model is damaged: a \(part) at byte \(position) does not lie within its \(fileSize) bytes"
        case .version(let version):
            "the model has TFLite schema version \(version) where 3 is expected"
        case .graphs(let count):
            "the model has \(count) graphs where one is expected"
        case .tooMany(let things, let count, let limit):
            "there are \(count) \(things), more than the \(limit) that are allowed"
        case .noSuch(let thing, let index, let count):
            "the model refers to \(thing) \(index) of \(count)"
        case .dynamicShape(let tensor):
            "the shape of \(tensor) is not fixed"
        case .shape(let tensor, let shape):
            "the shape \(shape) of \(tensor) is not one to eight dimensions of at least 1"
        case .tooLarge(let tensor, let shape):
            "with \(tensor) of shape \(shape) there are more elements than are allowed"
        case .type(let tensor, let type):
            "the numbers of \(tensor) are of TFLite type \(type), which cannot be used here"
        case .quantized(let tensor):
            "the numbers of \(tensor) are quantised"
        case .dataSize(let tensor, let expected, let actual):
            "there are \(actual) bytes for \(tensor) where its shape needs \(expected)"
        case .sparsity(let tensor, let fault):
            "the sparse form of \(tensor) is wrong: \(fault)"
        case .unknownOperator(let name):
            "the operator \(name) is not supported"
        case .unsupported(let name, let what):
            "the operator \(name) has \(what), which is not supported"
        case .notMade(let tensor, let name):
            "the operator \(name) reads \(tensor) before it is made"
        case .outputNotMade(let tensor):
            "no operator makes \(tensor), an output"
        case .madeTwice(let tensor, let name):
            "the operator \(name) makes \(tensor), which is there already"
        case .notConstant(let tensor, let name):
            "the operator \(name) needs a constant, and \(tensor) is none"
        case .name(let tensor):
            "the name of \(tensor), an input or output, is missing, too long, not text or not unique"
        case .network(let error):
            "the parts do not make a network: \(error)"
        case .archive(let reason):
            "the zip archive cannot be opened: \(reason)"
        case .missingMember(let member):
            "the bundle does not hold \(member)"
        case .encryptedMember(let member):
            "the bundle's \(member) is encrypted"
        case .packedMember(let member, let method):
            "the bundle's \(member) is packed by method \(method); only stored and deflated members are supported"
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
    /// A clause that says what is wrong.
    public var description: String {
        switch self {
        case .layout: "it is not made of compressed rows of the innermost dimension"
        case .segments: "the starts of its rows are not in order"
        case .indices: "its columns are not in order"
        case .count: "it has not as many values as columns"
        }
    }
}
