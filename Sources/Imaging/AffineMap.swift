/// A map from pixels of one picture to places in another: `source = (xx x + xy y + x0, yx x + yy y + y0)`.
public struct AffineMap: Sendable, Equatable {
    /// What a step to the right adds to the source's x.
    public var xx: Double
    /// What a step down adds to the source's x.
    public var xy: Double
    /// The source's x for (0, 0).
    public var x0: Double
    /// What a step to the right adds to the source's y.
    public var yx: Double
    /// What a step down adds to the source's y.
    public var yy: Double
    /// The source's y for (0, 0).
    public var y0: Double

    /// A map from its coefficients.
    public init(xx: Double, xy: Double, x0: Double, yx: Double, yy: Double, y0: Double) {
        self.xx = xx
        self.xy = xy
        self.x0 = x0
        self.yx = yx
        self.yy = yy
        self.y0 = y0
    }

    /// The map that lays a rotated square over the corners of a picture of `side` x `side` pixels.
    ///
    /// - Parameters:
    ///   - center: Middle of the square in the source, in pixels.
    ///   - size: Side of the square in the source, in pixels.
    ///   - rotation: Clockwise on the screen, radians.
    ///   - side: Side of the picture to be filled, in pixels.
    public init(squareAround center: (x: Double, y: Double), size: Double, cosine: Double, sine: Double, side: Int) {
        let scale = size / Double(side)
        self.init(
            xx: cosine * scale, xy: -sine * scale, x0: center.x - (cosine - sine) * size / 2,
            yx: sine * scale, yy: cosine * scale, y0: center.y - (sine + cosine) * size / 2)
    }

    /// The map back; `nil` when the map flattens the picture.
    public var inverse: AffineMap? {
        let determinant = xx * yy - xy * yx
        guard determinant != 0, determinant.isFinite else { return nil }
        let (a, b, c, d) = (yy / determinant, -xy / determinant, -yx / determinant, xx / determinant)
        return AffineMap(xx: a, xy: b, x0: -(a * x0 + b * y0), yx: c, yy: d, y0: -(c * x0 + d * y0))
    }
}
