import Landmarks

/// A point with play: it stays where it is while what it follows keeps within a distance, and is then pulled along at that
/// distance. (The play operator of hysteresis: Krasnosel'skii and Pokrovskii, "Systems with Hysteresis", 1989.)
///
/// Unlike a low-pass it brings what trembles or drifts within the play to a complete rest.
package struct PlayFilter: Sendable {
    private var held: PixelPoint?

    /// A point that has followed nothing yet.
    package init() {}

    /// Where the point is now.
    ///
    /// - Parameters:
    ///   - point: What it follows, pixels.
    ///   - play: How far that may go without it, pixels; 0 for not at all.
    package mutating func apply(_ point: PixelPoint, play: Double) -> PixelPoint {
        var next = point
        if let held {
            let (dx, dy) = (point.x - held.x, point.y - held.y)
            let distance = (dx * dx + dy * dy).squareRoot()
            let share = distance > play ? play / distance : 1
            next = PixelPoint(x: point.x - share * dx, y: point.y - share * dy)
        }
        held = next
        return next
    }
}
