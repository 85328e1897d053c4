import PoiseImaging

extension Orientation {
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
}
