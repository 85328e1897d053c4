import PoiseLibC

/// The logistic function.
enum Logistic {
    /// 1 / (1 + e^-x)
    static func value(_ x: Float) -> Float { 1 / (1 + exp(-x)) }
}
