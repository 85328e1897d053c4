/// A projective map from pixels of one image to positions in another, straight lines to straight lines:
/// `source = ((xx x + xy y + x0) / w, (yx x + yy y + y0) / w)` with `w = wx x + wy y + 1`.
public struct ProjectiveMap: Sendable, Equatable {
    /// Coefficients of the source's x before the division: for x, y and 1.
    public let x: SIMD3<Double>
    /// Coefficients of the source's y before the division.
    public let y: SIMD3<Double>
    /// Coefficients of the divisor.
    public let w: SIMD3<Double>

    /// Creates a map from its coefficients.
    public init(x: SIMD3<Double>, y: SIMD3<Double>, w: SIMD3<Double> = [0, 0, 1]) {
        self.x = x
        self.y = y
        self.w = w
    }

    /// Creates a map without perspective: `source = (xx x + xy y + x0, yx x + yy y + y0)`.
    public init(xx: Double, xy: Double, x0: Double, yx: Double, yy: Double, y0: Double) {
        self.init(x: [xx, xy, x0], y: [yx, yy, y0])
    }

    /// Creates the map that lays an image of `side` x `side` pixels over a quadrilateral, corner to corner.
    ///
    /// (P. Heckbert, Fundamentals of Texture Mapping and Image Warping, 1989, section 2.2.3.)
    public init(
        topLeft: SIMD2<Double>, topRight: SIMD2<Double>, bottomRight: SIMD2<Double>, bottomLeft: SIMD2<Double>,
        side: Int
    ) {
        let (right, down) = (topRight - bottomRight, bottomLeft - bottomRight)
        let excess = topLeft - topRight + bottomRight - bottomLeft
        let determinant = right.x * down.y - down.x * right.y
        let isFlat = determinant == 0 || !determinant.isFinite
        let g = isFlat ? 0 : (excess.x * down.y - down.x * excess.y) / determinant
        let h = isFlat ? 0 : (right.x * excess.y - excess.x * right.y) / determinant
        let (u, v) = (topRight - topLeft + g * topRight, bottomLeft - topLeft + h * bottomLeft)
        let scale = 1 / Double(side)
        self.init(
            x: [u.x * scale, v.x * scale, topLeft.x], y: [u.y * scale, v.y * scale, topLeft.y],
            w: [g * scale, h * scale, 1])
    }

    /// The inverse map; `nil` when the map is singular.
    public var inverse: ProjectiveMap? {
        // The adjugate, scaled so that the divisor's constant is 1.
        let first = ProjectiveMap.cross(y, w)
        let second = ProjectiveMap.cross(w, x)
        let third = ProjectiveMap.cross(x, y)
        let scale = third.z
        guard scale != 0, scale.isFinite else { return nil }
        return ProjectiveMap(
            x: [first.x, second.x, third.x] / scale, y: [first.y, second.y, third.y] / scale,
            w: [first.z, second.z, third.z] / scale)
    }

    private static func cross(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> SIMD3<Double> {
        [a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x]
    }
}
