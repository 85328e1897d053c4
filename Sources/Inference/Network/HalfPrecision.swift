/// IEEE 754 half precision, in integer arithmetic: `Float16` is not available on every platform of ours, and where it
/// is emulated it is slow.
enum HalfPrecision {
    /// Whether a bit pattern is a number: not infinite, not NaN.
    static func isFinite(_ bits: UInt16) -> Bool { bits & 0x7C00 != 0x7C00 }

    /// The value of a bit pattern, exactly.
    @inline(__always)
    static func single(_ bits: UInt16) -> Float {
        let sign = UInt32(bits & 0x8000) << 16
        let magnitude = UInt32(bits & 0x7FFF)
        if magnitude >= 0x7C00 {  // infinity or NaN: all exponent bits set
            return Float(bitPattern: sign | 0x7F80_0000 | (magnitude << 13))
        }
        // Placed in a single's fields the exponent is too small by 127 - 15; multiplying by 2^112 mends that, and
        // brings subnormal numbers to their value at the same time.
        let scaled = Float(bitPattern: magnitude << 13) * Float(sign: .plus, exponent: 112, significand: 1)
        return Float(bitPattern: scaled.bitPattern | sign)
    }

    /// The values of bit patterns.
    static func singles(from bits: ArraySlice<UInt16>) -> [Float] {
        [Float](unsafeUninitializedCapacity: bits.count) { output, initialized in
            bits.withUnsafeBufferPointer { input in
                for index in input.indices { output[index] = single(input[index]) }
            }
            initialized = bits.count
        }
    }
}
