/// Numbers in a rectangular arrangement: single precision, dense, row-major.
public struct Tensor: Sendable, Equatable {
    /// Its dimensions. Feature maps are `[1, height, width, channels]`.
    public let shape: [Int]
    /// Its numbers, the last dimension running fastest.
    public var values: [Float]

    /// A tensor from its shape and numbers; another number of them than the shape needs is a programmer's mistake.
    public init(shape: [Int], values: [Float]) {
        precondition(shape.reduce(1, *) == values.count, "a tensor of shape \(shape) has \(shape.reduce(1, *)) values")
        self.shape = shape
        self.values = values
    }

    /// A tensor of equal numbers.
    public init(shape: [Int], repeating value: Float = 0) {
        self.init(shape: shape, values: [Float](repeating: value, count: shape.reduce(1, *)))
    }
}

extension Network.Constant {
    /// The constant in single precision.
    package var tensor: Tensor {
        switch elements {
        case .float32(let values): Tensor(shape: shape, values: values)
        case .float16(let bits): Tensor(shape: shape, values: HalfPrecision.singles(from: bits[...]))
        }
    }

    /// How many of a part of its numbers are not zero.
    func nonzeroCount(_ range: Range<Int>) -> Int {
        switch elements {
        case .float32(let values): values[range].count { $0 != 0 }
        case .float16(let bits): bits[range].count { $0 & 0x7FFF != 0 }
        }
    }
}
