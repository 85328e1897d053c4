import PoiseImaging
import PoiseBody

/// A pose with the sizes and colors that it is drawn with.
struct PersonOverlay {
    let pose: Pose
    /// The person's id.
    let number: Int
    let style: OverlayStyle
    /// Side of the square that contains the person, pixels.
    let size: Double
    /// Width of the bones of trunk and limbs, pixels.
    let boneWidth: Double
    /// Height of capital letters, pixels.
    let textSize: Double

    /// Width of the rim around a shape, pixels.
    var halo: Double { max(1, boneWidth * 0.3) }
    var haloColor: Color { style.palette.halo }
    var color: Color { style.palette.color(ofPerson: number &- 1) }

    init(_ pose: Pose, number: Int, picture: Image, style: OverlayStyle) {
        self.pose = pose
        self.number = number
        self.style = style
        let side = Double(max(picture.width, picture.height))
        // The region of interest is the input of the network, about 1.25 times as large as the person. In a close-up it
        // may be far larger than the image, and a pose from elsewhere may have none.
        let region = pose.region.size
        size = region > 0 && region <= side * 1.25 ? region : side * 1.25
        boneWidth = max(size * 0.008, side * 0.0015, 1.4) * style.scale
        textSize = max(size * 0.02, side * 0.004, 7.5) * style.scale
    }

    /// Whether a joint is visible and its position is finite.
    func isVisible(_ joint: Joint) -> Bool {
        pose.isVisible(joint, minimumVisibility: style.minimumVisibility) && point(joint).x.isFinite
            && point(joint).y.isFinite
    }

    /// Whether a joint's position is uncertain: `Pose.isConfident(_:minimumConfidence:)`.
    func isUncertain(_ joint: Joint) -> Bool { !pose.isConfident(joint) }

    func point(_ joint: Joint) -> Canvas.Point { [pose[joint].position.x, pose[joint].position.y] }

    func color(of side: Side) -> Color { style.palette.color(of: side) }

    /// Returns the mean position of joints, for instance of both hips.
    func middle(of joints: [Joint]) -> Canvas.Point {
        joints.reduce(Canvas.Point.zero) { $0 + point($1) } / Double(joints.count)
    }

    /// The bones between visible joints.
    var lines: [Canvas.Line] {
        Skeleton.bones.filter { isVisible($0.from) && isVisible($0.to) }.map { line($0) }
    }

    func line(_ bone: Skeleton.Bone) -> Canvas.Line {
        // Thin if an end is uncertain, so that its ring looks hollow.
        let share = isUncertain(bone.from) || isUncertain(bone.to) ? 0.5 : 1
        return Canvas.Line(
            from: point(bone.from), to: point(bone.to), width: boneWidth * min(bone.from.scale, bone.to.scale) * share)
    }

    /// The highest visible joint; `nil` when none is visible.
    var top: Canvas.Point? {
        Joint.allCases.filter(isVisible).map(point).min { $0.y < $1.y }
    }
}

extension Joint {
    /// Drawing scale of a joint relative to those of the limbs: in the face and at the hands, joints lie so close that
    /// they would merge at full size.
    var scale: Double {
        switch self {
        case .nose, .leftEyeInner, .leftEye, .leftEyeOuter, .rightEyeInner, .rightEye, .rightEyeOuter, .leftEar,
            .rightEar, .mouthLeft, .mouthRight:
            0.5
        case .leftPinky, .rightPinky, .leftIndex, .rightIndex, .leftThumb, .rightThumb: 0.6
        case .leftHeel, .rightHeel, .leftFootIndex, .rightFootIndex: 0.75
        default: 1
        }
    }
}
