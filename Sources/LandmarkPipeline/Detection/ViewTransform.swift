import PoiseGeometry

/// The part of an image that a detector sees: a square, turned with its rotation and perhaps mirrored. Places outside the image
/// are black.
package struct ViewTransform: Sendable, Equatable {
    package var square: RegionOfInterest
    package var isMirrored: Bool

    package init(square: RegionOfInterest, isMirrored: Bool = false) {
        self.square = square
        self.isMirrored = isMirrored
    }

    /// The letterboxed image, as MediaPipe shows it.
    package static func whole(_ size: ImageSize) -> ViewTransform {
        ViewTransform(
            square: RegionOfInterest(
                center: PixelPoint(x: Double(size.width) / 2, y: Double(size.height) / 2),
                size: Double(max(size.width, size.height)), rotation: 0))
    }
}

extension Detection {
    /// Returns the detection in pixels of the image, from units of the square that a view shows.
    func placed(by view: ViewTransform) -> Detection {
        let projection = RegionProjection(view.square)
        func pixels(_ point: SIMD2<Float>) -> SIMD2<Float> {
            let x = Double(point.x)
            let place = projection.pixel(x: view.isMirrored ? 1 - x : x, y: Double(point.y))
            return SIMD2(Float(place.x), Float(place.y))
        }
        let corners = [
            [box.left, box.top], [box.right, box.top], [box.left, box.bottom], [box.right, box.bottom],
        ].map { pixels(SIMD2($0[0], $0[1])) }
        let first = corners.dropFirst().reduce(corners[0]) { pointwiseMin($0, $1) }
        let last = corners.dropFirst().reduce(corners[0]) { pointwiseMax($0, $1) }
        var detection = Detection(
            score: score, box: Box(left: first.x, top: first.y, right: last.x, bottom: last.y),
            keypoints: keypoints.mapped(pixels))
        detection.isOfTurnedView = view.isMirrored || view.square.rotation != 0
        return detection
    }

    /// Returns the detection in pixels of the image, from units of the square to which the image was letterboxed, with
    /// MediaPipe's rounding.
    package func unletterboxed(_ size: ImageSize) -> Detection {
        let content = SIMD2(Float(size.width), Float(size.height))
        let aspect = content.y / content.x
        let padding: SIMD2<Float> = aspect < 1 ? [0, (1 - aspect) / 2] : [(1 - 1 / aspect) / 2, 0]
        func pixels(_ point: SIMD2<Float>) -> SIMD2<Float> { (point - padding) / (1 - 2 * padding) * content }
        let (first, last) = (pixels([box.left, box.top]), pixels([box.right, box.bottom]))
        return Detection(
            score: score, box: Box(left: first.x, top: first.y, right: last.x, bottom: last.y),
            keypoints: keypoints.mapped(pixels))
    }
}
