/// IEEE 754 half precision in integer arithmetic.
///
/// `Float16` is not available on every platform that Poise supports, and is slow where it is emulated.
enum HalfPrecision {
    /// Whether a bit pattern is finite: neither infinite nor NaN.
    static func isFinite(_ bits: UInt16) -> Bool { bits & 0x7C00 != 0x7C00 }

    /// Returns the exact value of a bit pattern.
    @inline(__always)
    static func single(_ bits: UInt16) -> Float {
        let sign = UInt32(bits & 0x8000) << 16
        let magnitude = UInt32(bits & 0x7FFF)
        if magnitude >= 0x7C00 {  // infinity or NaN: all exponent bits set
            return Float(bitPattern: sign | 0x7F80_0000 | (magnitude << 13))
        }
        // In the fields of a single the exponent is too small by 127 - 15. Multiplying by 2^112 corrects that and gives
        // subnormal numbers their value at the same time.
        let scaled = Float(bitPattern: magnitude << 13) * Float(sign: .plus, exponent: 112, significand: 1)
        return Float(bitPattern: scaled.bitPattern | sign)
    }

    /// Returns the values of bit patterns.
    static func singles(from bits: ArraySlice<UInt16>) -> [Float] {
        [Float](unsafeUninitializedCapacity: bits.count) { output, initialized in
            bits.withUnsafeBufferPointer { input in
                for index in input.indices { output[index] = single(input[index]) }
            }
            initialized = bits.count
        }
    }
}
