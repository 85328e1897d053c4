import PoiseImaging

/// Sensor noise of a camera: independent in every value, approximately normally distributed, rounded with it to 8 bits.
struct SensorNoise {
    /// Standard deviation in steps of the 8-bit values.
    let deviation: Double
    /// The seed; equal seeds give equal noise.
    let seed: UInt64

    /// Adds the noise to values, which stay between 0 and 255.
    func add(to pixels: UnsafeMutableBufferPointer<UInt8>) {
        guard deviation > 0 else { return }
        var generator = NoiseGenerator(seed: seed)
        let deviation = Float(deviation)
        for index in pixels.indices {
            let value = Float(pixels[index]) + deviation * generator.nextNormal() + 0.5
            pixels[index] = UInt8(min(max(value, 0), 255))
        }
    }
}

extension Image {
    /// Returns the image with sensor noise added: a rendering without noise becomes the same as one rendered with it.
    package func withSensorNoise(_ deviation: Double, seed: UInt64) -> Image {
        var pixels = pixels
        pixels.withUnsafeMutableBufferPointer { SensorNoise(deviation: deviation, seed: seed).add(to: $0) }
        guard let image = try? Image(width: width, height: height, format: format, pixels: pixels) else { return self }
        return image
    }
}
