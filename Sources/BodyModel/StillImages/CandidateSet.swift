import PoiseGeometry
import PoiseLandmarkPipeline
import PoiseBody

/// The people found so far in a still image: each candidate is one of them, a new one, or dropped.
struct CandidateSet {
    /// Best first, in the order of the strategy.
    private(set) var poses: [Pose] = []
    /// The run of the landmark network for each, where people are refined; empty otherwise.
    private(set) var runs: [LandmarkRun] = []

    /// Returns the number of people of at least this quality.
    func count(from quality: Double) -> Int { poses.count { $0.quality ?? 0 >= quality } }

    /// Returns the person that a pose belongs to; `nil` for a new one.
    ///
    /// - Parameter isDoubtful: Whether the candidate comes from a weak detection or a turned image. Such a candidate is a new person
    ///   only where there is none yet: the same body, seen upside down, has its joints elsewhere.
    func person(of pose: Pose, isDoubtful: Bool) -> Int? {
        poses.firstIndex { known in
            PoseMatcher.isDuplicate(pose, of: known)
                || isDoubtful && known.limbBox.single.overlap(with: pose.limbBox.single) > CandidateSet.sameBody
        }
    }

    /// Overlap of the limbs' boxes above which two poses are of one body. (A choice, not measured.)
    private static let sameBody: Float = 0.5

    /// Adds a new person.
    mutating func add(_ pose: Pose, run: LandmarkRun?) {
        poses.append(pose)
        if let run { runs.append(run) }
    }

    /// Replaces a person's pose by a better one.
    mutating func replace(_ person: Int, by pose: Pose, run: LandmarkRun?) {
        poses[person] = pose
        if let run { runs[person] = run }
    }

    /// Removes all but the people of the highest quality.
    mutating func keepBest(_ count: Int) {
        let order = poses.indices.sorted { poses[$0].quality ?? 0 > poses[$1].quality ?? 0 }.prefix(count)
        (poses, runs) = (order.map { poses[$0] }, order.filter { $0 < runs.count }.map { runs[$0] })
    }
}

extension BoundingBox {
    /// The box in single precision.
    fileprivate var single: Detection.Box {
        Detection.Box(left: Float(left), top: Float(top), right: Float(right), bottom: Float(bottom))
    }
}

/// The regions that the landmark network has evaluated: one close to them would show the same again.
package struct VisitedRegions {
    private var regions: [RegionOfInterest] = []

    package init() {}

    /// Adds a region. Returns whether it is new.
    package mutating func insert(_ region: RegionOfInterest) -> Bool {
        guard !regions.contains(where: { VisitedRegions.isNear($0, region) }) else { return false }
        regions.append(region)
        return true
    }

    /// The center within 6 % of the size, the size within 10 %, the rotation within .12 radians. (A choice, not measured.)
    private static func isNear(_ first: RegionOfInterest, _ second: RegionOfInterest) -> Bool {
        let (dx, dy) = (first.center.x - second.center.x, first.center.y - second.center.y)
        return (dx * dx + dy * dy).squareRoot() < 0.06 * first.size
            && abs(first.size - second.size) < 0.1 * first.size
            && abs((first.rotation - second.rotation).remainder(dividingBy: 2 * .pi)) < 0.12
    }
}
