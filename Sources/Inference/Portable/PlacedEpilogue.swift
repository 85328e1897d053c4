/// Eight values at a time, as wide as any machine's registers; narrower ones take two.
typealias Lanes = SIMD8<Float>

/// An epilogue whose addend has a place in the arena: `last(first(x) + addend)`.
struct PlacedEpilogue: Sendable {
    let first: Activation
    /// Offset of a value of the output's shape.
    let addend: Int?
    let last: Activation

    /// Whether nothing is left to be done.
    var isIdentity: Bool { first == .none && addend == nil && last == .none }

    /// The epilogue of eight values of the output.
    @inline(__always)
    func apply(_ value: Lanes, addend pointer: UnsafePointer<Float>?) -> Lanes {
        var result = first.apply(value)
        if let pointer { result += load(pointer) }
        return last.apply(result)
    }

    /// The epilogue of one value of the output.
    @inline(__always)
    func apply(_ value: Float, addend pointer: UnsafePointer<Float>?) -> Float {
        var result = first.apply(value)
        if let pointer { result += pointer.pointee }
        return last.apply(result)
    }

    /// The addend, where there is one, at a place counted from the output's begin.
    @inline(__always)
    func addend(_ memory: KernelMemory, at index: Int) -> UnsafePointer<Float>? {
        guard let addend else { return nil }
        return UnsafePointer(memory.values + addend + index)
    }
}

extension Activation {
    /// The activation of eight values.
    @inline(__always)
    func apply(_ value: Lanes) -> Lanes {
        switch self {
        case .none: value
        case .relu: larger(value, Lanes(repeating: 0))
        case .relu6: smaller(larger(value, Lanes(repeating: 0)), Lanes(repeating: 6))
        }
    }
}

/// Written as comparison and choice, which compiles to one instruction; `pointwiseMax` looks for NaN besides.
@inline(__always)
func larger(_ left: Lanes, _ right: Lanes) -> Lanes { left.replacing(with: right, where: right .> left) }

@inline(__always)
func smaller(_ left: Lanes, _ right: Lanes) -> Lanes { left.replacing(with: right, where: right .< left) }

@inline(__always)
func load(_ pointer: UnsafePointer<Float>) -> Lanes {
    UnsafeRawPointer(pointer).loadUnaligned(as: Lanes.self)
}

@inline(__always)
func store(_ value: Lanes, to pointer: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: Lanes.self)
}
