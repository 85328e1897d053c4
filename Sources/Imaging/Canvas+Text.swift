extension Canvas {
    /// Draws one line of text in a stroke font.
    ///
    /// Draws the printable ASCII characters and the degree sign; any other character is drawn as an empty box.
    ///
    /// - Parameters:
    ///   - text: Text to draw.
    ///   - origin: Left end of the baseline.
    ///   - size: Height of a capital letter, pixels. Descenders reach a third of it below the baseline.
    ///   - color: Color of the letters.
    ///   - halo: Color of an outline that keeps the letters legible on any background; none by default.
    public mutating func drawText(_ text: String, at origin: Point, size: Double, color: Color, halo: Color? = nil) {
        guard Canvas.isDrawable(origin), Canvas.isDrawable(extent: size) else { return }
        let width = Canvas.textStrokeWidth(size: size)
        var lines = StrokeFont.lines(of: text, at: origin, size: size, width: width)
        if let halo {
            let rim = 2 * max(1, width * 0.8)
            drawLines(lines.map { Line(from: $0.from, to: $0.to, width: $0.width + rim) }, color: halo)
        }
        // Strokes thinner than a pixel would look pale.
        for index in lines.indices { lines[index].width = max(lines[index].width, 1) }
        drawLines(lines, color: color)
    }

    /// Returns the width of a text in pixels, from the middle of its first stroke to the middle of its last.
    ///
    /// - Parameters:
    ///   - text: Text to measure.
    ///   - size: Height of a capital letter, pixels.
    public static func textWidth(_ text: String, size: Double) -> Double {
        StrokeFont.width(of: text) * size / StrokeFont.capitalHeight
    }

    private static func textStrokeWidth(size: Double) -> Double { size * 0.13 }
}
