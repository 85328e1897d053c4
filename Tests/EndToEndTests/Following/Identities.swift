import Landmarks
import Poise

/// Under which numbers actors of a film are followed.
struct Identities {
    /// How often an actor got another number than the one before.
    private(set) var switches = 0
    /// Moments in which an actor could be seen, and of these, those in which it was followed.
    private(set) var moments = 0
    private(set) var followed = 0
    /// Frames with more people than there are actors to be seen at least in part.
    private(set) var framesWithGhosts = 0
    /// The frames in which numbers changed, for a look at them.
    private(set) var switchFrames: [Int] = []
    private var numbers: [Int: Int] = [:]

    /// From this share of joints on, an actor can be seen.
    private static let seenShare = 0.5
    /// A pose is an actor's when its limbs lie within this distance of the true ones on average, in units of the actor's
    /// box, and at less than half the distance to any other actor.
    private static let matchDistance = 0.15

    /// Takes a frame in.
    mutating func add(_ people: [TrackedPerson], _ shot: Film.Shot, frame: Int) {
        let truths = shot.figures
        for (index, truth) in truths.enumerated() where truth.seenShare >= Identities.seenShare {
            moments += 1
            let mine = people.filter { person in
                let distance = person.unfiltered.limbDistance(to: truth.pose)
                let others = truths.indices.filter { $0 != index && truths[$0].seenShare > 0 }
                    .map { person.unfiltered.limbDistance(to: truths[$0].pose) * truths[$0].pose.region.size }
                return distance < Identities.matchDistance
                    && others.allSatisfy { $0 > 2 * distance * truth.pose.region.size }
            }
            guard let person = mine.first else { continue }
            followed += 1
            if let before = numbers[index], before != person.id {
                switches += 1
                switchFrames.append(frame)
            }
            numbers[index] = person.id
        }
        if people.count > truths.count(where: { $0.seenShare > 0.1 }) { framesWithGhosts += 1 }
    }

    /// Of the moments in which an actor could be seen, the share in which it was followed.
    var followedShare: Double { Double(followed) / Double(max(moments, 1)) }

    static func + (left: Identities, right: Identities) -> Identities {
        var sum = left
        sum.switches += right.switches
        sum.moments += right.moments
        sum.followed += right.followed
        sum.framesWithGhosts += right.framesWithGhosts
        return sum
    }
}

extension Pose {
    /// The mean distance of the joints of arms and legs to the true ones, in units of the region round those.
    fileprivate func limbDistance(to truth: Pose) -> Double {
        let limbs: [Joint] = [
            .leftShoulder, .rightShoulder, .leftElbow, .rightElbow, .leftWrist, .rightWrist,
            .leftHip, .rightHip, .leftKnee, .rightKnee, .leftAnkle, .rightAnkle,
        ]
        let sum = limbs.reduce(0) { sum, joint in
            let (ours, exact) = (self[joint].position, truth[joint].position)
            let (x, y) = (ours.x - exact.x, ours.y - exact.y)
            return sum + (x * x + y * y).squareRoot()
        }
        return sum / Double(limbs.count) / truth.region.size
    }
}
