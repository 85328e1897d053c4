import Landmarks

/// The people found so far in a still picture: each candidate belongs to one of them, or is somebody new, or is dropped.
struct FoundPeople {
    /// Best first, in the order of the search.
    private(set) var poses: [Pose] = []
    /// What the network said of each, where they are looked at again. Empty otherwise.
    private(set) var runs: [PoseLandmarker.Run] = []

    /// How many are as good as asked.
    func count(from quality: Double) -> Int { poses.count { $0.quality ?? 0 >= quality } }

    /// The person to whom a pose belongs.
    ///
    /// - Parameter isDoubtful: Whether the candidate comes from a weak detection or a turned picture. Such a one is somebody
    ///   new only where nobody is yet: the same body, seen the wrong way round, has its joints elsewhere.
    func person(of pose: Pose, isDoubtful: Bool) -> Int? {
        poses.firstIndex { known in
            PoseJudge.isKnown(pose, as: known)
                || isDoubtful && known.limbBox.overlap(with: pose.limbBox) > FoundPeople.sameBody
        }
    }

    /// Overlap of the boxes round the limbs from which two poses are of one body.
    private static let sameBody: Float = 0.5

    /// Adds somebody new.
    mutating func add(_ pose: Pose, run: PoseLandmarker.Run?) {
        poses.append(pose)
        if let run { runs.append(run) }
    }

    /// Puts a better pose of a person in place of the one before.
    mutating func replace(_ person: Int, by pose: Pose, run: PoseLandmarker.Run?) {
        poses[person] = pose
        if let run { runs[person] = run }
    }

    /// Leaves the best, so many at most: first those whom the network sees best.
    mutating func keepBest(_ count: Int) {
        let order = poses.indices.sorted { poses[$0].quality ?? 0 > poses[$1].quality ?? 0 }.prefix(count)
        (poses, runs) = (order.map { poses[$0] }, order.filter { $0 < runs.count }.map { runs[$0] })
    }
}

extension Pose {
    /// The upright box round the joints of the limbs, pixels.
    fileprivate var limbBox: Detection.Box {
        var box = Detection.Box(left: .infinity, top: .infinity, right: -.infinity, bottom: -.infinity)
        for joint in PoseJudge.limbs {
            let (x, y) = (Float(self[joint].position.x), Float(self[joint].position.y))
            (box.left, box.right) = (min(box.left, x), max(box.right, x))
            (box.top, box.bottom) = (min(box.top, y), max(box.bottom, y))
        }
        return box
    }
}
