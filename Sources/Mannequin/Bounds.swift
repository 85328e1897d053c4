/// The region of the image in which a capsule may appear, and its range of distances.
struct Bounds {
    private var left = Float.infinity
    private var right = -Float.infinity
    private var top = Float.infinity
    private var bottom = -Float.infinity
    /// The range of distances from the camera that contains the capsule, meters.
    private(set) var near = Float.infinity
    private(set) var far: Float = 0

    /// Creates the bounds of a capsule.
    ///
    /// - Parameter capsule: Capsule in the camera's axes, entirely in front of the lens.
    init(_ capsule: FieldCapsule, _ camera: Camera) {
        let focal = Float(camera.focalPixels)
        let ends = [(capsule.start, capsule.radius), (capsule.start + capsule.axis, capsule.radius + capsule.taper)]
        for (center, radius) in ends {
            // Blending moves the surface outward, and only within the blend.
            let reach = radius + capsule.blend
            let (first, last) = Bounds.tangents(center.x, center.z, reach)
            left = min(left, first * focal + Float(camera.width) / 2)
            right = max(right, last * focal + Float(camera.width) / 2)
            let (upper, lower) = Bounds.tangents(center.y, center.z, reach)
            top = min(top, upper * focal + Float(camera.height) / 2)
            bottom = max(bottom, lower * focal + Float(camera.height) / 2)
            far = max(far, (center * center).sum().squareRoot() + reach)
        }
        let along = -(capsule.start * capsule.axis).sum() * capsule.inverseSquaredLength
        let closest = capsule.start + capsule.axis * min(max(along, 0), 1)
        let radius = max(capsule.radius, capsule.radius + capsule.taper) + capsule.blend
        near = max((closest * closest).sum().squareRoot() - radius, 0)
    }

    func touches(_ column: Int, _ row: Int, side: Int) -> Bool {
        // One pixel of margin: smoothed pixels and rounding.
        right >= Float(column - 1) && left <= Float(column + side + 1) && bottom >= Float(row - 1)
            && top <= Float(row + side + 1)
    }

    /// Returns the slopes of the two lines through the camera that touch a circle.
    private static func tangents(_ x: Float, _ z: Float, _ radius: Float) -> (Float, Float) {
        let length = (x * x + z * z - radius * radius).squareRoot()
        return (
            (x * length - radius * z) / (z * length + radius * x), (x * length + radius * z) / (z * length - radius * x)
        )
    }
}
