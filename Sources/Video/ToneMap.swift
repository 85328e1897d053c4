import CPoiseFFmpeg
import PoiseLibC

/// A mapping of high dynamic range to the standard range: BT.2020 light, coded by PQ or HLG, to BT.709 code values.
///
/// The mapping follows ITU-R BT.2100 (both curves, HLG's system gamma for 1000 cd/m2), BT.2390 section 5.4 (the roll-off to
/// the range of a display, here of the largest of the three channels, which keeps hues), BT.2035 (100 cd/m2, the white of a
/// standard display), BT.2087 (primaries) and BT.1886 (the display's curve). It is computed once for a lattice of code
/// values; pixels are interpolated in its tetrahedra.
struct ToneMap {
    private let transfer: Int
    private let peak: Double
    /// Red, green and blue, 0 to 255, by red, green and blue code values. `[nodes][nodes][nodes]`
    private let lattice: [SIMD4<Float>]

    /// The number of nodes along an axis: with 33 the interpolated values are within one level of the exact ones.
    private static let nodes = 33
    /// The peak luminance if the content states none, cd/m2.
    private static let usualPeak = 1000.0

    init(_ frame: UnsafeMutablePointer<AVFrame>) {
        self.init(transfer: Int(frame.pointee.color_trc.rawValue), peak: poise_frame_peak_luminance(frame))
    }

    /// - Parameter peak: The peak luminance, cd/m2; 0 if unknown.
    init(transfer: Int, peak: Double) {
        self.transfer = transfer
        self.peak = peak
        let curve = Curve(isHLG: transfer == VideoColor.hlg, peak: ToneMap.plausible(peak))
        let codes = (0..<ToneMap.nodes).map { min(Double($0 * ToneMap.step) / 65535, 1) }
        lattice = codes.flatMap { red in
            codes.flatMap { green in codes.map { blue in curve.standard(red, green, blue) } }
        }
    }

    /// Returns whether this map applies to a frame.
    func isFor(_ frame: UnsafeMutablePointer<AVFrame>) -> Bool {
        transfer == Int(frame.pointee.color_trc.rawValue) && peak == poise_frame_peak_luminance(frame)
    }

    private static func plausible(_ peak: Double) -> Double {
        peak >= Curve.white && peak <= 10_000 ? peak : usualPeak
    }

    /// Maps rows of three 16-bit code values per pixel to three bytes per pixel, in place.
    func apply(toRows rows: UnsafeMutablePointer<UInt8>, stride: Int, width: Int, height: Int) {
        lattice.withUnsafeBufferPointer { lattice in
            guard let nodes = lattice.baseAddress else { return }
            for y in 0..<height {
                let row = UnsafeMutableRawPointer(rows + y * stride)
                let codes = row.assumingMemoryBound(to: UInt16.self)
                let bytes = row.assumingMemoryBound(to: UInt8.self)
                for x in 0..<width {
                    let value = ToneMap.interpolate(
                        nodes, Int(codes[3 * x].littleEndian), Int(codes[3 * x + 1].littleEndian),
                        Int(codes[3 * x + 2].littleEndian))
                    bytes[3 * x] = UInt8(truncatingIfNeeded: Int32(value.x))
                    bytes[3 * x + 1] = UInt8(truncatingIfNeeded: Int32(value.y))
                    bytes[3 * x + 2] = UInt8(truncatingIfNeeded: Int32(value.z))
                }
            }
        }
    }

    /// The number of code values between two nodes.
    private static let step = 1 << 11

    /// Returns the interpolated values, rounded and within 0 to 255.
    @inline(__always)
    private static func interpolate(
        _ nodes: UnsafePointer<SIMD4<Float>>, _ red: Int, _ green: Int, _ blue: Int
    ) -> SIMD4<Float> {
        let (toRed, toGreen, toBlue) = (ToneMap.nodes * ToneMap.nodes, ToneMap.nodes, 1)
        let origin = nodes + (red / step * toRed + green / step * toGreen + blue / step * toBlue)
        let (r, g, b) = (red % step, green % step, blue % step)
        // From the darkest corner to the brightest, along the axes in the order of the fractions.
        let isRedFirst = r >= g && r >= b
        let isRedLast = r < g && r < b
        let isGreenFirst = !isRedFirst && g >= b
        let first = isRedFirst ? toRed : isGreenFirst ? toGreen : toBlue
        let last = isRedLast ? toRed : isRedFirst ? (g >= b ? toBlue : toGreen) : isGreenFirst ? toBlue : toGreen
        let (large, small) = (max(r, g, b), min(r, g, b))
        let middle = r + g + b - large - small
        let all = toRed + toGreen + toBlue
        let share = 1 / Float(step)
        let dark = origin[0] * (Float(step - large) * share) + origin[first] * (Float(large - middle) * share)
        let bright = origin[all - last] * (Float(middle - small) * share) + origin[all] * (Float(small) * share)
        return dark + bright + 0.5
    }
}

/// The exact mapping of a color from code values of high dynamic range to those of the standard range.
private struct Curve {
    let isHLG: Bool
    /// The peak luminance of the content, cd/m2.
    let peak: Double

    /// The white of a standard display, cd/m2.
    static let white = 100.0

    /// Returns red, green and blue, 0 to 255, for code values from 0 to 1.
    func standard(_ red: Double, _ green: Double, _ blue: Double) -> SIMD4<Float> {
        var light = isHLG ? Curve.hlgLight(SIMD3(red, green, blue)) : SIMD3(red, green, blue).map(Curve.pqLight)
        let brightest = light.max()
        if brightest > 0 { light *= rolledOff(brightest) / brightest }
        light /= Curve.white
        // BT.2087, from BT.2020 to BT.709.
        let narrow = SIMD3(
            1.6605 * light.x - 0.5876 * light.y - 0.0728 * light.z,
            -0.1246 * light.x + 1.1329 * light.y - 0.0083 * light.z,
            -0.0182 * light.x - 0.1006 * light.y + 1.1187 * light.z)
        // BT.1886.
        let code = narrow.map { 255 * pow(min(max($0, 0), 1), 1 / 2.4) }
        return SIMD4(Float(code.x), Float(code.y), Float(code.z), 0)
    }

    /// Returns the luminance after the roll-off of BT.2390, cd/m2: unchanged below the knee, above it along a Hermite curve
    /// that ends in white.
    private func rolledOff(_ light: Double) -> Double {
        let scale = Curve.pqCode(peak)
        let limit = Curve.pqCode(Curve.white) / scale
        let knee = 1.5 * limit - 0.5
        let code = min(Curve.pqCode(light) / scale, 1)
        guard code > knee, knee < 1 else { return min(light, Curve.white) }
        let t = (code - knee) / (1 - knee)
        let (t2, t3) = (t * t, t * t * t)
        let rolled =
            (2 * t3 - 3 * t2 + 1) * knee + (t3 - 2 * t2 + t) * (1 - knee) + (-2 * t3 + 3 * t2) * limit
        return Curve.pqLight(rolled * scale)
    }

    private static let (m1, m2) = (2610.0 / 16384, 2523.0 / 4096 * 128)
    private static let (c1, c2, c3) = (3424.0 / 4096, 2413.0 / 4096 * 32, 2392.0 / 4096 * 32)

    /// Returns the luminance of a PQ code value, cd/m2 (SMPTE ST 2084).
    static func pqLight(_ code: Double) -> Double {
        let root = pow(max(code, 0), 1 / m2)
        return 10_000 * pow(max(root - c1, 0) / (c2 - c3 * root), 1 / m1)
    }

    /// Returns the PQ code value of a luminance in cd/m2.
    static func pqCode(_ light: Double) -> Double {
        let root = pow(max(light, 0) / 10_000, m1)
        return pow((c1 + c2 * root) / (1 + c3 * root), m2)
    }

    /// Returns the light of HLG code values on a display of 1000 cd/m2 (BT.2100, system gamma 1.2).
    private static func hlgLight(_ codes: SIMD3<Double>) -> SIMD3<Double> {
        let (a, b, c) = (0.17883277, 0.28466892, 0.55991073)
        let scene = codes.map { $0 <= 0.5 ? $0 * $0 / 3 : (exp(($0 - c) / a) + b) / 12 }
        let luminance = 0.2627 * scene.x + 0.678 * scene.y + 0.0593 * scene.z
        return luminance > 0 ? scene * (1000 * pow(luminance, 0.2)) : SIMD3(0, 0, 0)
    }
}

extension SIMD3<Double> {
    fileprivate func map(_ transform: (Double) -> Double) -> SIMD3<Double> {
        SIMD3(transform(x), transform(y), transform(z))
    }
}
