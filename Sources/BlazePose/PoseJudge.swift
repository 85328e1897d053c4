import Landmarks

/// Decides which results are people, and which are people that were found before.
package struct PoseJudge: Sendable {
    /// Probability of a person from which a result counts.
    package let minimumPresence: Double
    /// Mean height of the limbs' peaks from which it counts; `nil` when that does not matter.
    package let minimumQuality: Double?

    package init(minimumPresence: Double, minimumQuality: Double? = nil) {
        self.minimumPresence = minimumPresence
        self.minimumQuality = minimumQuality
    }

    /// Whether the network's result is a person. A broken model may give numbers that are none.
    package func accepts(_ raw: RawLandmarks) -> Bool {
        guard raw.presence >= minimumPresence, raw.isFinite else { return false }
        return minimumQuality.map { raw.quality >= $0 } ?? true
    }

    /// Whether two poses are of the same person: their limbs lie, on average, within a tenth of the person's region of
    /// each other. Two people that close would have to stand inside one another.
    package static func isSamePerson(_ first: Pose, _ second: Pose) -> Bool {
        first.distance(to: second, over: limbs) < 0.1 * min(first.region.size, second.region.size)
    }

    /// Whether a pose found anew is of somebody who was found before: their limbs say so, or their faces lie, on average, within
    /// half a head of each other. Of somebody who is cut off by the picture's edge, two regions show one face, and guess the
    /// limbs outside each in its way.
    package static func isKnown(_ found: Pose, as known: Pose) -> Bool {
        isSamePerson(found, known)
            || found.distance(to: known, over: face) < 0.05 * min(found.region.size, known.region.size)
    }

    /// Nose, eyes, ears and mouth.
    private static let face = Array(Joint.allCases.prefix { $0 != .leftShoulder })

    /// The joints from shoulders to wrists and from hips to ankles.
    static let limbs: [Joint] = [
        .leftShoulder, .rightShoulder, .leftElbow, .rightElbow, .leftWrist, .rightWrist,
        .leftHip, .rightHip, .leftKnee, .rightKnee, .leftAnkle, .rightAnkle,
    ]
}

extension Pose {
    /// How far joints of another pose lie from these, pixels: the mean over the joints.
    ///
    /// - Parameter way: What all of them are taken to have moved from here to there.
    func distance(to other: Pose, over joints: [Joint], after way: SIMD2<Double> = SIMD2(0, 0)) -> Double {
        let sum = joints.reduce(0) { sum, joint in
            let (here, there) = (self[joint].position, other[joint].position)
            let (dx, dy) = (there.x - here.x - way.x, there.y - here.y - way.y)
            return sum + (dx * dx + dy * dy).squareRoot()
        }
        return sum / Double(joints.count)
    }
}
