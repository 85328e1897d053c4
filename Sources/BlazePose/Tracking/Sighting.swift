import Imaging
import Landmarks

/// A person seen in a frame, before it is known who it is.
struct Sighting: Sendable {
    /// Why somebody was looked for there.
    enum Origin: Sendable, Equatable {
        /// A person was there in the frame before.
        case tracked(Int)
        /// A person who was lost a moment ago must be there.
        case expected
        /// The detector sees somebody there.
        case detected
    }

    let origin: Origin
    /// Before smoothing.
    let pose: Pose
    /// The middle of the hips and the point on the circle round the body, pixels.
    let center: PixelPoint
    let circle: PixelPoint
    let appearance: Appearance
    /// Whether somebody else covers the person, or is covered.
    var isCrowded = false

    /// Whether it tells how the person moves and looks: by themselves, and more than half of them in the picture.
    var isClear: Bool {
        !isCrowded && 2 * PoseJudge.limbs.count { pose[$0].isInsideImage } > PoseJudge.limbs.count
    }

    var hipCenter: SIMD2<Double> { SIMD2(pose.hipCenter.x, pose.hipCenter.y) }

    /// From the middle of the hips to the circle round the body, pixels.
    var radius: Double {
        let (x, y) = (circle.x - center.x, circle.y - center.y)
        return (x * x + y * y).squareRoot()
    }

    /// How far the person is from the middle of the region where they were seen, in units of the region: when two regions
    /// show one person, the one that has them in the middle shows them better.
    var offset: Double {
        let (x, y) = (center.x - pose.region.center.x, center.y - pose.region.center.y)
        return (x * x + y * y).squareRoot() / max(pose.region.size, 1)
    }

    /// Whether a point lies in the box round the joints of arms and legs.
    func covers(_ point: PixelPoint) -> Bool {
        let box = pose.limbBox
        return (box.left...box.right).contains(point.x) && (box.top...box.bottom).contains(point.y)
    }

    /// Whether the boxes round the joints of two people have some part in common.
    func covers(_ other: Sighting) -> Bool {
        let (mine, others) = (pose.limbBox, other.pose.limbBox)
        return mine.left < others.right && others.left < mine.right && mine.top < others.bottom
            && others.top < mine.bottom
    }
}

extension Pose {
    /// The upright rectangle round the joints of arms and legs, pixels.
    fileprivate var limbBox: (left: Double, top: Double, right: Double, bottom: Double) {
        PoseJudge.limbs.reduce((Double.infinity, Double.infinity, -Double.infinity, -Double.infinity)) { box, joint in
            let point = self[joint].position
            return (min(box.0, point.x), min(box.1, point.y), max(box.2, point.x), max(box.3, point.y))
        }
    }
}
