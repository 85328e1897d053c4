/// A picture to draw on: lines, discs, rings, arcs, sectors and text, with smooth edges and opacity.
///
///     var canvas = Canvas(image)
///     canvas.drawLine(from: [10, 20], to: [300, 200], width: 5, color: .white)
///     let result = canvas.image
///
/// Coordinates are pixels with x to the right and y down; the centre of the first pixel lies at (0.5, 0.5). Shapes are
/// cut at the edges of the picture. A shape with a coordinate that is not finite or beyond ``coordinateLimit`` is not
/// drawn, nor is one with a width, radius or size that is not positive.
///
/// How much of a pixel a shape covers follows from the distance of the pixel's centre to the shape's edge: exact for
/// straight edges along the axes, and within a few percent of the area elsewhere.
public struct Canvas: Sendable {
    /// A point, a direction or a distance in pixels: x, y.
    public typealias Point = SIMD2<Double>

    /// The largest coordinate, width or radius that is drawn, in pixels. Beyond it, products of coordinates
    /// soon leave too few digits of a `Double` for distances to a hundredth of a pixel.
    public static let coordinateLimit = 1e9

    /// The picture with all that has been drawn; always RGB.
    public private(set) var image: Image

    /// A canvas that starts with a picture; other formats become RGB.
    public init(_ image: consuming Image) {
        self.image = image.converted(to: .rgb)
    }

    /// Blends a colour into every pixel by a plane of weights, for instance the probabilities of a mask.
    ///
    /// - Parameters:
    ///   - color: The colour, its opacity reached where the weight is 1.
    ///   - weights: 0 to 1, what lies outside counts as the nearer of the two and NaN as 0. `[height, width]`; another
    ///     number of them than the picture has pixels is a programmer's mistake.
    public mutating func tint(_ color: Color, weights: [Float]) {
        precondition(weights.count == image.width * image.height, "a tint has one weight a pixel")
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

    /// Fills a shape inside a box by the coverage of each pixel, which is given the pixel's centre.
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

    /// Blends one row from a column on.
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

/// How much of a pixel a band covers whose middle line is some distance away: the overlap of the pixel, one wide, with
/// the band. Unlike the usual ramp at the edge it stays right for bands thinner than a pixel.
@inline(__always)
func bandCoverage(distance: Double, halfWidth: Double) -> Double {
    max(0, min(distance + 0.5, halfWidth) - max(distance - 0.5, -halfWidth))
}

/// The pixels inside the picture that a shape can touch; never empty.
struct PixelBox {
    let columns: Range<Int>
    let rows: Range<Int>

    /// The pixels of a picture between two corners; `nil` when there are none. The corners are finite.
    init?(from low: Canvas.Point, to high: Canvas.Point, in image: Image) {
        guard
            let columns = Self.range(low.x, high.x, limit: image.width),
            let rows = Self.range(low.y, high.y, limit: image.height)
        else { return nil }
        self.columns = columns
        self.rows = rows
    }

    /// The pixels between two coordinates, cut to the picture before they become integers.
    static func range(_ low: Double, _ high: Double, limit: Int) -> Range<Int>? {
        let first = max(low, 0).rounded(.down)
        let end = min(high, Double(limit)).rounded(.up)
        return first < end ? Int(first)..<Int(end) : nil
    }
}

/// A colour made ready for blending.
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
