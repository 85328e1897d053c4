import PoiseGeometry
import PoiseImaging
import PoiseInference

/// Fills a network's input with a part of an image.
package struct RegionInput: InputFiller {
    let image: ImageView
    /// From pixels of the input to places in the image.
    let map: ProjectiveMap
    let sampler: Sampler
    /// The executor of the network.
    let executor: Executor

    package init(image: ImageView, map: ProjectiveMap, sampler: Sampler, executor: Executor) {
        self.image = image
        self.map = map
        self.sampler = sampler
        self.executor = executor
    }

    package func fill(_ rows: InputRows) {
        let sampled = SampledRows(
            rows.range, length: rows.length, at: rows[rows.range.lowerBound], stride: rows.stride)
        sampler.sample(image, through: map, into: sampled, usesGeneratedCode: executor == .jit)
    }
}

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
