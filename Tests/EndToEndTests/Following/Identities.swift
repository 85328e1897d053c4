import Landmarks
import Poise

/// Under which numbers actors of a film are followed, frame by frame.
struct Identities {
    /// The number of each actor, by frame; `nil` where nobody follows it, or it cannot be told who.
    private var numbers: [[Int?]] = []
    /// The pairs of actors that touch in the picture, by frame.
    private var touches: [Set<Pair>] = []
    private var times: [Duration] = []
    private var counts = IdentityCounts()

    struct Pair: Hashable {
        let first: Int
        let second: Int
        func contains(_ actor: Int) -> Bool { first == actor || second == actor }
    }

    /// From this share of joints on, an actor can be seen.
    private static let seenShare = 0.5
    /// A pose is an actor's when its limbs lie within this distance of the true ones on average, in units of the actor's
    /// box, and at less than half the distance to any other actor.
    private static let matchDistance = 0.15
    /// How far clothes and hair reach beyond the box round the limbs, in units of the actor's region.
    private static let bodyMargin = 0.05
    /// Who is not followed for longer has no number any more, and a new one is no mistake.
    private static let lostTime = PoseTracker.Options().lostTime
    /// Two who touch again after no more than this many frames have not been apart.
    private static let shortestParting = 5

    /// Takes a frame in.
    mutating func add(_ people: [TrackedPerson], _ shot: Film.Shot) {
        let truths = shot.figures
        numbers.append(
            truths.indices.map { index in
                guard truths[index].seenShare >= Identities.seenShare else { return nil }
                counts.moments += 1
                let mine = people.filter { Identities.shows($0.unfiltered, index, of: truths) }
                counts.doubles += max(mine.count - 1, 0)
                guard let person = mine.first else { return nil }
                counts.followed += 1
                return person.id
            })
        counts.strays += people.count { person in
            let hips = person.unfiltered.middle(of: [.leftHip, .rightHip])
            return !truths.contains { $0.isInPicture && $0.pose.limbBox(margin: Identities.bodyMargin).contains(hips) }
        }
        touches.append(Identities.touchingPairs(truths))
        times.append(shot.time)
    }

    private static func shows(_ pose: Pose, _ index: Int, of truths: [Film.Truth]) -> Bool {
        let distance = pose.limbDistance(to: truths[index].pose)
        return distance < matchDistance * truths[index].pose.region.size
            && truths.indices.allSatisfy { other in
                other == index || truths[other].seenShare == 0
                    || pose.limbDistance(to: truths[other].pose) > 2 * distance
            }
    }

    private static func touchingPairs(_ truths: [Film.Truth]) -> Set<Pair> {
        let boxes = truths.map { $0.isInPicture ? $0.pose.limbBox(margin: bodyMargin) : nil }
        var pairs: Set<Pair> = []
        for first in truths.indices {
            for second in truths.indices where second > first {
                guard let a = boxes[first], let b = boxes[second], a.touches(b) else { continue }
                pairs.insert(Pair(first: first, second: second))
            }
        }
        return pairs
    }

    /// What it comes to at the end of the film.
    ///
    /// Where people touch, a pose may have limbs of both, and whose it is cannot be told well. What counts is whether
    /// they part under the numbers under which they met.
    func summary() -> IdentityCounts {
        var counts = counts
        var crossings = Set(touches.flatMap { $0 }).flatMap { self.crossings(of: $0) }
        for actor in numbers.first?.indices ?? 0..<0 {
            var last: (number: Int, frame: Int)?
            // The number before a crossing that went wrong.
            var own: Int?
            for (frame, number) in numbers.map({ $0[actor] }).enumerated() {
                guard let number else { continue }
                if touches[frame].contains(where: { $0.contains(actor) }) {
                    counts.touchingMoments += 1
                    if let last, last.number != number { counts.mixedUpMoments += 1 }
                    continue
                }
                defer { last = (number, frame) }
                guard let last, last.number != number else { continue }
                if times[frame] - times[last.frame] > Identities.lostTime {
                    counts.ended += 1
                    continue
                }
                let between = crossings.indices.filter {
                    crossings[$0].pair.contains(actor) && crossings[$0].frames.overlaps(last.frame...frame)
                }
                // One change comes from one crossing: of several in between, one that went wrong for the other, or the last.
                if let index = between.first(where: { crossings[$0].hasSwitch })
                    ?? between.max(by: { crossings[$0].frames.upperBound < crossings[$1].frames.upperBound })
                {
                    crossings[index].hasSwitch = true
                    own = last.number
                } else if number == own {
                    counts.repaired += 1
                    own = nil
                } else {
                    counts.switchesApart += 1
                }
                counts.switchFrames.append(frame)
            }
        }
        // A crossing that cannot be judged counts as one in which it went wrong, or not at all.
        crossings.removeAll { !$0.isJudged && !$0.hasSwitch }
        counts.crossings = crossings.count
        counts.crossingsSwitched = crossings.count(where: \.hasSwitch)
        return counts
    }

    private struct Crossing {
        let pair: Pair
        let frames: ClosedRange<Int>
        /// Whether both have a number before and after, while nobody touches them.
        var isJudged = false
        var hasSwitch = false
    }

    private func isFollowedAlone(_ actor: Int, in frames: Range<Int>) -> Bool {
        frames.contains { frame in
            numbers[frame][actor] != nil && !touches[frame].contains { $0.contains(actor) }
        }
    }

    /// When two touch.
    private func crossings(of pair: Pair) -> [Crossing] {
        var result: [Crossing] = []
        for frame in touches.indices where touches[frame].contains(pair) {
            if let last = result.last, frame - last.frames.upperBound <= Identities.shortestParting {
                result[result.count - 1] = Crossing(pair: pair, frames: last.frames.lowerBound...frame)
            } else {
                result.append(Crossing(pair: pair, frames: frame...frame))
            }
        }
        for index in result.indices {
            let frames = result[index].frames
            result[index].isJudged = [pair.first, pair.second].allSatisfy { actor in
                isFollowedAlone(actor, in: 0..<frames.lowerBound)
                    && isFollowedAlone(actor, in: frames.upperBound + 1..<numbers.count)
            }
        }
        return result
    }
}

/// Sums over films.
struct IdentityCounts: CustomStringConvertible {
    /// Times at which two people touch in the picture and part again, both of them followed before and after, or one of
    /// them under another number.
    var crossings = 0
    /// Those in which somebody got another number.
    var crossingsSwitched = 0
    /// How often somebody got another number who touched nobody since they were last followed.
    var switchesApart = 0
    /// How often somebody got back the number that a crossing had taken, which has gone wrong all the same.
    var repaired = 0
    /// How often somebody got a new number who had not been followed for as long as numbers are kept.
    var ended = 0
    /// Moments in which an actor could be seen, and of these, those in which it was followed.
    var moments = 0
    var followed = 0
    /// People followed where an actor is followed already, and where nobody is, by frame.
    var doubles = 0
    var strays = 0
    /// Moments in which somebody is followed who touches somebody, and of these, those under another number than before.
    var touchingMoments = 0
    var mixedUpMoments = 0
    /// The frames in which numbers were seen to have changed, for a look at them.
    var switchFrames: [Int] = []

    /// Of the moments in which an actor could be seen, the share in which it was followed.
    var followedShare: Double { Double(followed) / Double(max(moments, 1)) }

    var description: String {
        """
        numbers changed at \(crossingsSwitched) of \(crossings) crossings and \(switchesApart) times apart; \
        \(repaired) came back, \(ended) had ended; \
        followed in \(followed) of \(moments) moments, and while touching under another number in \(mixedUpMoments) of \
        \(touchingMoments); twice \(doubles), where nobody is \(strays)
        """
    }

    static func += (left: inout IdentityCounts, right: IdentityCounts) {
        left.crossings += right.crossings
        left.crossingsSwitched += right.crossingsSwitched
        left.switchesApart += right.switchesApart
        left.repaired += right.repaired
        left.ended += right.ended
        left.moments += right.moments
        left.followed += right.followed
        left.doubles += right.doubles
        left.touchingMoments += right.touchingMoments
        left.mixedUpMoments += right.mixedUpMoments
        left.strays += right.strays
    }
}

/// An upright rectangle, pixels.
private struct Box {
    let x: ClosedRange<Double>
    let y: ClosedRange<Double>

    func contains(_ point: PixelPoint) -> Bool { x.contains(point.x) && y.contains(point.y) }
    func touches(_ other: Box) -> Bool { x.overlaps(other.x) && y.overlaps(other.y) }
}

extension Film.Truth {
    fileprivate var isInPicture: Bool { Pose.limbs.contains { pose[$0].isInsideImage } }
}

extension Pose {
    fileprivate static let limbs: [Joint] = [
        .leftShoulder, .rightShoulder, .leftElbow, .rightElbow, .leftWrist, .rightWrist,
        .leftHip, .rightHip, .leftKnee, .rightKnee, .leftAnkle, .rightAnkle,
    ]

    /// The mean distance of the joints of arms and legs to the true ones, pixels.
    fileprivate func limbDistance(to truth: Pose) -> Double {
        let sum = Pose.limbs.reduce(0) { sum, joint in
            let (ours, exact) = (self[joint].position, truth[joint].position)
            let (x, y) = (ours.x - exact.x, ours.y - exact.y)
            return sum + (x * x + y * y).squareRoot()
        }
        return sum / Double(Pose.limbs.count)
    }

    fileprivate func middle(of joints: [Joint]) -> PixelPoint {
        let points = joints.map { self[$0].position }
        return PixelPoint(
            x: points.map(\.x).reduce(0, +) / Double(points.count),
            y: points.map(\.y).reduce(0, +) / Double(points.count))
    }

    /// The box round the limbs' joints, wider by a share of the region on all sides.
    fileprivate func limbBox(margin: Double) -> Box {
        let points = Pose.limbs.map { self[$0].position }
        let rim = margin * region.size
        func range(_ values: [Double]) -> ClosedRange<Double> {
            (values.min() ?? 0) - rim...(values.max() ?? 0) + rim
        }
        return Box(x: range(points.map(\.x)), y: range(points.map(\.y)))
    }
}
