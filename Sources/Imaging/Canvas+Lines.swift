extension Canvas {
    /// A straight line with round ends.
    public struct Line: Sendable, Hashable {
        /// One end.
        public var from: Point
        /// The other end; when it equals ``from``, the line is a dot.
        public var to: Point
        /// Width in pixels; the round ends extend half of it beyond the points.
        public var width: Double

        /// Creates a line from its ends and width.
        public init(from: Point, to: Point, width: Double) {
            self.from = from
            self.to = to
            self.width = width
        }
    }

    /// Draws a line with round ends.
    public mutating func drawLine(from: Point, to: Point, width: Double, color: Color) {
        drawLines([Line(from: from, to: to, width: width)], color: color)
    }

    /// Draws lines as one shape: where they overlap or meet, the color is blended only once.
    public mutating func drawLines(_ lines: [Line], color: Color) {
        let strokes = lines.compactMap { Stroke($0, in: image) }
        guard
            let firstRow = strokes.map(\.box.rows.lowerBound).min(),
            let endRow = strokes.map(\.box.rows.upperBound).max()
        else { return }
        withUnsafeTemporaryAllocation(of: Float.self, capacity: image.width) { coverage in
            coverage.initialize(repeating: 0)
            for row in firstRow..<endRow {
                var touched: Range<Int>?
                for stroke in strokes where stroke.box.rows.contains(row) {
                    guard let columns = stroke.cover(row: row, coverage: coverage) else { continue }
                    let soFar = touched ?? columns
                    touched = min(soFar.lowerBound, columns.lowerBound)..<max(soFar.upperBound, columns.upperBound)
                }
                guard let touched else { continue }
                blend(color, row: row, columns: touched, coverage: UnsafeBufferPointer(coverage))
                for column in touched { coverage[column] = 0 }
            }
        }
    }
}

/// A line prepared for drawing row by row.
private struct Stroke {
    let start: Canvas.Point
    let vector: Canvas.Point
    let inverseSquaredLength: Double
    let halfWidth: Double
    let box: PixelBox

    /// Creates a stroke; `nil` when the line lies outside the image or cannot be drawn.
    init?(_ line: Canvas.Line, in image: Image) {
        guard
            Canvas.isDrawable(line.from), Canvas.isDrawable(line.to), Canvas.isDrawable(extent: line.width)
        else { return nil }
        let reach = line.width / 2 + 0.5
        guard
            let box = PixelBox(
                from: pointwiseMin(line.from, line.to) - reach, to: pointwiseMax(line.from, line.to) + reach, in: image)
        else { return nil }
        self.box = box
        start = line.from
        vector = line.to - line.from
        let squaredLength = (vector * vector).sum()
        // A line shorter than this is a dot; its reciprocal might not be finite.
        inverseSquaredLength = squaredLength > 1e-12 ? 1 / squaredLength : 0
        halfWidth = line.width / 2
    }

    /// Raises the coverage of a row to that of this line and returns the columns it may have touched.
    func cover(row: Int, coverage: UnsafeMutableBufferPointer<Float>) -> Range<Int>? {
        let y = Double(row) + 0.5
        guard let columns = columns(near: y) else { return nil }
        for column in columns {
            let offset = Canvas.Point(Double(column) + 0.5, y) - start
            let along = min(max((offset * vector).sum() * inverseSquaredLength, 0), 1)
            let away = offset - along * vector
            let distance = (away * away).sum().squareRoot()
            let covered = Float(bandCoverage(distance: distance, halfWidth: halfWidth))
            if covered > coverage[column] { coverage[column] = covered }
        }
        return columns
    }

    /// Returns the columns that the line can touch at height `y`: the segment within reach above and below, widened by
    /// the reach. A long slanted line thus does not cost the area of its bounding box.
    private func columns(near y: Double) -> Range<Int>? {
        let reach = halfWidth + 0.5
        var first = 0.0
        var last = 1.0
        if abs(vector.y) > 1e-6 {
            let one = (y - reach - start.y) / vector.y
            let other = (y + reach - start.y) / vector.y
            first = max(first, min(one, other))
            last = min(last, max(one, other))
            guard first <= last else { return nil }
        }
        let one = start.x + first * vector.x
        let other = start.x + last * vector.x
        guard
            let columns = PixelBox.range(
                min(one, other) - reach, max(one, other) + reach, limit: box.columns.upperBound)
        else { return nil }
        return columns.clamped(to: box.columns)
    }
}
