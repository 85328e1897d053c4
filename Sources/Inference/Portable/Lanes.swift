/// Four values at a time: a register of the narrowest machines, which compiled code has to be made for.
typealias Lanes = SIMD4<Float>

/// The larger of each two values. Written as comparison and choice, which compiles to one instruction; `pointwiseMax`
/// looks for NaN besides.
@inline(__always)
func larger(_ left: Lanes, _ right: Lanes) -> Lanes { left.replacing(with: right, where: right .> left) }

/// The smaller of each two values.
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

/// Between two values, in the order of the operations of XNNPACK, for the same rounding.
@inline(__always)
func interpolate(_ first: Lanes, _ second: Lanes, _ weight: Lanes) -> Lanes { first + (second - first) * weight }

/// Between two values, in the order of the operations of XNNPACK, for the same rounding.
@inline(__always)
func interpolate(_ first: Float, _ second: Float, _ weight: Float) -> Float { first + (second - first) * weight }
