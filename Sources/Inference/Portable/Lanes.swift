/// Four values: a register of the narrowest processors, which compiled code has to support.
typealias Lanes = SIMD4<Float>

/// Returns the lane-wise maximum.
///
/// Comparison and selection compile to one instruction; `pointwiseMax` also checks for NaN.
@inline(__always)
func larger(_ left: Lanes, _ right: Lanes) -> Lanes { left.replacing(with: right, where: right .> left) }

/// Returns the lane-wise minimum.
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

/// Interpolates between two values with the operations in XNNPACK's order, for the same rounding.
@inline(__always)
func interpolate(_ first: Lanes, _ second: Lanes, _ weight: Lanes) -> Lanes { first + (second - first) * weight }

/// Interpolates between two values with the operations in XNNPACK's order, for the same rounding.
@inline(__always)
func interpolate(_ first: Float, _ second: Float, _ weight: Float) -> Float { first + (second - first) * weight }
