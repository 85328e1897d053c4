import PoiseGeometry

/// Maps points of a region of interest to the image.
package struct RegionProjection: Sendable {
    package let region: RegionOfInterest
    /// Cosine and sine of the region's rotation.
    private let turn: (cosine: Double, sine: Double)

    package init(_ region: RegionOfInterest) {
        self.region = region
        turn = (cosine(region.rotation), sine(region.rotation))
    }

    /// Returns the pixel of a place in the region, in units of its side.
    package func pixel(x: Double, y: Double) -> PixelPoint {
        let (x, y) = ((x - 0.5) * region.size, (y - 0.5) * region.size)
        return PixelPoint(
            x: region.center.x + turn.cosine * x - turn.sine * y, y: region.center.y + turn.sine * x + turn.cosine * y)
    }

    /// Returns the pixel of a point of the region.
    package func pixel(_ point: RawLandmarks.Point) -> PixelPoint { pixel(x: point.x, y: point.y) }

    /// Returns a point in space, turned with the region about the camera's axis.
    package func world(_ point: WorldPoint) -> WorldPoint {
        WorldPoint(
            x: turn.cosine * point.x - turn.sine * point.y, y: turn.sine * point.x + turn.cosine * point.y, z: point.z)
    }

    /// Returns the region of interest of the next frame.
    package func nextRegion(_ raw: RawLandmarks, by rule: RegionRule, in size: ImageSize) -> RegionOfInterest {
        rule.region(in: size) { index in
            let pixel = pixel(raw.points[index])
            return SIMD2(Float(pixel.x), Float(pixel.y))
        }
    }
}
