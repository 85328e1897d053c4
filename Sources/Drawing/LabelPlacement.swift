import PoiseImaging

/// Placement of labels inside the image, off the bones and off each other as far as there is room.
///
/// The costs are choices by eye; their order matters: labels that cover each other, then the image's edge, then bones, then
/// the distance and the direction from the point.
package struct LabelPlacement {
    /// An axis-aligned rectangle.
    package struct Box {
        package var center: Canvas.Point
        package var size: Canvas.Point

        /// Returns the area that two rectangles share.
        package func overlap(with other: Box) -> Double {
            let low = pointwiseMax(center - size / 2, other.center - other.size / 2)
            let high = pointwiseMin(center + size / 2, other.center + other.size / 2)
            let sides = pointwiseMax(high - low, .zero)
            return sides.x * sides.y
        }
    }

    private let image: Box
    private var bones: [Canvas.Line] = []
    private var placed: [Box] = []

    /// Creates a placement for the labels of an image.
    package init(image: Image) {
        let size = Canvas.Point(Double(image.width), Double(image.height))
        self.image = Box(center: size / 2, size: size)
    }

    /// Keeps later labels off lines where possible.
    package mutating func avoid(_ lines: [Canvas.Line]) { bones += lines }

    /// Reserves room for a label.
    ///
    /// - Parameters:
    ///   - size: Width and height, pixels.
    ///   - anchor: The point that the label belongs to.
    ///   - clearance: Minimum distance of its nearest edge from the anchor, pixels.
    ///   - preferred: The preferred direction from the anchor; a unit vector.
    package mutating func place(
        size: Canvas.Point, around anchor: Canvas.Point, clearance: Double, preferred: Canvas.Point
    ) -> Box {
        var best = Box(center: anchor, size: size)
        var lowest = Double.infinity
        for (turn, penalty) in Self.turns {
            let direction = Canvas.Point(
                preferred.x * turn.x - preferred.y * turn.y, preferred.x * turn.y + preferred.y * turn.x)
            // From the center of the box to its edge in this direction.
            let extent = min(size.x / 2 / max(abs(direction.x), 1e-9), size.y / 2 / max(abs(direction.y), 1e-9))
            for step in 0..<5 {
                let distance = clearance + extent + Double(step) * size.y * 0.6
                let box = Box(center: anchor + distance * direction, size: size)
                let total = cost(of: box) + 0.12 * penalty + 0.2 * Double(step)
                if total < lowest { (best, lowest) = (box, total) }
            }
        }
        // A label without a finite position is not drawn, and must not keep others away.
        if lowest.isFinite { placed.append(best) }
        return best
    }

    /// Returns the cost of a box, in shares of its area; covering another label costs most, then leaving the image.
    private func cost(of box: Box) -> Double {
        let area = box.size.x * box.size.y
        let outside = 1 - box.overlap(with: image) / area
        let covered = placed.reduce(0) { $0 + $1.overlap(with: box) } / area
        let crossed = bones.reduce(0) { $0 + length(of: $1, in: box) } / box.size.x
        return 40 * covered + 20 * outside + crossed
    }

    /// Returns the length of a line inside a box.
    private func length(of line: Canvas.Line, in box: Box) -> Double {
        let low = box.center - (box.size + line.width) / 2
        let high = box.center + (box.size + line.width) / 2
        let vector = line.to - line.from
        var first = 0.0
        var last = 1.0
        for axis in 0..<2 {
            if abs(vector[axis]) < 1e-9 {
                guard line.from[axis] >= low[axis], line.from[axis] <= high[axis] else { return 0 }
            } else {
                let one = (low[axis] - line.from[axis]) / vector[axis]
                let other = (high[axis] - line.from[axis]) / vector[axis]
                first = max(first, min(one, other))
                last = min(last, max(one, other))
            }
        }
        return first < last ? (last - first) * (vector * vector).sum().squareRoot() : 0
    }

    /// Rotations by multiples of 22.5 degrees as cosine and sine, each with its deviation from no rotation, 0 to 1.
    private static let turns: [(turn: Canvas.Point, penalty: Double)] = {
        let half = 0.5.squareRoot()
        let cosine = ((1 + half) / 2).squareRoot()
        let sine = ((1 - half) / 2).squareRoot()
        let quarter: [Canvas.Point] = [[1, 0], [cosine, sine], [half, half], [sine, cosine]]
        let clockwise = quarter + quarter.map { [-$0.y, $0.x] } + [[-1, 0]]
        return clockwise.enumerated().flatMap { index, turn in
            [turn, [turn.x, -turn.y]].map { ($0, Double(index) / 8) }
        }
    }()
}
