extension Canvas {
    /// Draws one line of text in a stroke font.
    ///
    /// It knows the printable ASCII characters and the degree sign; every other character is an empty box.
    ///
    /// - Parameters:
    ///   - text: What to write.
    ///   - origin: Left end of the line that the letters stand on.
    ///   - size: Height of a capital letter, pixels. Descenders reach a third of it below the line.
    ///   - color: Colour of the letters.
    ///   - halo: Colour of a rim around the letters that keeps them legible on any background; none by default.
    public mutating func drawText(_ text: String, at origin: Point, size: Double, color: Color, halo: Color? = nil) {
        guard Canvas.isDrawable(origin), Canvas.isDrawable(extent: size) else { return }
        let width = Canvas.textStrokeWidth(size: size)
        var lines = StrokeFont.lines(of: text, at: origin, size: size, width: width)
        if let halo {
            let rim = 2 * max(1, width * 0.8)
            drawLines(lines.map { Line(from: $0.from, to: $0.to, width: $0.width + rim) }, color: halo)
        }
        // A letter whose strokes are thinner than a pixel would be pale.
        for index in lines.indices { lines[index].width = max(lines[index].width, 1) }
        drawLines(lines, color: color)
    }

    /// The width of a text in pixels, from the middle of its first stroke to the middle of its last.
    ///
    /// - Parameters:
    ///   - text: What would be written.
    ///   - size: Height of a capital letter, pixels.
    public static func textWidth(_ text: String, size: Double) -> Double {
        StrokeFont.width(of: text) * size / StrokeFont.capitalHeight
    }

    private static func textStrokeWidth(size: Double) -> Double { size * 0.13 }
}
