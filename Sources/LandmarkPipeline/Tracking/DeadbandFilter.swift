import PoiseGeometry

/// A point that rests while the point that it follows keeps within a distance, and is then pulled along at that distance: the
/// play operator of hysteresis (Krasnosel'skii and Pokrovskii, "Systems with Hysteresis", 1989).
///
/// Unlike a low-pass it brings a point that jitters or drifts within the distance to complete rest.
package struct DeadbandFilter: Sendable {
    private var held: PixelPoint?

    /// A point that has followed nothing yet.
    package init() {}

    /// Returns the place of the point.
    ///
    /// - Parameters:
    ///   - point: The point that it follows, pixels.
    ///   - radius: The distance up to which it rests, pixels; 0 follows every movement.
    package mutating func apply(_ point: PixelPoint, radius: Double) -> PixelPoint {
        var next = point
        if let held {
            let (dx, dy) = (point.x - held.x, point.y - held.y)
            let distance = (dx * dx + dy * dy).squareRoot()
            let share = distance > radius ? radius / distance : 1
            next = PixelPoint(x: point.x - share * dx, y: point.y - share * dy)
        }
        held = next
        return next
    }
}
