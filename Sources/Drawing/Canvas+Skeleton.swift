import PoiseImaging
import PoiseBody

extension Canvas {
    /// Draws bones, then joints.
    mutating func drawSkeleton(of person: PersonOverlay) {
        if person.style.unseenJoints == .faint { drawFaintBones(of: person) }
        for side in person.sidesFarToNear {
            let bones = Skeleton.bones.filter {
                $0.side == side && person.isVisible($0.from) && person.isVisible($0.to)
            }
            let lines = bones.map(person.line)
            let rims = lines.map { Line(from: $0.from, to: $0.to, width: $0.width + 2 * person.halo) }
            drawLines(rims, color: person.haloColor)
            drawLines(lines, color: person.color(of: side))
        }
        // Small joints first, so that an elbow does not disappear under a finger.
        for joint in Joint.allCases.sorted(by: { $0.scale < $1.scale }) {
            if person.isVisible(joint) {
                if person.isUncertain(joint) {
                    drawUncertainJoint(joint, of: person)
                } else {
                    drawJoint(joint, of: person)
                }
            } else if person.style.unseenJoints == .faint {
                drawFaintJoint(joint, of: person)
            }
        }
    }

    private mutating func drawJoint(_ joint: Joint, of person: PersonOverlay) {
        let center = person.point(joint)
        let radius = person.radius(of: joint)
        let threshold = person.style.minimumVisibility
        let confidence = (person.pose[joint].visibility - threshold) / max(1 - threshold, 1e-6)
        let core = Color.black.mixed(with: .white, share: min(max(confidence, 0), 1))
        fillDisc(center: center, radius: radius + person.halo, color: person.haloColor)
        fillDisc(center: center, radius: radius, color: person.color(of: joint.side))
        fillDisc(center: center, radius: radius * 0.55, color: core)
    }

    /// Draws a hollow ring, because the joint's position is uncertain.
    private mutating func drawUncertainJoint(_ joint: Joint, of person: PersonOverlay) {
        let center = person.point(joint)
        let radius = person.radius(of: joint)
        let width = max(1, radius * 0.4)
        drawRing(center: center, radius: radius * 0.8, width: width + 2 * person.halo, color: person.haloColor)
        drawRing(center: center, radius: radius * 0.8, width: width, color: person.color(of: joint.side))
    }

    private mutating func drawFaintJoint(_ joint: Joint, of person: PersonOverlay) {
        let radius = person.radius(of: joint)
        let color = person.color(of: joint.side).withOpacity(0.6)
        drawRing(center: person.point(joint), radius: radius * 0.8, width: max(1, radius * 0.4), color: color)
    }

    private mutating func drawFaintBones(of person: PersonOverlay) {
        for side in person.sidesFarToNear {
            let bones = Skeleton.bones.filter {
                $0.side == side && !(person.isVisible($0.from) && person.isVisible($0.to))
            }
            let lines = bones.map { bone in
                var line = person.line(bone)
                line.width *= 0.5
                return line
            }
            drawLines(lines, color: person.color(of: side).withOpacity(0.4))
        }
    }
}

extension PersonOverlay {
    /// Returns the radius of a joint's disc without its rim, pixels.
    func radius(of joint: Joint) -> Double { boneWidth * joint.scale }

    /// The middle, next to which the limbs lie, then the side farther from the camera, then the nearer one.
    fileprivate var sidesFarToNear: [Side] {
        let left = depth(of: [.leftShoulder, .leftElbow, .leftWrist, .leftHip, .leftKnee, .leftAnkle])
        let right = depth(of: [.rightShoulder, .rightElbow, .rightWrist, .rightHip, .rightKnee, .rightAnkle])
        return left > right ? [.middle, .left, .right] : [.middle, .right, .left]
    }

    private func depth(of joints: [Joint]) -> Double { joints.reduce(0) { $0 + pose[$1].z } }
}
