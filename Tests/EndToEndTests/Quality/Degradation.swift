import Foundation
import PoiseImaging
import PoiseTestSupport

/// Effects of bad light, bad focus and distance on an image. All are seeded: equal images give equal results.
enum Degradation: Sendable, CustomStringConvertible {
    /// Out of focus: a Gaussian with this standard deviation, pixels.
    case blurred(Double)
    /// Motion blur: a mean over this number of pixels along the rows.
    case moved(Int)
    /// Light scaled by this factor, with the noise of little light: the root of the electrons, of which white is 2000,
    /// and 1.5 levels of the sensor. Factors above 1 clip.
    case exposed(Double)
    /// Contrast scaled by this factor about middle gray, with 1.5 levels of noise.
    case faded(Double)
    /// A gray occluder in front of the image, in its columns and rows.
    case covered(columns: Range<Int>, rows: Range<Int>)

    var description: String {
        switch self {
        case .blurred(let sigma): "blurred \(sigma) px"
        case .moved(let length): "moved \(length) px"
        case .exposed(let factor): "light x \(factor)"
        case .faded(let factor): "contrast x \(factor)"
        case .covered(let columns, let rows): "covered in columns \(columns) and rows \(rows)"
        }
    }

    func apply(to image: Image) throws -> Image {
        switch self {
        case .blurred(let sigma):
            let reach = Int((3 * sigma).rounded(.up))
            let weights = (-reach...reach).map { exp(-Double($0 * $0) / (2 * sigma * sigma)) }
            return try image.convolved(weights, rows: true).convolved(weights, rows: false)
        case .moved(let length):
            return try image.convolved([Double](repeating: 1, count: length), rows: true)
        case .exposed(let factor):
            return try image.noisy { level, normal in
                // Levels are the root of the light, roughly.
                let light = factor * (level / 255) * (level / 255)
                let electrons = max(0, 2000 * light + (2000 * light).squareRoot() * normal())
                return 255 * (electrons / 2000).squareRoot() + 1.5 * normal()
            }
        case .faded(let factor):
            return try image.noisy { level, normal in 128 + factor * (level - 128) + 1.5 * normal() }
        case .covered(let columns, let rows):
            return try image.hidden(in: columns, rows: rows)
        }
    }
}

extension Image {
    /// Returns the weighted mean along rows or columns; the edge is repeated.
    fileprivate func convolved(_ weights: [Double], rows: Bool) throws -> Image {
        let channels = format.channels
        let (reach, whole) = (weights.count / 2, weights.reduce(0, +))
        var result = pixels
        for y in 0..<height {
            for x in 0..<width {
                for channel in 0..<channels {
                    var sum = 0.0
                    for (index, weight) in weights.enumerated() {
                        let column = rows ? min(max(x + index - reach, 0), width - 1) : x
                        let row = rows ? y : min(max(y + index - reach, 0), height - 1)
                        sum += weight * Double(pixels[(row * width + column) * channels + channel])
                    }
                    result[(y * width + x) * channels + channel] = UInt8((sum / whole).rounded())
                }
            }
        }
        return try Image(width: width, height: height, format: format, pixels: result)
    }

    fileprivate func noisy(_ change: (Double, () -> Double) -> Double) throws -> Image {
        var generator = SplitMix64(seed: 11)
        func normal() -> Double {
            let (first, second) = (
                Double.random(in: 0x1p-53...1, using: &generator), Double.random(in: 0...1, using: &generator)
            )
            return (-2 * log(first)).squareRoot() * cos(2 * .pi * second)
        }
        let result = pixels.map { UInt8(min(max(change(Double($0), normal).rounded(), 0), 255)) }
        return try Image(width: width, height: height, format: format, pixels: result)
    }
}
