import Imaging

/// The noise of a camera's sensor: independent in every value, about normally distributed, rounded with it to 8 bits.
struct SensorNoise {
    /// In steps of the 8-bit values.
    let deviation: Double
    /// Equal seeds give equal noise.
    let seed: UInt64

    /// Adds it to values, which stay between 0 and 255.
    func add(to pixels: UnsafeMutableBufferPointer<UInt8>) {
        guard deviation > 0 else { return }
        var generator = SplitMix64(seed: seed)
        let deviation = Float(deviation)
        for index in pixels.indices {
            let value = Float(pixels[index]) + deviation * generator.nextNormal() + 0.5
            pixels[index] = UInt8(min(max(value, 0), 255))
        }
    }
}

extension Image {
    /// The picture as a sensor with noise sees it: a rendering without noise becomes what it would have been with it.
    package func withSensorNoise(_ deviation: Double, seed: UInt64) -> Image {
        var pixels = pixels
        pixels.withUnsafeMutableBufferPointer { SensorNoise(deviation: deviation, seed: seed).add(to: $0) }
        guard let image = try? Image(width: width, height: height, format: format, pixels: pixels) else { return self }
        return image
    }
}
