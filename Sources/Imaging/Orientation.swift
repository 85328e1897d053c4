/// The rotation and mirroring that make a stored image upright: first rows and columns are exchanged, then the result is
/// mirrored.
package struct Orientation: Equatable, Sendable {
    /// Whether stored rows become columns.
    package var swapsAxes = false
    /// Whether the upright image is mirrored horizontally after that.
    package var mirrorsX = false
    /// Whether the upright image is mirrored vertically after that.
    package var mirrorsY = false

    /// The orientation of images that are stored upright.
    package static let upright = Orientation()

    package init(swapsAxes: Bool = false, mirrorsX: Bool = false, mirrorsY: Bool = false) {
        self.swapsAxes = swapsAxes
        self.mirrorsX = mirrorsX
        self.mirrorsY = mirrorsY
    }

    /// Returns the size of the upright image.
    package func size(width: Int, height: Int) -> (width: Int, height: Int) {
        swapsAxes ? (height, width) : (width, height)
    }

    /// Copies RGB pixels to their upright positions.
    ///
    /// - Parameters:
    ///   - input: The stored image, `stride` bytes per row.
    ///   - output: The upright image, `width * height * 3` bytes without padding.
    package func copy(
        _ input: UnsafePointer<UInt8>, stride: Int, width: Int, height: Int, to output: UnsafeMutablePointer<UInt8>
    ) {
        if self == .upright {
            for y in 0..<height { (output + y * width * 3).update(from: input + y * stride, count: width * 3) }
            return
        }
        // The offset of the upright image's first pixel, and the steps to its next pixel and its next row.
        let (alongX, alongY) = swapsAxes ? (stride, 3) : (3, stride)
        let size = size(width: width, height: height)
        let first = (mirrorsX ? (size.width - 1) * alongX : 0) + (mirrorsY ? (size.height - 1) * alongY : 0)
        let stepX = mirrorsX ? -alongX : alongX
        let stepY = mirrorsY ? -alongY : alongY
        // In bands of rows, so that reading along columns reuses cache lines.
        for top in Swift.stride(from: 0, to: size.height, by: 16) {
            for x in 0..<size.width {
                for y in top..<min(top + 16, size.height) {
                    let source = input + first + x * stepX + y * stepY
                    let destination = output + (y * size.width + x) * 3
                    destination[0] = source[0]
                    destination[1] = source[1]
                    destination[2] = source[2]
                }
            }
        }
    }
}
