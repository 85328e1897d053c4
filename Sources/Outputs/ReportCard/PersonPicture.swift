import Imaging
import Landmarks

/// How well a person can be seen in a picture.
public struct PersonPicture: Sendable, Hashable {
    /// Contrast and sharpness of the upright box round the person.
    public let quality: PictureQuality
    /// The light on the person; `nil` when no limb lies in the picture.
    public let exposure: Exposure?
}

extension Image {
    /// How well a person can be seen; `nil` when nothing of them lies in the picture.
    ///
    /// The light is taken on the trunk's edges and along the limbs, where there is the person and nothing behind: a white
    /// studio is not overexposed, and somebody in front of a window is dark.
    public func picture(of landmarks: [Landmark]) -> PersonPicture? {
        // Numbers that no picture has are no place in it.
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
    /// Steps from one end of a bone to the other.
    fileprivate static let steps = 10
    /// The large bones: hands and feet are too thin to be met for certain.
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
