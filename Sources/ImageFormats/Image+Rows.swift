import PoiseGeometry
import PoiseImaging
import PoiseImageFiles

extension Image {
    /// Creates an upright image from decoded rows whose pixels begin with red, green and blue.
    init(
        rows: UnsafePointer<UInt8>, stride: Int, bytesOfPixel: Int, size: ImageSize,
        orientation: Orientation = .upright, from format: ImageFileFormat
    ) throws(MediaError) {
        let count = size.width * size.height * 3
        let pixels = [UInt8](unsafeUninitializedCapacity: count) { output, initialized in
            guard var next = output.baseAddress else { return }
            for y in 0..<size.height {
                var pixel = rows + y * stride
                if bytesOfPixel == 3 {
                    next.update(from: pixel, count: size.width * 3)
                    next += size.width * 3
                    continue
                }
                for _ in 0..<size.width {
                    next[0] = pixel[0]
                    next[1] = pixel[1]
                    next[2] = pixel[2]
                    next += 3
                    pixel += bytesOfPixel
                }
            }
            initialized = count
        }
        try self.init(upright: orientation, pixels, stored: size, from: format)
    }
}
