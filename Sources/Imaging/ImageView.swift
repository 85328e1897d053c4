/// An image in memory that others own, read where it lies: pixels of a camera, a decoder or a graphics library.
///
/// The networks' inputs are sampled from it without a copy. Coordinates are those of the upright image, after
/// ``orientation`` has been applied.
///
///     let view = try ImageView(
///         format: .bgra, width: 1280, height: 720, planes: [.init(bytes, stride: 5120)], owner: buffer)
///     let poses = estimator.poses(in: view)
///
/// The memory must stay valid and unchanged while the view is in use. A view keeps its `owner` alive for that.
public struct ImageView: @unchecked Sendable {
    // Unchecked: the memory of the planes, which is only read, and whose owner is `Sendable`.

    /// The channels of a pixel, and the planes that hold them.
    public enum Format: Sendable, Hashable {
        /// One plane, one byte per pixel: brightness.
        case grey
        /// One plane, three bytes per pixel: red, green, blue.
        case rgb
        /// One plane, three bytes per pixel: blue, green, red, as in OpenCV.
        case bgr
        /// One plane, four bytes per pixel: red, green, blue, and opacity, which is ignored.
        case rgba
        /// One plane, four bytes per pixel: blue, green, red, and opacity, which is ignored.
        case bgra
        /// Two planes: a byte of brightness per pixel, and pairs of Cb and Cr for each 2 x 2 pixels.
        case nv12(YCbCr = .bt601)
        /// Three planes: a byte of brightness per pixel, then Cb and Cr for each 2 x 2 pixels.
        case i420(YCbCr = .bt601)
    }

    /// A plane of bytes, row by row from top to bottom.
    public struct Plane {
        /// The memory of the plane.
        public var bytes: UnsafeRawBufferPointer
        /// The number of bytes from the start of a row to that of the next.
        public var stride: Int

        /// Creates a plane.
        ///
        /// - Parameters:
        ///   - bytes: The memory of the plane; what follows the last pixel may be missing.
        ///   - stride: The number of bytes from the start of a row to that of the next.
        public init(_ bytes: UnsafeRawBufferPointer, stride: Int) {
            self.bytes = bytes
            self.stride = stride
        }
    }

    /// The number of columns of the upright image.
    public var width: Int { orientation.size(width: stored.width, height: stored.height).width }
    /// The number of rows of the upright image.
    public var height: Int { orientation.size(width: stored.width, height: stored.height).height }
    /// The rotation and mirroring that make the stored image upright.
    public let orientation: Orientation

    private let stored: (width: Int, height: Int)
    private let pixels: Pixels

    private enum Pixels {
        case image(Image)
        case memory(Format, [Plane], owner: (any AnyObject & Sendable)?)
    }

    /// Creates a view of an image; opacity is ignored.
    ///
    /// - Parameters:
    ///   - image: The image, which the view keeps.
    ///   - orientation: The rotation and mirroring that make the image upright.
    public init(_ image: Image, orientation: Orientation = .upright) {
        stored = (image.width, image.height)
        pixels = .image(image)
        self.orientation = orientation
    }

    /// Creates a view of memory.
    ///
    /// - Parameters:
    ///   - format: The channels of a pixel.
    ///   - width: The number of columns as stored, at least 1.
    ///   - height: The number of rows as stored, at least 1.
    ///   - planes: The planes of the format, in its order.
    ///   - orientation: The rotation and mirroring that make the image upright.
    ///   - owner: An object that owns the memory; the view keeps it alive. `nil` if the caller does.
    /// - Throws: ``ImageError`` when a side is not positive, or the planes do not fit the format and the size.
    public init(
        format: Format, width: Int, height: Int, planes: [Plane], orientation: Orientation = .upright,
        owner: (any AnyObject & Sendable)? = nil
    ) throws(ImageError) {
        let shapes = try format.planeShapes(width: width, height: height)
        guard planes.count == shapes.count else {
            throw .wrongPlaneCount(expected: shapes.count, actual: planes.count)
        }
        for (index, (plane, shape)) in zip(planes, shapes).enumerated() {
            guard plane.stride >= shape.rowBytes else {
                throw .shortStride(plane: index, expected: shape.rowBytes, actual: plane.stride)
            }
            let (rest, overflow) = plane.stride.multipliedReportingOverflow(by: shape.rows - 1)
            let (expected, overflows) = rest.addingReportingOverflow(shape.rowBytes)
            guard !overflow, !overflows else { throw .tooLarge(width: width, height: height) }
            guard plane.bytes.count >= expected else {
                throw .wrongByteCount(expected: expected, actual: plane.bytes.count)
            }
        }
        stored = (width, height)
        pixels = .memory(format, planes, owner: owner)
        self.orientation = orientation
    }

    /// Calls a closure with the layout of the upright image's pixels in memory.
    package func withLayout<Result>(_ body: (PixelLayout) throws -> Result) rethrows -> Result {
        switch pixels {
        case .image(let image):
            try image.pixels.withUnsafeBytes { bytes in
                let plane = Plane(bytes, stride: image.width * image.format.channels)
                // One plane: an array of it would be allocated for each call.
                return try body(interleaved(plane, ImageView.channels(of: image.format)))
            }
        case .memory(let format, let planes, let owner):
            try withExtendedLifetime(owner) { try body(layout(format, planes)) }
        }
    }

    /// Bytes of a pixel, and the indices of its red, green and blue.
    private typealias Channels = (pixelBytes: Int, order: (red: Int, green: Int, blue: Int))

    private static func channels(of format: Image.Format) -> Channels {
        switch format {
        case .grey: (1, (0, 0, 0))
        case .rgb: (3, (0, 1, 2))
        case .rgba: (4, (0, 1, 2))
        }
    }

    private func interleaved(_ plane: Plane, _ channels: Channels) -> PixelLayout {
        .interleaved(
            InterleavedPixels(
                PlacedPlane(plane, pixelBytes: channels.pixelBytes), width: stored.width, height: stored.height,
                orientation, order: channels.order))
    }

    private func layout(_ format: Format, _ planes: [Plane]) -> PixelLayout {
        switch format {
        case .grey: return interleaved(planes[0], ImageView.channels(of: .grey))
        case .rgb: return interleaved(planes[0], ImageView.channels(of: .rgb))
        case .rgba: return interleaved(planes[0], ImageView.channels(of: .rgba))
        case .bgr: return interleaved(planes[0], (3, (2, 1, 0)))
        case .bgra: return interleaved(planes[0], (4, (2, 1, 0)))
        case .nv12(let colors):
            let pairs = planes[1]
            let red = Plane(UnsafeRawBufferPointer(rebasing: pairs.bytes.dropFirst()), stride: pairs.stride)
            return .yCbCr(
                YCbCrPixels(
                    width: stored.width, height: stored.height, orientation,
                    luma: PlacedPlane(planes[0], pixelBytes: 1), blue: PlacedPlane(pairs, pixelBytes: 2),
                    red: PlacedPlane(red, pixelBytes: 2), colors))
        case .i420(let colors):
            return .yCbCr(
                YCbCrPixels(
                    width: stored.width, height: stored.height, orientation,
                    luma: PlacedPlane(planes[0], pixelBytes: 1), blue: PlacedPlane(planes[1], pixelBytes: 1),
                    red: PlacedPlane(planes[2], pixelBytes: 1), colors))
        }
    }
}

extension ImageView.Format {
    /// Returns the number of rows of each plane, and of bytes in a row.
    fileprivate func planeShapes(width: Int, height: Int) throws(ImageError) -> [(rows: Int, rowBytes: Int)] {
        guard width > 0, height > 0 else { throw .emptySide(width: width, height: height) }
        // Four bytes per pixel at most.
        guard width <= Int.max / 8 else { throw .tooLarge(width: width, height: height) }
        let half = ((height - 1) / 2 + 1, (width - 1) / 2 + 1)
        return switch self {
        case .grey: [(height, width)]
        case .rgb, .bgr: [(height, 3 * width)]
        case .rgba, .bgra: [(height, 4 * width)]
        case .nv12: [(height, width), (half.0, 2 * half.1)]
        case .i420: [(height, width), half, half]
        }
    }
}

extension Image {
    /// Creates an RGB image, upright and without gaps, from a view.
    public init(_ view: ImageView) {
        let (width, height) = (view.width, view.height)
        let bytes = [UInt8](unsafeUninitializedCapacity: width * height * 3) { output, initialized in
            view.withLayout { layout in
                switch layout {
                case .interleaved(let pixels): pixels.copy(width: width, height: height, to: output)
                case .yCbCr(let pixels): pixels.copy(width: width, height: height, to: output)
                }
            }
            initialized = width * height * 3
        }
        self.init(unchecked: width, height, .rgb, bytes)
    }
}
