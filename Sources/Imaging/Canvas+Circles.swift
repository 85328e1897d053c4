import PoiseLibC

extension Canvas {
    /// Fills a disc.
    public mutating func fillDisc(center: Point, radius: Double, color: Color) {
        guard let box = box(around: center, radius: radius, reach: radius) else { return }
        fill(box, color) { point in
            bandCoverage(distance: length(point - center), halfWidth: radius)
        }
    }

    /// Draws a circle whose line is centered on the radius.
    public mutating func drawRing(center: Point, radius: Double, width: Double, color: Color) {
        drawArc(center: center, radius: radius, start: 0, sweep: 2 * .pi, width: width, color: color)
    }

    /// Draws an arc with round ends.
    ///
    /// - Parameters:
    ///   - center: Center of the circle.
    ///   - radius: Distance from the center to the middle of the line, pixels.
    ///   - start: Angle of the start, radians: 0 is to the right, and angles grow clockwise on the screen.
    ///   - sweep: Angle that the arc spans, radians: clockwise or, when negative, counterclockwise; at most a full
    ///     turn.
    ///   - width: Width of the line, pixels.
    ///   - color: Color of the line.
    public mutating func drawArc(
        center: Point, radius: Double, start: Double, sweep: Double, width: Double, color: Color
    ) {
        guard
            let wedge = Wedge(start: start, sweep: sweep), Canvas.isDrawable(extent: width),
            let box = box(around: center, radius: radius, reach: radius + width / 2)
        else { return }
        let end = wedge.edge * radius
        fill(box, color) { point in
            let local = wedge.folded(point - center)
            let distance = wedge.contains(local) ? abs(length(local) - radius) : length(local - end)
            return bandCoverage(distance: distance, halfWidth: width / 2)
        }
    }

    /// Fills a sector, the area between an arc and the center of its circle.
    ///
    /// - Parameters:
    ///   - center: Center of the circle.
    ///   - radius: Radius of the circle, pixels.
    ///   - start: Angle of the start, radians: 0 is to the right, and angles grow clockwise on the screen.
    ///   - sweep: Angle that the sector spans, radians: clockwise or, when negative, counterclockwise; at most a full
    ///     turn.
    ///   - color: Color of the sector.
    public mutating func fillSector(center: Point, radius: Double, start: Double, sweep: Double, color: Color) {
        guard
            let wedge = Wedge(start: start, sweep: sweep),
            let box = box(around: center, radius: radius, reach: radius)
        else { return }
        fill(box, color) { point in
            let local = wedge.folded(point - center)
            let along = min(max((local * wedge.edge).sum(), 0), radius)
            let side = length(local - along * wedge.edge)
            let distance = max(length(local) - radius, wedge.contains(local) ? -side : side)
            return min(max(0.5 - distance, 0), 1)
        }
    }

    /// Returns the pixels that a circle can touch; `nil` when there are none or the circle cannot be drawn.
    private func box(around center: Point, radius: Double, reach: Double) -> PixelBox? {
        guard Canvas.isDrawable(center), Canvas.isDrawable(extent: radius) else { return nil }
        return PixelBox(from: center - (reach + 0.5), to: center + (reach + 0.5), in: image)
    }
}

/// A range of directions, rotated and folded so that its middle is the x axis and a single edge remains.
private struct Wedge {
    /// The unit vector along the middle.
    private let axis: Canvas.Point
    /// The unit vector along the edge, with y not negative.
    let edge: Canvas.Point

    /// Creates a wedge; `nil` when an angle is not finite.
    init?(start: Double, sweep: Double) {
        guard start.isFinite, sweep.isFinite else { return nil }
        let half = min(abs(sweep) / 2, .pi)
        let middle = start + (sweep < 0 ? -half : half)
        axis = [cos(middle), sin(middle)]
        edge = [cos(half), sin(half)]
    }

    @inline(__always)
    func folded(_ point: Canvas.Point) -> Canvas.Point {
        [(point * axis).sum(), abs(axis.x * point.y - axis.y * point.x)]
    }

    /// Whether a folded point lies between the edges.
    @inline(__always)
    func contains(_ point: Canvas.Point) -> Bool { edge.x * point.y <= edge.y * point.x }
}

@inline(__always)
private func length(_ vector: Canvas.Point) -> Double { (vector * vector).sum().squareRoot() }
