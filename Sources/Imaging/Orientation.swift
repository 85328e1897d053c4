/// The rotation and mirroring that make a stored image upright: first rows and columns are exchanged, then the result is
/// mirrored.
public struct Orientation: Hashable, Sendable {
    /// Whether stored rows become columns.
    public var swapsAxes: Bool
    /// Whether the upright image is mirrored horizontally after that.
    public var mirrorsX: Bool
    /// Whether the upright image is mirrored vertically after that.
    public var mirrorsY: Bool

    /// An orientation from its steps; by default that of images that are stored upright.
    public init(swapsAxes: Bool = false, mirrorsX: Bool = false, mirrorsY: Bool = false) {
        self.swapsAxes = swapsAxes
        self.mirrorsX = mirrorsX
        self.mirrorsY = mirrorsY
    }

    /// The orientation of images that are stored upright.
    public static let upright = Orientation()
    /// The image has to be turned by 90 degrees clockwise.
    public static let turnedRight = Orientation(swapsAxes: true, mirrorsX: true)
    /// The image has to be turned by 180 degrees.
    public static let upsideDown = Orientation(mirrorsX: true, mirrorsY: true)
    /// The image has to be turned by 90 degrees counterclockwise.
    public static let turnedLeft = Orientation(swapsAxes: true, mirrorsY: true)

    /// Returns the size of the upright image.
    package func size(width: Int, height: Int) -> (width: Int, height: Int) {
        swapsAxes ? (height, width) : (width, height)
    }

    /// Returns the place of the upright image's first pixel, and the steps to its next pixel and its next row, bytes.
    ///
    /// - Parameters:
    ///   - pixelBytes: Bytes from one stored pixel to the next.
    ///   - stride: Bytes from one stored row to the next.
    ///   - width: Stored columns.
    ///   - height: Stored rows.
    func steps(pixelBytes: Int, stride: Int, width: Int, height: Int) -> (first: Int, x: Int, y: Int) {
        let (alongX, alongY) = swapsAxes ? (stride, pixelBytes) : (pixelBytes, stride)
        let size = size(width: width, height: height)
        let first = (mirrorsX ? (size.width - 1) * alongX : 0) + (mirrorsY ? (size.height - 1) * alongY : 0)
        return (first, mirrorsX ? -alongX : alongX, mirrorsY ? -alongY : alongY)
    }

    /// Copies RGB pixels to their upright positions.
    ///
    /// - Parameters:
    ///   - input: The stored image, `stride` bytes per row.
    ///   - output: The upright image, `width * height * 3` bytes without padding.
    package func copy(
        _ input: UnsafePointer<UInt8>, stride: Int, width: Int, height: Int, to output: UnsafeMutablePointer<UInt8>
    ) {
        let bytes = UnsafeRawBufferPointer(start: input, count: stride * (height - 1) + width * 3)
        let pixels = InterleavedPixels(
            PlacedPlane(ImageView.Plane(bytes, stride: stride), pixelBytes: 3), width: width, height: height, self,
            order: (0, 1, 2))
        let size = size(width: width, height: height)
        pixels.copy(
            width: size.width, height: size.height,
            to: UnsafeMutableBufferPointer(start: output, count: width * height * 3))
    }
}
