/// The meaning of brightness and color differences (Y, Cb, Cr): matrix and range.
///
/// Conversion to RGB is that of swscale on x86-64, by 16-bit products, so that a decoder's planes give the same pixels as
/// its converted frames: for `bt601`, tested for all values.
public struct YCbCr: Sendable, Hashable {
    /// The weights of red, green and blue in the brightness.
    public enum Matrix: Sendable, Hashable, CaseIterable {
        /// ITU-R BT.601: standard definition, most cameras, JPEG.
        case bt601
        /// ITU-R BT.709: high definition.
        case bt709
    }

    /// The weights of the primary colors.
    public var matrix: Matrix
    /// Whether black and white are 0 and 255; otherwise 16 and 235.
    public var isFullRange: Bool

    /// A meaning from its values.
    public init(_ matrix: Matrix, isFullRange: Bool = false) {
        self.matrix = matrix
        self.isFullRange = isFullRange
    }

    /// ITU-R BT.601, black and white at 16 and 235.
    public static let bt601 = YCbCr(.bt601)
    /// ITU-R BT.709, black and white at 16 and 235.
    public static let bt709 = YCbCr(.bt709)
}

/// The conversion from Y, Cb and Cr to RGB in 16-bit integers.
///
/// A channel is the sum of products, each rounded down to whole numbers, clamped to 0 to 255: brightness
/// `(8 y - offset) luma >> 16`, and color differences `8 (c - 128) factor >> 16`.
package struct YCbCrConversion: Sendable, Equatable {
    /// What black is, times 8.
    package let offset: Int32
    /// Factors times 2^13.
    package let luma: Int32
    package let redByCr: Int32
    package let greenByCb: Int32
    package let greenByCr: Int32
    package let blueByCb: Int32

    package init(_ colors: YCbCr) {
        // Products of the matrix's inverse, for color differences of 224 values, times 2^16: ISO/IEC 23091-2, Kr and Kb.
        let (redByCr, blueByCb, greenByCb, greenByCr) =
            switch colors.matrix {
            case .bt601: (104_597, 132_201, 25_675, 53_279)
            case .bt709: (117_489, 138_438, 13_975, 34_925)
            }
        let full = colors.isFullRange
        /// Rounds a number times 2^16 to one times 2^13.
        func rounded(_ value: Int) -> Int32 { Int32((value * (1 << 13) + (1 << 15)) >> 16) }
        func factor(_ value: Int) -> Int32 { rounded(full ? value * 224 / 255 : value) }
        offset = full ? 0 : 16 * 8
        luma = rounded(full ? 1 << 16 : (255 << 16) / 219)
        self.redByCr = factor(redByCr)
        self.blueByCb = factor(blueByCb)
        // Negative numbers are rounded as they are, not as their magnitude.
        self.greenByCb = factor(-greenByCb)
        self.greenByCr = factor(-greenByCr)
    }

    /// Returns red, green and blue.
    @inline(__always)
    func rgb(_ y: UInt8, cb: UInt8, cr: UInt8) -> (red: UInt8, green: UInt8, blue: UInt8) {
        let y = product(8 &* Int32(y) &- offset, luma)
        let cb = 8 &* (Int32(cb) &- 128)
        let cr = 8 &* (Int32(cr) &- 128)
        let red = y &+ product(cr, redByCr)
        let green = y &+ product(cb, greenByCb) &+ product(cr, greenByCr)
        let blue = y &+ product(cb, blueByCb)
        return (UInt8(clamping: red), UInt8(clamping: green), UInt8(clamping: blue))
    }

    @inline(__always)
    private func product(_ value: Int32, _ factor: Int32) -> Int32 { (value &* factor) >> 16 }
}
