import PoiseGeometry

extension ImageScale {
    /// Returns a pose, scaled and without its mask, which belongs to the original image.
    package func apply(_ pose: Pose) -> Pose {
        var scaled = pose
        scaled.landmarks = pose.landmarks.map(apply)
        scaled.region = apply(pose.region)
        scaled.mask = nil
        return scaled
    }

    fileprivate func apply(_ person: TrackedPerson) -> TrackedPerson {
        var scaled = person
        scaled.pose = apply(person.pose)
        scaled.unfiltered = person.unfiltered.map(apply)
        return scaled
    }

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

    private func resized(_ size: (Int) -> ImageSize?) -> PoseSequence {
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
