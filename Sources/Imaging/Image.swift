/// An image in memory: 8-bit pixels, owned, rows from top to bottom without gaps.
///
/// The origin is the upper left corner, x runs to the right and y down; the center of the first pixel lies at (0.5,
/// 0.5).
public struct Image: Sendable, Equatable {
    /// The channels of a pixel, in memory order.
    public enum Format: Sendable, Equatable, CaseIterable {
        /// One byte per pixel: brightness.
        case grey
        /// Three bytes per pixel: red, green, blue.
        case rgb
        /// Four bytes per pixel: red, green, blue and opacity, not premultiplied.
        case rgba

        /// The number of bytes per pixel.
        public var channels: Int {
            switch self {
            case .grey: 1
            case .rgb: 3
            case .rgba: 4
            }
        }
    }

    /// The number of columns.
    public let width: Int
    /// The number of rows.
    public let height: Int
    /// The channels of a pixel.
    public let format: Format
    /// The bytes. `[height, width, channels]`
    public package(set) var pixels: [UInt8]

    /// Creates an image from its bytes.
    ///
    /// - Parameters:
    ///   - width: Number of columns, at least 1.
    ///   - height: Number of rows, at least 1.
    ///   - format: Channels of a pixel.
    ///   - pixels: Bytes, `[height, width, channels]`.
    /// - Throws: ``ImageError`` when a side is not positive or the number of bytes does not match.
    public init(width: Int, height: Int, format: Format = .rgb, pixels: [UInt8]) throws(ImageError) {
        let expected = try Image.byteCount(width: width, height: height, format: format)
        guard pixels.count == expected else {
            throw .wrongByteCount(expected: expected, actual: pixels.count)
        }
        self.init(unchecked: width, height, format, pixels)
    }

    /// Creates an RGB image of one color.
    ///
    /// - Parameters:
    ///   - width: Number of columns, at least 1.
    ///   - height: Number of rows, at least 1.
    ///   - color: Color of every pixel; its opacity is dropped.
    /// - Throws: ``ImageError`` when a side is not positive.
    public init(width: Int, height: Int, filledWith color: Color) throws(ImageError) {
        let count = try Image.byteCount(width: width, height: height, format: .rgb)
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            for start in stride(from: 0, to: count, by: 3) {
                buffer[start] = color.red
                buffer[start + 1] = color.green
                buffer[start + 2] = color.blue
            }
            initialized = count
        }
        self.init(unchecked: width, height, .rgb, bytes)
    }

    /// Creates an image without checks; the caller guarantees that the bytes match the size.
    init(unchecked width: Int, _ height: Int, _ format: Format, _ pixels: [UInt8]) {
        self.width = width
        self.height = height
        self.format = format
        self.pixels = pixels
    }

    /// Returns the image in another format: gray is repeated; opacity is dropped (not blended, as in OpenCV's reader)
    /// or set to solid; colors become gray by their luma.
    public func converted(to target: Format) -> Image {
        guard target != format else { return self }
        let count = width * height
        let from = format.channels
        let to = target.channels
        let bytes = [UInt8](unsafeUninitializedCapacity: count * to) { output, initialized in
            pixels.withUnsafeBufferPointer { input in
                for index in 0..<count {
                    let source = index * from
                    let destination = index * to
                    let red = input[source]
                    let green = from == 1 ? red : input[source + 1]
                    let blue = from == 1 ? red : input[source + 2]
                    if to == 1 {
                        // ITU-R BT.601 luma in 8-bit fixed point.
                        let luma: Int = 77 * Int(red) + 150 * Int(green) + 29 * Int(blue)
                        output[destination] = UInt8((luma + 128) >> 8)
                    } else {
                        output[destination] = red
                        output[destination + 1] = green
                        output[destination + 2] = blue
                        if to == 4 { output[destination + 3] = 255 }
                    }
                }
            }
            initialized = count * to
        }
        return Image(unchecked: width, height, target, bytes)
    }

    private static func byteCount(width: Int, height: Int, format: Format) throws(ImageError) -> Int {
        guard width > 0, height > 0 else { throw .emptySide(width: width, height: height) }
        let (area, overflow) = width.multipliedReportingOverflow(by: height)
        let (bytes, overflows) = area.multipliedReportingOverflow(by: format.channels)
        guard !overflow, !overflows else { throw .tooLarge(width: width, height: height) }
        return bytes
    }
}

/// An error in creating an image from bytes.
public enum ImageError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A side is zero or negative.
    case emptySide(width: Int, height: Int)
    /// The number of bytes overflows an `Int`.
    case tooLarge(width: Int, height: Int)
    /// The number of bytes is not what the size and the format need.
    case wrongByteCount(expected: Int, actual: Int)
    /// The number of planes is not that of the format.
    case wrongPlaneCount(expected: Int, actual: Int)
    /// A plane's stride is shorter than its rows, bytes.
    case shortStride(plane: Int, expected: Int, actual: Int)

    /// One sentence that states what is wrong.
    public var description: String {
        switch self {
        case .emptySide(let width, let height):
            "an image of \(width) x \(height) pixels has no pixels"
        case .tooLarge(let width, let height):
            "an image of \(width) x \(height) pixels does not fit in memory"
        case .wrongByteCount(let expected, let actual):
            "\(actual) bytes were given where the size needs \(expected)"
        case .wrongPlaneCount(let expected, let actual):
            "\(actual) planes were given where the format has \(expected)"
        case .shortStride(let plane, let expected, let actual):
            "the rows of plane \(plane) have \(expected) bytes, more than its stride of \(actual)"
        }
    }
}
