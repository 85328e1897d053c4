import Imaging
import Landmarks

extension Image {
    /// The picture, in RGB, with poses drawn over it; ``Imaging/Canvas/draw(_:style:)`` says how.
    public func drawing(_ poses: [Pose], style: OverlayStyle = OverlayStyle()) -> Image {
        var canvas = Canvas(self)
        canvas.draw(poses, style: style)
        return canvas.image
    }
}

extension Canvas {
    /// Draws poses: bones in the colour of their side, the nearer side over the farther; joints as discs whose core
    /// turns from black to white as their visibility grows from the threshold to 1; masks, angles and numbers as the
    /// style asks for. The first pose lies on top.
    ///
    /// A mask of another size than the picture's is a programmer's mistake.
    public mutating func draw(_ poses: [Pose], style: OverlayStyle = OverlayStyle()) {
        let people = poses.enumerated().map { index, pose in
            PersonOverlay(pose, number: index + 1, picture: image, style: style)
        }
        if style.masks {
            for person in people.reversed() { drawMask(of: person) }
        }
        for person in people.reversed() { drawSkeleton(of: person) }

        var labels = LabelPlacement(picture: image)
        for person in people { labels.avoid(person.lines) }
        if style.numbers, people.count > 1 {
            for person in people { drawNumber(of: person, labels: &labels) }
        }
        if style.angles {
            for person in people { drawAngles(of: person, labels: &labels) }
        }
    }

    private mutating func drawMask(of person: PersonOverlay) {
        guard let mask = person.pose.mask else { return }
        precondition(
            mask.width == image.width && mask.height == image.height,
            "a mask has the size of the picture it is drawn on")
        tint(person.color.withOpacity(0.35), weights: mask.probabilities)
    }

    private mutating func drawNumber(of person: PersonOverlay, labels: inout LabelPlacement) {
        guard let top = person.top else { return }
        let size = person.textSize * 1.25
        let text = String(person.number)
        let width = Canvas.textWidth(text, size: size)
        let box = labels.place(
            size: [width + 2 * size, 2 * size], around: top, clearance: max(size * 0.6, person.size * 0.06),
            preferred: [0, -1])
        let half = Canvas.Point(width / 2, 0)
        drawLine(
            from: box.center - half, to: box.center + half, width: 2 * size + 2 * person.halo, color: person.haloColor)
        drawLine(from: box.center - half, to: box.center + half, width: 2 * size, color: person.color)
        drawText(text, at: box.center + [-width / 2, size / 2], size: size, color: person.color.contrasting)
    }
}

/// A pose with the measures and colours that it is drawn with.
struct PersonOverlay {
    let pose: Pose
    /// 1 for the first person.
    let number: Int
    let style: OverlayStyle
    /// Side of the square that the person fills, pixels.
    let size: Double
    /// Width of the bones of trunk and limbs, pixels.
    let boneWidth: Double
    /// Height of capital letters, pixels.
    let textSize: Double

    /// Width of the rim around a shape, pixels.
    var halo: Double { max(1, boneWidth * 0.3) }
    var haloColor: Color { style.palette.halo }
    var color: Color { style.palette.color(ofPerson: number - 1) }

    init(_ pose: Pose, number: Int, picture: Image, style: OverlayStyle) {
        self.pose = pose
        self.number = number
        self.style = style
        let side = Double(max(picture.width, picture.height))
        // Region is what the network was shown, about 1.25 times as large as the person. A close-up's may be far larger
        // than the picture, and a pose from elsewhere may have none.
        let region = pose.region.size
        size = region > 0 && region <= side * 1.25 ? region : side * 1.25
        boneWidth = max(size * 0.008, side * 0.0015, 1.4) * style.scale
        textSize = max(size * 0.02, side * 0.004, 7.5) * style.scale
    }

    func isSeen(_ joint: Joint) -> Bool { pose.isSeen(joint, minimumVisibility: style.minimumVisibility) }

    func point(_ joint: Joint) -> Canvas.Point { [pose[joint].position.x, pose[joint].position.y] }

    func color(of side: Side) -> Color { style.palette.color(of: side) }

    /// The middle of joints, for instance of both hips.
    func middle(of joints: [Joint]) -> Canvas.Point {
        joints.reduce(Canvas.Point.zero) { $0 + point($1) } / Double(joints.count)
    }

    /// The bones between joints that are seen.
    var lines: [Canvas.Line] {
        Skeleton.bones.filter { isSeen($0.from) && isSeen($0.to) }.map { line($0) }
    }

    func line(_ bone: Skeleton.Bone) -> Canvas.Line {
        Canvas.Line(from: point(bone.from), to: point(bone.to), width: boneWidth * min(bone.from.scale, bone.to.scale))
    }

    /// The highest joint that is seen; `nil` when none is.
    var top: Canvas.Point? {
        Joint.allCases.filter(isSeen).map(point).min { $0.y < $1.y }
    }
}

extension Joint {
    /// How large a joint is drawn beside those of the limbs: face and fingers lie so close that they would run together.
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

extension Color {
    /// Black or white, whichever can be read on this colour.
    var contrasting: Color {
        // ITU-R BT.601 luma.
        0.299 * Double(red) + 0.587 * Double(green) + 0.114 * Double(blue) > 110 ? .black : .white
    }
}
