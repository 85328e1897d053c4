/// An epilogue whose addend has an offset in the arena: `last(first(x) + addend)`.
struct PlacedEpilogue: Sendable {
    /// Bounds of the first activation.
    private let first: Bounds
    /// Offset of the addend, a value of the output's shape.
    private let addend: Int?
    /// Bounds of the last activation.
    private let last: Bounds
    /// Whether the epilogue leaves values unchanged.
    let isIdentity: Bool

    init(first: Activation, addend: Int?, last: Activation) {
        self.first = Bounds(first)
        self.addend = addend
        self.last = Bounds(last)
        isIdentity = first == .none && addend == nil && last == .none
    }

    /// Returns the epilogue of four values of the output.
    @inline(__always)
    func apply(_ value: Lanes, addend pointer: UnsafePointer<Float>?) -> Lanes {
        let value = first.clamp(value)
        guard let pointer else { return value }
        return last.clamp(value + load(pointer))
    }

    /// Returns the epilogue of one value of the output.
    @inline(__always)
    func apply(_ value: Float, addend pointer: UnsafePointer<Float>?) -> Float {
        let value = first.clamp(value)
        guard let pointer else { return value }
        return last.clamp(value + pointer.pointee)
    }

    /// Applies the epilogue to a range of an output that holds the plain results of the operator.
    func apply(_ memory: KernelMemory, output: DenseValue, _ range: Range<Int>) {
        let values = memory.values + output.offset
        let addend = addend(memory, at: 0)
        var index = range.lowerBound
        if let addend {
            while index + Lanes.scalarCount <= range.upperBound {
                store(last.clamp(first.clamp(load(values + index)) + load(addend + index)), to: values + index)
                index += Lanes.scalarCount
            }
        } else {
            while index + Lanes.scalarCount <= range.upperBound {
                store(first.clamp(load(values + index)), to: values + index)
                index += Lanes.scalarCount
            }
        }
        while index < range.upperBound {
            values[index] = apply(values[index], addend: addend.map { $0 + index })
            index += 1
        }
    }

    /// Returns the addend at an index of the output, or `nil` without an addend.
    @inline(__always)
    func addend(_ memory: KernelMemory, at index: Int) -> UnsafePointer<Float>? {
        guard let addend else { return nil }
        return UnsafePointer(memory.values + addend + index)
    }

    /// An activation as a pair of bounds, so that all activations are the same two instructions and no loop branches.
    ///
    /// The bounds are vectors in memory: the optimizer splits a vector that it makes itself from a scalar into several,
    /// and then does not see that comparison and selection use the same values.
    private struct Bounds {
        let lower: Lanes
        let upper: Lanes

        init(_ activation: Activation) {
            lower = Lanes(repeating: activation == .none ? -.infinity : 0)
            upper = Lanes(repeating: activation == .relu6 ? 6 : .infinity)
        }

        @inline(__always)
        func clamp(_ value: Lanes) -> Lanes { smaller(larger(value, lower), upper) }

        @inline(__always)
        func clamp(_ value: Float) -> Float { min(max(value, lower[0]), upper[0]) }
    }
}
