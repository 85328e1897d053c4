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
    /// body. `[4]`
    package var keypoints: [SIMD2<Float>]

    package init(score: Float, box: Box, keypoints: [SIMD2<Float>]) {
        self.score = score
        self.box = box
        self.keypoints = keypoints
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
    /// The part of the picture for the landmark network, for a detection in pixels: a square round the middle of the
    /// hips that holds the whole body, turned so that the body stands upright in it.
    package var region: Region { Region(center: keypoints[0], pointOnCircle: keypoints[1]) }
}

extension Region {
    /// The square that holds a circle, with a margin, turned so that a point of the circle comes to lie on top.
    ///
    /// The margin and the turning are MediaPipe's (`pose_detection_to_roi.pbtxt`, `pose_landmarks_to_roi.pbtxt`).
    ///
    /// - Parameters:
    ///   - center: Middle of the circle, pixels.
    ///   - point: A point on it, pixels.
    package init(center: SIMD2<Float>, pointOnCircle point: SIMD2<Float>) {
        let offset = point - center
        let size = 2 * (offset.x * offset.x + offset.y * offset.y).squareRoot() * Region.margin
        let rotation = Float.pi / 2 - direction(x: offset.x, y: -offset.y)
        let turns = ((rotation + .pi) / (2 * .pi)).rounded(.down)
        self.init(
            center: PixelPoint(x: Double(center.x), y: Double(center.y)), size: Double(size),
            rotation: Double(rotation - 2 * .pi * turns))
    }

    /// How much larger than the circle's square the region is.
    private static let margin: Float = 1.25
}
