/// Eight numbers that undergo the same computation, one for each of eight rays.
typealias Lanes = SIMD8<Float>

/// Eight points, directions or colors.
struct Points {
    var x: Lanes
    var y: Lanes
    var z: Lanes

    @inline(__always) init(_ x: Lanes, _ y: Lanes, _ z: Lanes) {
        self.x = x
        self.y = y
        self.z = z
    }

    @inline(__always) init(repeating point: SIMD3<Float>) {
        self.init(Lanes(repeating: point.x), Lanes(repeating: point.y), Lanes(repeating: point.z))
    }

    @inline(__always) var normalized: Points { self * (1 / (x * x + y * y + z * z).squareRoot()) }

    @inline(__always) func dot(_ other: SIMD3<Float>) -> Lanes { x * other.x + y * other.y + z * other.z }

    @inline(__always) static func + (left: Points, right: Points) -> Points {
        Points(left.x + right.x, left.y + right.y, left.z + right.z)
    }

    @inline(__always) static func * (points: Points, factor: Lanes) -> Points {
        Points(points.x * factor, points.y * factor, points.z * factor)
    }

    @inline(__always) static func * (points: Points, factor: SIMD3<Float>) -> Points {
        Points(points.x * factor.x, points.y * factor.y, points.z * factor.z)
    }

    @inline(__always) func replacing(with other: Points, where mask: SIMDMask<SIMD8<Int32>>) -> Points {
        Points(
            x.replacing(with: other.x, where: mask), y.replacing(with: other.y, where: mask),
            z.replacing(with: other.z, where: mask))
    }
}

/// Returns the smaller number; the right one where the left is NaN.
@inline(__always) func minimum(_ left: Lanes, _ right: Lanes) -> Lanes {
    right.replacing(with: left, where: left .< right)
}

/// Returns the larger number; the right one where the left is NaN.
@inline(__always) func maximum(_ left: Lanes, _ right: Lanes) -> Lanes {
    right.replacing(with: left, where: left .> right)
}

/// Returns the numbers clamped to 0 to 1; NaN becomes 0.
@inline(__always) func saturate(_ lanes: Lanes) -> Lanes { minimum(maximum(lanes, .zero), Lanes(repeating: 1)) }

/// Returns numbers without their fractions; each has to lie between -2^31 and 2^31.
///
/// The initializer of the standard library does the same through its generic conversions, ten times as slowly.
@inline(__always) func whole(_ lanes: Lanes) -> SIMD8<Int32> {
    var result = SIMD8<Int32>()
    for lane in 0..<8 { result[lane] = Int32(lanes[lane]) }
    return result
}
