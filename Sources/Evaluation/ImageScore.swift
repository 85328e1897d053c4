import PoiseBody

/// The comparison of an image's poses with its ground truth.
public struct ImageScore: Sendable, Hashable {
    /// The image's name.
    public let name: String
    /// People in the image with known joints.
    public let people: Int
    /// Those people whose torso is known.
    public let peopleWithTorso: Int
    /// Those people whose object keypoint similarity can be measured: area and joints of COCO are known.
    public let peopleWithArea: Int
    /// Number of detected poses.
    public let poses: Int
    /// Scores of the poses matched to people with known joints, in the order of the people.
    public let matches: [PoseScore]
    /// Whether the image shows no people, so that every pose is a mistake. In other images, an unmatched pose may
    /// belong to a person without annotated joints.
    public let isEmpty: Bool

    /// Matches poses with people: each pose with at most one person and each person with at most one pose, so that the
    /// sum of the mean distances, in units of the boxes, is least.
    ///
    /// - Parameters:
    ///   - name: The image's name.
    ///   - poses: The detected poses.
    ///   - truth: The people in the image.
    ///   - largestDistance: The mean distance, in units of the box, up to which a pose and a person match.
    public init(
        _ name: String, poses: [Pose], truth: [AnnotatedPerson], largestDistance: Double = PoseScore.largestDistance
    ) {
        self.name = name
        self.poses = poses.count
        isEmpty = truth.isEmpty
        let known = truth.indices.filter { !truth[$0].joints.isEmpty }
        people = known.count
        peopleWithTorso = known.count { truth[$0].torso != nil }
        peopleWithArea = known.count { truth[$0].area != nil && truth[$0].joints.keys.contains { $0.cocoSigma != nil } }
        let scores = poses.map { pose in known.compactMap { PoseScore(pose, truth[$0], number: $0) } }
        // Distances beyond the bound do not matter. In this order of arguments, min turns NaN into the bound.
        let costs = scores.map { row in row.map { min(2 * min(largestDistance, 1e6), $0.overBox) } }
        guard !poses.isEmpty, !known.isEmpty else {
            matches = []
            return
        }
        let pairs: [(pose: Int, person: Int)]
        if poses.count <= known.count {
            pairs = HungarianAssignment.solve(costs).enumerated().map { ($0, $1) }
        } else {
            let turned = known.indices.map { person in costs.map { $0[person] } }
            pairs = HungarianAssignment.solve(turned).enumerated().map { ($1, $0) }
        }
        matches = pairs.map { scores[$0.pose][$0.person] }.filter { $0.overBox <= largestDistance }
            .sorted { $0.person < $1.person }
    }
}
