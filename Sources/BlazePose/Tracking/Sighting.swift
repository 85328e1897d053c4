import Imaging
import Landmarks

/// A person seen in a frame, before it is known who it is.
struct Sighting: Sendable {
    /// Why somebody was looked for there.
    enum Origin: Sendable, Equatable {
        /// People were there in the frame before, mostly one: those whose regions show this one now.
        case tracked(Set<Int>)
        /// A person who was lost a moment ago must be there.
        case expected
        /// The detector sees somebody there.
        case detected
    }

    var origin: Origin
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

    /// The better of two sightings of one person, in the regions of all who showed them.
    func merged(with other: Sighting) -> Sighting {
        var better = other.offset < offset ? other : self
        if case .tracked(let mine) = origin, case .tracked(let others) = other.origin {
            better.origin = .tracked(mine.union(others))
        }
        return better
    }

    /// Whether it is from the region of a track.
    func isOf(_ track: Int) -> Bool {
        if case .tracked(let tracks) = origin { tracks.contains(track) } else { false }
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
