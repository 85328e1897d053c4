/// Sebastiano Vigna's SplitMix64: a small generator whose numbers are the same on every machine.
package struct NoiseGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Returns a number that is approximately normally distributed with mean 0 and standard deviation 1: the sum of
    /// eight bytes, by the central limit theorem.
    package mutating func nextNormal() -> Float {
        let bits = next()
        let pairs = (bits & 0x00FF_00FF_00FF_00FF) &+ (bits >> 8 & 0x00FF_00FF_00FF_00FF)
        let sum = (pairs &* 0x0001_0001_0001_0001) >> 48
        // A byte has the mean 127.5 and the variance (256^2 - 1) / 12.
        return (Float(sum) - 1020) / 209.02
    }
}

/// Smooth random values on a plane: random at integer coordinates, interpolated between.
enum ValueNoise {
    /// Returns a random number from 0 to 1 for each pair of integers.
    @inline(__always) static func hash(_ x: SIMD8<Int32>, _ y: SIMD8<Int32>) -> Lanes {
        var mixed =
            SIMD8<UInt32>(truncatingIfNeeded: x) &* 0x9E37_79B1 ^ SIMD8<UInt32>(truncatingIfNeeded: y) &* 0x85EB_CA77
        mixed = (mixed ^ (mixed &>> 15)) &* 0x2C1B_3C6D
        mixed = (mixed ^ (mixed &>> 12)) &* 0x297A_2D39
        mixed ^= mixed &>> 15
        return Lanes(SIMD8<Int32>(truncatingIfNeeded: mixed &>> 8)) * 0x1p-24
    }

    /// Returns the noise at points, 0 to 1; its grain is one unit wide.
    @inline(__always) static func value(_ x: Lanes, _ y: Lanes) -> Lanes {
        let (column, u) = split(x)
        let (row, v) = split(y)
        let upper = hash(column, row) * (1 - u) + hash(column &+ 1, row) * u
        let lower = hash(column, row &+ 1) * (1 - u) + hash(column &+ 1, row &+ 1) * u
        return upper * (1 - v) + lower * v
    }

    /// Returns the integer below and a smooth step over the fraction.
    @inline(__always) static func split(_ value: Lanes) -> (SIMD8<Int32>, Lanes) {
        let floor = wholeBelow(value)
        let fraction = saturate(value - Lanes(floor))
        return (floor, fraction * fraction * (3 - 2 * fraction))
    }

    /// Returns the integers below; values are first clamped to within 2^23, up to which floats have fractions.
    @inline(__always) static func wholeBelow(_ value: Lanes) -> SIMD8<Int32> {
        let bounded = maximum(minimum(value, Lanes(repeating: 0x1p23)), Lanes(repeating: -0x1p23))
        return whole(bounded.rounded(.down))
    }
}
