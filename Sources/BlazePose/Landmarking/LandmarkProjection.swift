import Imaging
import Landmarks

/// Brings what the network says of a region back into the picture.
package struct LandmarkProjection {
    private let region: Region
    /// Cosine and sine of the region's rotation.
    private let turn: (cosine: Double, sine: Double)

    package init(_ region: Region) {
        self.region = region
        turn = (cosine(region.rotation), sine(region.rotation))
    }

    /// A point of the region in pixels of the picture.
    package func pixel(_ point: RawLandmarks.Point) -> PixelPoint {
        let (x, y) = ((point.x - 0.5) * region.size, (point.y - 0.5) * region.size)
        return PixelPoint(
            x: region.center.x + turn.cosine * x - turn.sine * y, y: region.center.y + turn.sine * x + turn.cosine * y)
    }

    /// A point in space, turned with the region about the camera's axis.
    package func world(_ point: WorldPoint) -> WorldPoint {
        WorldPoint(
            x: turn.cosine * point.x - turn.sine * point.y, y: turn.sine * point.x + turn.cosine * point.y, z: point.z)
    }

    /// A landmark of the picture.
    package func landmark(_ point: RawLandmarks.Point, in image: Image) -> Landmark {
        let position = pixel(point)
        return Landmark(
            position: position, z: point.z * region.size, visibility: point.visibility, presence: point.presence,
            isInsideImage: (0..<Double(image.width)).contains(position.x)
                && (0..<Double(image.height)).contains(position.y))
    }

    /// The pose in the picture.
    package func pose(_ raw: RawLandmarks, score: Double, in image: Image, mask: Mask?) -> Pose {
        let joints = Joint.allCases.indices
        return Pose(
            landmarks: joints.map { landmark(raw.points[$0], in: image) }, world: joints.map { world(raw.world[$0]) },
            score: score, presence: raw.presence, region: region, mask: mask)
    }

    /// The region in which the next frame looks for the same person.
    package func nextRegion(_ raw: RawLandmarks, width: Int, height: Int) -> Region {
        func point(_ index: Int) -> SIMD2<Float> {
            let pixel = pixel(raw.points[index])
            return SIMD2(Float(pixel.x), Float(pixel.y))
        }
        return Region(
            center: point(RawLandmarks.auxiliary.center), pointOnCircle: point(RawLandmarks.auxiliary.circle),
            width: width, height: height)
    }
}
