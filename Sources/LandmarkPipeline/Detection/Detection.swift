import PoiseGeometry

/// An object as a detector sees it: a box and key points.
///
/// In single precision, as are the steps from here to the next network's input, in MediaPipe's order of operations: the
/// sampler rounds places to 1/32 pixel, so that the last bit of a region can be seen in the result.
package struct Detection: Sendable, Equatable {
    /// Probability of the object, 0 to 1.
    package var score: Float
    package var box: Box
    package var keypoints: Keypoints
    /// Whether the detector saw the image turned or mirrored, where it detects more false objects.
    package var isOfTurnedView = false

    package init(score: Float, box: Box, keypoints: Keypoints) {
        self.score = score
        self.box = box
        self.keypoints = keypoints
    }

    /// Up to eight points, side by side in the detection itself, where an array would take memory of its own.
    package struct Keypoints: Sendable, Equatable, RandomAccessCollection {
        /// x and y of each in turn; zero behind the last.
        let values: SIMD16<Float>
        package let count: Int

        /// The most points.
        package static let capacity = 8

        package init(_ points: SIMD2<Float>...) { self.init(count: points.count) { points[$0] } }

        init(count: Int, _ point: (Int) -> SIMD2<Float>) {
            var values = SIMD16<Float>(repeating: 0)
            for index in 0..<count {
                let place = point(index)
                values[2 * index] = place.x
                values[2 * index + 1] = place.y
            }
            self.init(values: values, count: count)
        }

        init(values: SIMD16<Float>, count: Int) {
            self.values = values
            self.count = count
        }

        /// Returns the points, each moved to another place.
        func mapped(_ place: (SIMD2<Float>) -> SIMD2<Float>) -> Keypoints {
            Keypoints(count: count) { place(self[$0]) }
        }

        package var startIndex: Int { 0 }
        package var endIndex: Int { count }

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

        /// The box without a size, at the origin.
        package static let zero = Box(left: 0, top: 0, right: 0, bottom: 0)

        /// The area; 0 when a side is negative.
        var area: Float { max(right - left, 0) * max(bottom - top, 0) }

        /// Returns the area of the intersection over the area of the union, 0 to 1.
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
