/// A dense array of single-precision values in row-major order: an input or an output of a network.
public struct Tensor: Sendable, Equatable {
    /// The dimensions. Feature maps are `[1, height, width, channels]`.
    public let shape: [Int]
    /// The elements; the last dimension varies fastest.
    public internal(set) var values: [Float]

    /// Creates a tensor from its shape and elements.
    ///
    /// - Precondition: `values` has as many elements as `shape` requires: the product of its dimensions.
    public init(shape: [Int], values: [Float]) {
        precondition(shape.reduce(1, *) == values.count, "a tensor of shape \(shape) has \(shape.reduce(1, *)) values")
        self.shape = shape
        self.values = values
    }

    /// Creates a tensor whose elements all equal `value`.
    public init(shape: [Int], repeating value: Float = 0) {
        self.init(shape: shape, values: [Float](repeating: value, count: shape.reduce(1, *)))
    }
}

extension Network.Constant {
    /// The constant as a tensor in single precision.
    package var tensor: Tensor {
        switch elements {
        case .float32(let values): Tensor(shape: shape, values: values)
        case .float16(let bits): Tensor(shape: shape, values: HalfPrecision.singles(from: bits[...]))
        }
    }

    /// Returns the number of nonzero elements in a range of the row-major elements.
    func nonzeroCount(_ range: Range<Int>) -> Int {
        switch elements {
        case .float32(let values): values[range].count { $0 != 0 }
        case .float16(let bits): bits[range].count { $0 & 0x7FFF != 0 }
        }
    }
}
