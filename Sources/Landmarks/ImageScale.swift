/// A map of image coordinates between two image sizes, for videos that change their resolution in the middle.
package struct ImageScale: Sendable, Equatable {
    private let x: Double
    private let y: Double

    /// The factor of lengths: the geometric mean over both axes.
    package var length: Double { (x * y).squareRoot() }

    /// Creates the map from images of one size to those of another.
    package init(from: PoseSequence.FrameSize, to: PoseSequence.FrameSize) {
        x = Double(to.width) / Double(from.width)
        y = Double(to.height) / Double(from.height)
    }

    /// Returns a vector in pixels, scaled.
    package func apply(_ vector: SIMD2<Double>) -> SIMD2<Double> { SIMD2(vector.x * x, vector.y * y) }

    /// Returns a pose, scaled and without its mask, which belongs to the original image.
    package func apply(_ pose: Pose) -> Pose {
        Pose(
            landmarks: pose.landmarks.map(apply), world: pose.world, score: pose.score, presence: pose.presence,
            region: apply(pose.region), quality: pose.quality)
    }

    /// Returns a region of interest, scaled.
    package func apply(_ region: Region) -> Region {
        Region(center: apply(region.center), size: region.size * length, rotation: region.rotation)
    }

    fileprivate func apply(_ person: PoseSequence.Person) -> PoseSequence.Person {
        PoseSequence.Person(
            id: person.id, presence: person.presence, region: apply(person.region),
            landmarks: person.landmarks.map(apply), world: person.world, quality: person.quality,
            collapsed: person.collapsed)
    }

    private func apply(_ point: PixelPoint) -> PixelPoint { PixelPoint(x: point.x * x, y: point.y * y) }

    private func apply(_ landmark: Landmark) -> Landmark {
        var scaled = landmark
        scaled.position = apply(landmark.position)
        scaled.z = landmark.z * x
        scaled.expectedError = landmark.expectedError.map { $0 * length }
        return scaled
    }
}

extension PoseSequence {
    /// The sequence with all frames in the size of the first image, for code that compares coordinates between frames.
    package var inHeaderSize: PoseSequence { resized { _ in nil } }

    /// Returns the sequence with each frame in the size of the frame at the same index in another sequence.
    package func inSizes(of other: PoseSequence) -> PoseSequence { resized { other.frames[$0].size } }

    private func resized(_ size: (Int) -> FrameSize?) -> PoseSequence {
        var result = self
        for index in frames.indices {
            let (old, new) = (frames[index].size ?? header.size, size(index) ?? header.size)
            guard old != new else { continue }
            let scale = ImageScale(from: old, to: new)
            result.frames[index].people = frames[index].people.map(scale.apply)
            result.frames[index].size = new == header.size ? nil : new
        }
        return result
    }
}
