/// An image to draw on: antialiased lines, discs, rings, arcs, sectors and text with opacity.
///
///     var canvas = Canvas(image)
///     canvas.drawLine(from: [10, 20], to: [300, 200], width: 5, color: .white)
///     let result = canvas.image
///
/// Coordinates are pixels with x to the right and y down; the center of the first pixel lies at (0.5, 0.5). Shapes are
/// clipped at the edges of the image. A shape is not drawn when a coordinate is not finite or beyond
/// ``coordinateLimit``, or when its width, radius or size is not positive.
///
/// Coverage of a pixel is computed from the distance of the pixel's center to the shape's edge: exact for straight
/// edges along the axes, and within a few percent of the area elsewhere.
public struct Canvas: Sendable {
    /// A point, a direction or a distance in pixels: x, y.
    public typealias Point = SIMD2<Double>

    /// The largest coordinate, width or radius that is drawn, in pixels. Beyond it, products of coordinates soon leave
    /// too few digits of a `Double` for distances to a hundredth of a pixel.
    public static let coordinateLimit = 1e9

    /// The image with everything drawn so far; always RGB.
    public private(set) var image: Image

    /// Creates a canvas from an image; other formats are converted to RGB.
    public init(_ image: consuming Image) {
        self.image = image.converted(to: .rgb)
    }

    /// Blends a color into every pixel, weighted by a plane of weights such as the probabilities of a mask.
    ///
    /// - Parameters:
    ///   - color: Color to blend; its opacity is reached where the weight is 1.
    ///   - weights: Weights 0 to 1, `[height, width]`; values outside are clamped and NaN counts as 0. Their number
    ///     must equal the number of pixels of the image; anything else is a programmer's mistake.
    public mutating func tint(_ color: Color, weights: [Float]) {
        precondition(weights.count == image.width * image.height, "a tint has one weight per pixel")
        let paint = Paint(color)
        image.pixels.withUnsafeMutableBufferPointer { pixels in
            weights.withUnsafeBufferPointer { weights in
                for index in 0..<weights.count where weights[index] > 0 {
                    paint.blend(into: pixels, at: index * 3, coverage: min(weights[index], 1))
                }
            }
        }
    }
}

extension Canvas {
    /// Whether all coordinates can be drawn; comparisons with NaN are false.
    static func isDrawable(_ point: Point) -> Bool {
        abs(point.x) <= coordinateLimit && abs(point.y) <= coordinateLimit
    }

    /// Whether a width, radius or size can be drawn.
    static func isDrawable(extent: Double) -> Bool { extent > 0 && extent <= coordinateLimit }

    /// Fills a shape inside a box. `coverage` is called with the center of each pixel.
    @inline(__always)
    mutating func fill(_ box: PixelBox, _ color: Color, coverage: (Point) -> Double) {
        let paint = Paint(color)
        let width = image.width
        image.pixels.withUnsafeMutableBufferPointer { pixels in
            for row in box.rows {
                for column in box.columns {
                    let covered = coverage(Point(Double(column) + 0.5, Double(row) + 0.5))
                    if covered > 0 {
                        paint.blend(into: pixels, at: (row * width + column) * 3, coverage: Float(min(covered, 1)))
                    }
                }
            }
        }
    }

    /// Blends the given columns of one row.
    mutating func blend(_ color: Color, row: Int, columns: Range<Int>, coverage: UnsafeBufferPointer<Float>) {
        let paint = Paint(color)
        let start = row * image.width
        image.pixels.withUnsafeMutableBufferPointer { pixels in
            for column in columns where coverage[column] > 0 {
                paint.blend(into: pixels, at: (start + column) * 3, coverage: coverage[column])
            }
        }
    }
}

/// Returns the share of a pixel that a band covers, from the distance of the band's middle line: the overlap of the
/// pixel, one wide, with the band. Unlike the usual ramp at the edge it stays right for bands thinner than a pixel.
@inline(__always)
func bandCoverage(distance: Double, halfWidth: Double) -> Double {
    max(0, min(distance + 0.5, halfWidth) - max(distance - 0.5, -halfWidth))
}

/// The pixels inside the image that a shape can touch; never empty.
struct PixelBox {
    let columns: Range<Int>
    let rows: Range<Int>

    /// Creates a box from two finite corners; `nil` when no pixel of the image lies between them.
    init?(from low: Canvas.Point, to high: Canvas.Point, in image: Image) {
        guard
            let columns = Self.range(low.x, high.x, limit: image.width),
            let rows = Self.range(low.y, high.y, limit: image.height)
        else { return nil }
        self.columns = columns
        self.rows = rows
    }

    /// Returns the pixels between two coordinates, clamped to the image before the conversion to integers.
    static func range(_ low: Double, _ high: Double, limit: Int) -> Range<Int>? {
        let first = max(low, 0).rounded(.down)
        let end = min(high, Double(limit)).rounded(.up)
        return first < end ? Int(first)..<Int(end) : nil
    }
}

/// A color prepared for blending.
private struct Paint {
    let red: Float
    let green: Float
    let blue: Float
    let opacity: Float

    init(_ color: Color) {
        red = Float(color.red)
        green = Float(color.green)
        blue = Float(color.blue)
        opacity = Float(color.opacity) / 255
    }

    @inline(__always)
    func blend(into pixels: UnsafeMutableBufferPointer<UInt8>, at offset: Int, coverage: Float) {
        let share = coverage * opacity
        pixels[offset] = mix(pixels[offset], red, share)
        pixels[offset + 1] = mix(pixels[offset + 1], green, share)
        pixels[offset + 2] = mix(pixels[offset + 2], blue, share)
    }

    @inline(__always)
    private func mix(_ old: UInt8, _ new: Float, _ share: Float) -> UInt8 {
        UInt8(Float(old) + (new - Float(old)) * share + 0.5)
    }
}
