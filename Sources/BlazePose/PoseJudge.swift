import Landmarks

/// Decides which results are people, and which are people that were found before.
package struct PoseJudge {
    /// Probability of a person from which a result counts.
    package let minimumPresence: Double

    package init(minimumPresence: Double) { self.minimumPresence = minimumPresence }

    /// Whether the network's result is a person. A broken model may give numbers that are none.
    package func accepts(_ raw: RawLandmarks) -> Bool { raw.presence >= minimumPresence && raw.isFinite }

    /// Whether two poses are of the same person: their limbs lie, on average, within a tenth of the person's region of
    /// each other. Two people that close would have to stand inside one another.
    package func isSamePerson(_ first: Pose, _ second: Pose) -> Bool {
        let distance = PoseJudge.limbs.reduce(0) { sum, joint in
            let (a, b) = (first[joint].position, second[joint].position)
            return sum + ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).squareRoot()
        }
        return distance / Double(PoseJudge.limbs.count) < 0.1 * min(first.region.size, second.region.size)
    }

    /// The joints from shoulders to wrists and from hips to ankles.
    static let limbs: [Joint] = [
        .leftShoulder, .rightShoulder, .leftElbow, .rightElbow, .leftWrist, .rightWrist,
        .leftHip, .rightHip, .leftKnee, .rightKnee, .leftAnkle, .rightAnkle,
    ]
}
