/// Eight values at a time: two registers of the narrowest machines.
typealias Lanes = SIMD8<Float>

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
