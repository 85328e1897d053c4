import Landmarks

/// A person as the detector sees one: a box round the face and points that say where the body is.
package struct Detection: Sendable, Equatable {
    /// Probability that there is a person, 0 to 1.
    package var score: Double
    /// A box round the head and shoulders.
    package var box: Box
    /// 0: middle of the hips; 1: a point on the circle round the whole body, above the head; 2, 3: the same of the upper
    /// body. `[4]`
    package var keypoints: [PixelPoint]

    /// An upright rectangle.
    package struct Box: Sendable, Equatable {
        package var left: Double
        package var top: Double
        package var right: Double
        package var bottom: Double

        /// Its area; 0 when a side is negative.
        var area: Double { max(right - left, 0) * max(bottom - top, 0) }

        /// Area of the intersection over area of the union, 0 to 1.
        func overlap(with other: Box) -> Double {
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
    /// The part of the picture for the landmark network: a square round the middle of the hips that holds the whole
    /// body, turned so that the body stands upright in it.
    package var region: Region { Region(center: keypoints[0], pointOnCircle: keypoints[1]) }
}

extension Region {
    /// The square that holds a circle, with a margin, turned so that a point of the circle comes to lie on top.
    ///
    /// The margin and the turning are MediaPipe's (`pose_detection_to_roi.pbtxt`, `pose_landmarks_to_roi.pbtxt`).
    init(center: PixelPoint, pointOnCircle point: PixelPoint) {
        let (x, y) = (point.x - center.x, point.y - center.y)
        let rotation = Double.pi / 2 - direction(x: x, y: -y)
        self.init(
            center: center, size: 2 * (x * x + y * y).squareRoot() * Region.margin,
            rotation: rotation - 2 * .pi * ((rotation + .pi) / (2 * .pi)).rounded(.down))
    }

    /// How much larger than the circle's square the region is.
    private static let margin = 1.25
}
