/// The rotation and mirroring that make a stored image upright: first rows and columns are exchanged, then the result is
/// mirrored.
struct Orientation: Equatable {
    var swapsAxes = false
    var mirrorsX = false
    var mirrorsY = false

    static let upright = Orientation()

    init(swapsAxes: Bool = false, mirrorsX: Bool = false, mirrorsY: Bool = false) {
        self.swapsAxes = swapsAxes
        self.mirrorsX = mirrorsX
        self.mirrorsY = mirrorsY
    }

    /// Creates the orientation nearest to a display matrix, nine numbers `[a b u; c d v; x y w]` that map a stored point
    /// (p, q) to (a p + c q + x, b p + d q + y); see FFmpeg's `libavutil/display.h`.
    init(displayMatrix matrix: UnsafePointer<Int32>) {
        let (a, b, c, d) = (matrix[0], matrix[1], matrix[3], matrix[4])
        if max(a.magnitude, d.magnitude) >= max(b.magnitude, c.magnitude) {
            self.init(mirrorsX: a < 0, mirrorsY: d < 0)
        } else {
            self.init(swapsAxes: true, mirrorsX: c < 0, mirrorsY: b < 0)
        }
    }

    /// Returns the size of the upright image.
    func size(width: Int, height: Int) -> (width: Int, height: Int) {
        swapsAxes ? (height, width) : (width, height)
    }

    /// Copies RGB pixels to their upright positions.
    ///
    /// - Parameters:
    ///   - input: The stored image, `stride` bytes per row.
    ///   - output: The upright image, `width * height * 3` bytes without padding.
    func copy(
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
