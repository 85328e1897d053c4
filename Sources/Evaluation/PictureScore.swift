import Landmarks

/// What was found in a picture, against who is in it.
public struct PictureScore: Sendable, Hashable {
    /// The picture's name.
    public let name: String
    /// People in it with known joints.
    public let people: Int
    /// Those of them whose torso is known.
    public let peopleWithTorso: Int
    /// Those of them whose object keypoint similarity can be measured: area and joints of COCO are known.
    public let peopleWithArea: Int
    /// Poses that were found.
    public let poses: Int
    /// The poses of people whose joints are known, by the people's order.
    public let matches: [PoseScore]
    /// Whether nobody is in the picture, so that every pose is a mistake. Where people are, a pose of nobody known may be of
    /// somebody whose joints nobody has marked.
    public let isEmpty: Bool

    /// Compares poses with people. Each pose is given to one person at most and each person to one pose, so that the mean
    /// distances in units of the boxes are least in all.
    ///
    /// - Parameters:
    ///   - name: The picture's name.
    ///   - poses: What was found.
    ///   - truth: Who is in it.
    ///   - largestDistance: Pairs that are farther apart are none.
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
        // How far apart strangers are does not matter. In this order of arguments, what is not a number becomes the bound.
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
