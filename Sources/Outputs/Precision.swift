/// The number of decimals that are kept.
struct Precision {
    /// Ten to the power of the decimals.
    let scale: Double

    static let pixels = Precision(scale: 1e3)
    static let metres = Precision(scale: 1e5)
    static let radians = Precision(scale: 1e5)
    static let probability = Precision(scale: 1e5)
    static let degrees = Precision(scale: 1e2)
    static let seconds = Precision(scale: 1e6)
}

/// Returns the value rounded to the decimals that are kept.
func rounded(
    _ value: Double, _ precision: Precision, _ name: @autoclosure () -> String
) throws(FieldError) -> Double {
    guard value.isFinite else { throw .notFinite(name: name()) }
    // Beyond 2^52 there are no decimals, and the product might overflow.
    guard abs(value) < 0x1p52 else { return value }
    // Adding zero turns -0 into 0.
    return (value * precision.scale).rounded() / precision.scale + 0
}
