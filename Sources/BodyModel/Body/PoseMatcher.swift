import PoiseGeometry
import PoiseLandmarkPipeline
import PoiseBody

/// Decides which results of the landmark network are people.
package struct PoseAcceptance: Sendable {
    /// Presence from which a result counts.
    package let minimumPresence: Double
    /// Mean height of the limbs' heatmap peaks from which it counts; `nil` for any.
    package let minimumQuality: Double?

    package init(minimumPresence: Double, minimumQuality: Double? = nil) {
        self.minimumPresence = minimumPresence
        self.minimumQuality = minimumQuality
    }

    /// Returns whether a result is a person. A broken model may output NaN.
    package func accepts(_ raw: RawLandmarks) -> Bool {
        guard raw.presence >= minimumPresence, raw.isFinite else { return false }
        return minimumQuality.map { raw.quality >= $0 } ?? true
    }
}

/// Decides which poses are of one person.
package enum PoseMatcher {
    /// Returns whether two poses are of the same person: their limbs lie, on average, within a tenth of the person's region of
    /// each other. Two people that close would have to stand inside one another.
    package static func isSamePerson(_ first: Pose, _ second: Pose) -> Bool {
        first.distance(to: second, over: Joint.limbs) < 0.1 * min(first.region.size, second.region.size)
    }

    /// Returns whether a new pose is of a person who is known already: their limbs say so, or their faces lie, on average, within
    /// half a head of each other. Two regions of a person who is cut off by the image's edge show one face, and place the limbs
    /// outside differently.
    package static func isDuplicate(_ found: Pose, of known: Pose) -> Bool {
        isSamePerson(found, known)
            || found.distance(to: known, over: face) < 0.05 * min(found.region.size, known.region.size)
    }

    /// Nose, eyes, ears and mouth.
    private static let face = Array(Joint.allCases.prefix { $0 != .leftShoulder })
}

extension Pose {
    /// Returns the mean distance of joints to those of another pose, pixels.
    ///
    /// - Parameter way: The way by which all of them have moved since.
    func distance(to other: Pose, over joints: [Joint], after way: SIMD2<Double> = SIMD2(0, 0)) -> Double {
        let sum = joints.reduce(0) { sum, joint in
            let (here, there) = (self[joint].position, other[joint].position)
            let (dx, dy) = (there.x - here.x - way.x, there.y - here.y - way.y)
            return sum + (dx * dx + dy * dy).squareRoot()
        }
        return sum / Double(joints.count)
    }

    /// The upright box of the limbs' joints, pixels.
    var limbBox: BoundingBox {
        var box = BoundingBox(left: .infinity, top: .infinity, right: -.infinity, bottom: -.infinity)
        for joint in Joint.limbs {
            let point = self[joint].position
            (box.left, box.top) = (min(box.left, point.x), min(box.top, point.y))
            (box.right, box.bottom) = (max(box.right, point.x), max(box.bottom, point.y))
        }
        return box
    }

    /// The middle of the hips, pixels.
    var hipCenter: PixelPoint {
        let (left, right) = (self[.leftHip].position, self[.rightHip].position)
        return PixelPoint(x: (left.x + right.x) / 2, y: (left.y + right.y) / 2)
    }
}

extension Pose: TrackedSubject {
    package var place: PixelPoint { hipCenter }
    package var extent: BoundingBox { limbBox }

    package var isMostlyInside: Bool {
        2 * Joint.limbs.count { self[$0].isInsideImage } > Joint.limbs.count
    }

    package func distance(to other: Pose, after way: SIMD2<Double>) -> Double {
        distance(to: other, over: Joint.limbs, after: way)
    }

    package func isSame(as other: Pose) -> Bool { PoseMatcher.isSamePerson(self, other) }

    package func isDuplicate(of known: Pose) -> Bool { PoseMatcher.isDuplicate(self, of: known) }

    package func scaled(by scale: ImageScale) -> Pose { scale.apply(self) }
}
