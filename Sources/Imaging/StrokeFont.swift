/// A font whose letters are strokes of one width, on a grid twelve units high from the baseline to the top of a
/// capital.
enum StrokeFont {
    /// Height of a capital above the baseline, units.
    static let capitalHeight = 12.0

    /// Space between two letters, units.
    private static let gap = 4.0

    /// The radius of rounded corners, where the distance to the neighboring corners allows it.
    private static let cornerRadius = 4.0

    /// A letter on the grid.
    struct Glyph {
        /// Width in units.
        let width: Double
        let strokes: [Stroke]

        /// Points with x to the right and y down from the top of a capital.
        struct Stroke {
            let points: [Canvas.Point]
            let isRounded: Bool
        }
    }

    /// Returns the width of a text in units.
    static func width(of text: String) -> Double {
        guard !text.isEmpty else { return 0 }
        return text.reduce(-gap) { $0 + glyph($1).width + gap }
    }

    /// Returns the lines of a text in pixels.
    static func lines(of text: String, at origin: Canvas.Point, size: Double, width: Double) -> [Canvas.Line] {
        let scale = size / capitalHeight
        // Enough for corners to look round: the largest gap between a chord and its arc stays below a fifth of a pixel
        // up to letters 500 pixels high.
        let steps = Int(min(max((size / 2).squareRoot(), 3), 24))
        var lines: [Canvas.Line] = []
        var left = 0.0
        for character in text {
            let glyph = glyph(character)
            for stroke in glyph.strokes {
                let path = (stroke.isRounded ? rounded(stroke.points, steps: steps) : stroke.points)
                    .map { origin + scale * ($0 + Canvas.Point(left, -capitalHeight)) }
                // A dot as wide as the strokes would look smaller than they do.
                if path.count == 1 { lines.append(Canvas.Line(from: path[0], to: path[0], width: width * 1.35)) }
                for (from, to) in zip(path, path.dropFirst()) {
                    lines.append(Canvas.Line(from: from, to: to, width: width))
                }
            }
            left += glyph.width + gap
        }
        return lines
    }

    /// Returns a path with its corners replaced by parabolas; a closed path is rounded at its start too.
    private static func rounded(_ points: [Canvas.Point], steps: Int) -> [Canvas.Point] {
        let isClosed = points.first == points.last
        var path = isClosed ? [] : [points[0]]
        for index in 1..<(isClosed ? points.count : points.count - 1) {
            let corner = points[index]
            let next = index + 1 < points.count ? index + 1 : 1
            // A free end needs no room for a corner of its own.
            let start = cut(corner, towards: points[index - 1], isFreeEnd: index == 1 && !isClosed)
            let end = cut(corner, towards: points[next], isFreeEnd: next == points.count - 1 && !isClosed)
            for step in 0...steps {
                let along = Double(step) / Double(steps)
                let first = start + (corner - start) * along
                let second = corner + (end - corner) * along
                path.append(first + (second - first) * along)
            }
        }
        if isClosed { path.append(path[0]) } else { path.append(points[points.count - 1]) }
        return path
    }

    /// Returns the point where the rounding of a corner begins, toward a neighboring point.
    private static func cut(_ corner: Canvas.Point, towards point: Canvas.Point, isFreeEnd: Bool) -> Canvas.Point {
        let way = point - corner
        let length = (way * way).sum().squareRoot()
        return corner + way * (min(cornerRadius, isFreeEnd ? length : length / 2) / length)
    }
}
