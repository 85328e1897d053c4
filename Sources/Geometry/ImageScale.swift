/// A map of image coordinates between two image sizes, for videos that change their resolution in the middle.
package struct ImageScale: Sendable, Equatable {
    /// The factor of horizontal lengths.
    package let x: Double
    /// The factor of vertical lengths.
    package let y: Double

    /// The factor of lengths: the geometric mean over both axes.
    package var length: Double { (x * y).squareRoot() }

    /// Creates the map from images of one size to those of another.
    package init(from: ImageSize, to: ImageSize) {
        x = Double(to.width) / Double(from.width)
        y = Double(to.height) / Double(from.height)
    }

    /// Returns a vector in pixels, scaled.
    package func apply(_ vector: SIMD2<Double>) -> SIMD2<Double> { SIMD2(vector.x * x, vector.y * y) }

    /// Returns a region of interest, scaled.
    package func apply(_ region: RegionOfInterest) -> RegionOfInterest {
        RegionOfInterest(center: apply(region.center), size: region.size * length, rotation: region.rotation)
    }

    /// Returns a point, scaled.
    package func apply(_ point: PixelPoint) -> PixelPoint { PixelPoint(x: point.x * x, y: point.y * y) }
}
