import Landmarks

/// A person as the detector sees one: a box round the face and points that say where the body is.
///
/// In single precision, as are the steps from here to the network's next input, in MediaPipe's order of operations: the
/// sampler rounds places to 1/32 pixel, so that the last bit of a region can be seen in the result.
package struct Detection: Sendable, Equatable {
    /// Probability that there is a person, 0 to 1.
    package var score: Float
    /// A box round the head and shoulders.
    package var box: Box
    /// 0: middle of the hips; 1: a point on the circle round the whole body, above the head; 2, 3: the same of the upper
    /// body.
    package var keypoints: Keypoints
    /// Whether the picture was turned or mirrored for the detector, which then sees people in more things.
    package var isOfTurnedView = false

    package init(score: Float, box: Box, keypoints: Keypoints) {
        self.score = score
        self.box = box
        self.keypoints = keypoints
    }

    /// Four points, side by side in the detection itself, where an array would take memory of its own.
    package struct Keypoints: Sendable, Equatable, RandomAccessCollection {
        /// x and y of each in turn.
        let values: SIMD8<Float>

        package init(
            _ first: SIMD2<Float>, _ second: SIMD2<Float>, _ third: SIMD2<Float>, _ fourth: SIMD2<Float>
        ) {
            values = SIMD8(first.x, first.y, second.x, second.y, third.x, third.y, fourth.x, fourth.y)
        }

        init(values: SIMD8<Float>) { self.values = values }

        /// Each point brought to another place.
        func mapped(_ place: (SIMD2<Float>) -> SIMD2<Float>) -> Keypoints {
            Keypoints(place(self[0]), place(self[1]), place(self[2]), place(self[3]))
        }

        package var startIndex: Int { 0 }
        package var endIndex: Int { 4 }

        package subscript(index: Int) -> SIMD2<Float> { SIMD2(values[2 * index], values[2 * index + 1]) }
    }

    /// An upright rectangle.
    package struct Box: Sendable, Equatable {
        package var left: Float
        package var top: Float
        package var right: Float
        package var bottom: Float

        package init(left: Float, top: Float, right: Float, bottom: Float) {
            self.left = left
            self.top = top
            self.right = right
            self.bottom = bottom
        }

        /// Its area; 0 when a side is negative.
        var area: Float { max(right - left, 0) * max(bottom - top, 0) }

        /// Area of the intersection over area of the union, 0 to 1.
        package func overlap(with other: Box) -> Float {
            let common = Box(
                left: max(left, other.left), top: max(top, other.top), right: min(right, other.right),
                bottom: min(bottom, other.bottom)
            ).area
            let union = area + other.area - common
            return union > 0 ? common / union : 0
        }
    }
}

extension Detection {
    /// The part of a picture of this size for the landmark network, for a detection in pixels: a square round the middle
    /// of the hips that holds the whole body, turned so that the body stands upright in it.
    package func region(width: Int, height: Int) -> Region {
        Region(center: keypoints[0], pointOnCircle: keypoints[1], width: width, height: height)
    }
}

extension Region {
    /// The square that holds a circle, with a margin, turned so that a point of the circle comes to lie on top: for a
    /// detection, and for the landmarks of the frame before.
    ///
    /// In MediaPipe's order of operations (`AlignmentPointsRectsCalculator`, `RectTransformationCalculator`,
    /// `ImageToTensorCalculator`), which goes from pixels to fractions of the picture and back.
    ///
    /// - Parameters:
    ///   - center: Middle of the circle, pixels.
    ///   - point: A point on it, pixels.
    ///   - width: Columns of the picture.
    ///   - height: Rows of the picture.
    package init(center: SIMD2<Float>, pointOnCircle point: SIMD2<Float>, width: Int, height: Int) {
        let picture = SIMD2(Float(width), Float(height))
        let offset = point - center
        let diameter = 2 * (offset.x * offset.x + offset.y * offset.y).squareRoot()
        let longSide = (diameter / picture * picture).max()
        let sides = longSide / picture * Region.margin * picture
        let middle = center / picture * picture

        let rotation = Float.pi / 2 - direction(x: offset.x, y: -offset.y)
        let turns = ((Double(rotation) + .pi) / (2 * .pi)).rounded(.down)
        self.init(
            center: PixelPoint(x: Double(middle.x), y: Double(middle.y)),
            size: Double(sides.y / sides.x < 1 ? sides.x : sides.y),
            rotation: Double(Float(Double(rotation) - 2 * .pi * turns)))
    }

    /// How much larger than the circle's square the region is.
    private static let margin: Float = 1.25
}
