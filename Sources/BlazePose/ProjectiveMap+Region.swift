import Imaging
import Landmarks

extension ProjectiveMap {
    /// The map that lays a network's input over a region.
    ///
    /// The region's corners are computed in single precision as OpenCV's `RotatedRect` does, which takes degrees. They
    /// are no exact square therefore, and the map no exact rotation: MediaPipe's is neither.
    ///
    /// - Parameters:
    ///   - region: A part of a picture, in pixels.
    ///   - side: Side of the input, pixels.
    package init(_ region: Region, side: Int) {
        let center = SIMD2(Float(region.center.x), Float(region.center.y))
        let size = Float(region.size)
        let degrees = Float(Double(Float(region.rotation) * 180) / .pi)
        let angle = Double(degrees) * .pi / 180
        let a = Float(sine(angle)) * 0.5
        let b = Float(cosine(angle)) * 0.5
        let bottomLeft = SIMD2(center.x - a * size - b * size, center.y + b * size - a * size)
        let topLeft = SIMD2(center.x + a * size - b * size, center.y - b * size - a * size)
        self.init(
            topLeft: SIMD2(topLeft), topRight: SIMD2(2 * center - bottomLeft), bottomRight: SIMD2(2 * center - topLeft),
            bottomLeft: SIMD2(bottomLeft), side: side)
    }
}
