import Imaging
import Landmarks

extension AffineMap {
    /// The map that lays a region over the corners of a network's input.
    ///
    /// The region's corners are computed as OpenCV's `RotatedRect` does, in single precision.
    ///
    /// - Parameters:
    ///   - region: A part of a picture, in pixels.
    ///   - side: Side of the input, pixels.
    package init(_ region: Region, side: Int) {
        let center = SIMD2(Float(region.center.x), Float(region.center.y))
        let size = Float(region.size)
        let a = Float(sine(region.rotation)) * 0.5
        let b = Float(cosine(region.rotation)) * 0.5
        let bottomLeft = SIMD2(center.x - a * size - b * size, center.y + b * size - a * size)
        let topLeft = SIMD2(center.x + a * size - b * size, center.y - b * size - a * size)
        let topRight = 2 * center - bottomLeft

        let right = (SIMD2<Double>(topRight) - SIMD2<Double>(topLeft)) / Double(side)
        let down = (SIMD2<Double>(bottomLeft) - SIMD2<Double>(topLeft)) / Double(side)
        self.init(
            xx: right.x, xy: down.x, x0: Double(topLeft.x), yx: right.y, yy: down.y, y0: Double(topLeft.y))
    }
}
