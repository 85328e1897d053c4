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

    /// The map back; `nil` when the map flattens the picture.
    public var inverse: AffineMap? {
        let determinant = xx * yy - xy * yx
        guard determinant != 0, determinant.isFinite else { return nil }
        let (a, b, c, d) = (yy / determinant, -xy / determinant, -yx / determinant, xx / determinant)
        return AffineMap(xx: a, xy: b, x0: -(a * x0 + b * y0), yx: c, yy: d, y0: -(c * x0 + d * y0))
    }
}
