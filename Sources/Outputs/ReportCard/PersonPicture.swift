import PoiseImaging
import PoiseBody

/// Image quality of a person: how well they are visible in an image.
public struct PersonPicture: Sendable, Hashable {
    /// Contrast and sharpness inside the person's bounding box.
    public let quality: ImageQuality
    /// Exposure of the person; `nil` when no limb lies inside the image.
    public let exposure: Exposure?
}

extension Image {
    /// Returns the image quality of a person; `nil` when no part of them lies inside the image.
    ///
    /// Exposure is measured along the trunk's edges and the limbs, which show the person and not the background: a
    /// white studio is not overexposed, and a person in front of a window is dark.
    public func picture(of landmarks: [Landmark]) -> PersonPicture? {
        // Coordinates beyond any image have no place in it.
        guard let box = BoundingBox(landmarks),
            [box.left, box.top, box.right, box.bottom].allSatisfy({ abs($0) < 1e9 })
        else { return nil }
        let quality = quality(
            columns: Int(box.left.rounded(.down))..<Int(box.right.rounded(.down)) + 1,
            rows: Int(box.top.rounded(.down))..<Int(box.bottom.rounded(.down)) + 1)
        guard let quality else { return nil }
        let points = PersonPicture.bones.flatMap { bone -> [(x: Double, y: Double)] in
            let (from, to) = (landmarks[bone.from.rawValue].position, landmarks[bone.to.rawValue].position)
            return (0...PersonPicture.steps).map { step in
                let part = Double(step) / Double(PersonPicture.steps)
                return (from.x + part * (to.x - from.x), from.y + part * (to.y - from.y))
            }
        }
        return PersonPicture(quality: quality, exposure: exposure(at: points))
    }
}

extension PersonPicture {
    /// Number of steps from one end of a bone to the other.
    fileprivate static let steps = 10
    /// The large bones: hands and feet are too thin to be sampled reliably.
    fileprivate static let bones: [Skeleton.Bone] = {
        let large: Set<Joint> = [
            .leftShoulder, .rightShoulder, .leftElbow, .rightElbow, .leftWrist, .rightWrist, .leftHip, .rightHip,
            .leftKnee, .rightKnee, .leftAnkle, .rightAnkle,
        ]
        return (Skeleton.torso + Skeleton.arms + Skeleton.legs).filter {
            large.contains($0.from) && large.contains($0.to)
        }
    }()
}
