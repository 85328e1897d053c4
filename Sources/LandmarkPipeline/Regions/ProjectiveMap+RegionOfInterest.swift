import PoiseGeometry
import PoiseImaging

extension ProjectiveMap {
    /// The map from pixels of a network's input to a region of interest in the image.
    ///
    /// The region's corners are computed in single precision as OpenCV's `RotatedRect` does, which takes degrees. They
    /// are therefore not an exact square, and the map is not an exact rotation; MediaPipe's are not either.
    ///
    /// - Parameters:
    ///   - region: A part of an image, in pixels.
    ///   - side: Side of the input, pixels.
    ///   - isMirrored: Whether the input shows the region's mirror image: left and right corners change places.
    package init(_ region: RegionOfInterest, side: Int, isMirrored: Bool = false) {
        let center = SIMD2(Float(region.center.x), Float(region.center.y))
        let size = Float(region.size)
        let degrees = Float(Double(Float(region.rotation) * 180) / .pi)
        let angle = Double(degrees) * .pi / 180
        let a = Float(sine(angle)) * 0.5
        let b = Float(cosine(angle)) * 0.5
        let bottomLeft = SIMD2(center.x - a * size - b * size, center.y + b * size - a * size)
        let topLeft = SIMD2(center.x + a * size - b * size, center.y - b * size - a * size)
        let (topRight, bottomRight) = (2 * center - bottomLeft, 2 * center - topLeft)
        if isMirrored {
            self.init(
                topLeft: SIMD2(topRight), topRight: SIMD2(topLeft), bottomRight: SIMD2(bottomLeft),
                bottomLeft: SIMD2(bottomRight), side: side)
        } else {
            self.init(
                topLeft: SIMD2(topLeft), topRight: SIMD2(topRight), bottomRight: SIMD2(bottomRight),
                bottomLeft: SIMD2(bottomLeft), side: side)
        }
    }
}
