import PoiseBody
import Poise

/// The ids under which the actors of a clip are tracked, frame by frame.
struct Identities {
    /// The id of each actor, by frame; `nil` where the actor is not tracked or the match is ambiguous.
    private var numbers: [[Int?]] = []
    /// The pairs of actors that touch in the image, by frame.
    private var touches: [Set<Pair>] = []
    private var times: [Duration] = []
    private var counts = IdentityCounts()

    struct Pair: Hashable {
        let first: Int
        let second: Int
        func contains(_ actor: Int) -> Bool { first == actor || second == actor }
    }

    /// The share of joints from which on an actor counts as visible.
    private static let seenShare = 0.5
    /// The maximum mean distance of a pose's limbs from an actor's true ones for the pose to be matched, in units of
    /// the actor's box; it must also be less than half the distance to any other actor.
    private static let matchDistance = 0.15
    /// Extent of clothes and hair beyond the box around the limbs, in units of the actor's region.
    private static let bodyMargin = 0.05
    /// The time after which a person who is not tracked has no id anymore, so that a new one is no mistake.
    private static let maxLostDuration = PoseTracker.Options().maxLostDuration
    /// The maximum number of frames between two touches of a pair that still count as one.
    private static let shortestParting = 5

    /// Adds a frame.
    mutating func add(_ people: [TrackedPerson], _ shot: Scenario.Shot) {
        let truths = shot.figures
        numbers.append(
            truths.indices.map { index in
                guard truths[index].seenShare >= Identities.seenShare else { return nil }
                counts.moments += 1
                let mine = people.filter { Identities.shows($0.unfiltered ?? $0.pose, index, of: truths) }
                counts.doubles += max(mine.count - 1, 0)
                guard let person = mine.first else { return nil }
                counts.followed += 1
                return person.id
            })
        counts.strays += people.count { person in
            let hips = (person.unfiltered ?? person.pose).middle(of: [.leftHip, .rightHip])
            return !truths.contains { $0.isInPicture && $0.pose.limbBox(margin: Identities.bodyMargin).contains(hips) }
        }
        touches.append(Identities.touchingPairs(truths))
        times.append(shot.time)
    }

    private static func shows(_ pose: Pose, _ index: Int, of truths: [Scenario.Truth]) -> Bool {
        let distance = pose.limbDistance(to: truths[index].pose)
        return distance < matchDistance * truths[index].pose.region.size
            && truths.indices.allSatisfy { other in
                other == index || truths[other].seenShare == 0
                    || pose.limbDistance(to: truths[other].pose) > 2 * distance
            }
    }

    private static func touchingPairs(_ truths: [Scenario.Truth]) -> Set<Pair> {
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

    /// Returns the counts at the end of the clip.
    ///
    /// Where people touch, a pose may have limbs of both, and its owner is ambiguous. The criterion is whether they
    /// part with the ids with which they met.
    func summary() -> IdentityCounts {
        var counts = counts
        var crossings = Set(touches.flatMap { $0 }).flatMap { self.crossings(of: $0) }
        for actor in numbers.first?.indices ?? 0..<0 {
            var last: (number: Int, frame: Int)?
            // The id before a crossing that went wrong.
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
                if times[frame] - times[last.frame] > Identities.maxLostDuration {
                    counts.ended += 1
                    continue
                }
                let between = crossings.indices.filter {
                    crossings[$0].pair.contains(actor) && crossings[$0].frames.overlaps(last.frame...frame)
                }
                // One change comes from one crossing: of several in between, one that went wrong for the other person,
                // or the last.
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
        // A crossing that cannot be judged counts as one that went wrong, or not at all.
        crossings.removeAll { !$0.isJudged && !$0.hasSwitch }
        counts.crossings = crossings.count
        counts.crossingsSwitched = crossings.count(where: \.hasSwitch)
        return counts
    }

    private struct Crossing {
        let pair: Pair
        let frames: ClosedRange<Int>
        /// Whether both people have an id before and after, while they touch no one.
        var isJudged = false
        var hasSwitch = false
    }

    private func isFollowedAlone(_ actor: Int, in frames: Range<Int>) -> Bool {
        frames.contains { frame in
            numbers[frame][actor] != nil && !touches[frame].contains { $0.contains(actor) }
        }
    }

    /// Returns the crossings of two actors: the times at which they touch.
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

/// Sums over clips.
struct IdentityCounts: CustomStringConvertible {
    /// The number of times that two people touch in the image and part again, where both are tracked before and after,
    /// or one of them under another id.
    var crossings = 0
    /// The number of crossings that changed an id.
    var crossingsSwitched = 0
    /// The number of id changes of a person who touched no one since they were last tracked.
    var switchesApart = 0
    /// The number of times that a person got back the id that a crossing had taken; that crossing still counts as
    /// wrong.
    var repaired = 0
    /// The number of new ids of people who had not been tracked for as long as ids are kept.
    var ended = 0
    /// The number of moments in which an actor was visible, and of those in which it was tracked.
    var moments = 0
    var followed = 0
    /// The number of tracks on an actor that is already tracked, and of tracks without a person, over all frames.
    var doubles = 0
    var strays = 0
    /// The number of moments in which a tracked person touches another, and of those with an id other than before.
    var touchingMoments = 0
    var mixedUpMoments = 0
    /// The frames in which ids changed, for inspection.
    var switchFrames: [Int] = []

    /// The share of the moments with a visible actor in which it was tracked.
    var followedShare: Double { Double(followed) / Double(max(moments, 1)) }

    var description: String {
        """
        ids changed at \(crossingsSwitched) of \(crossings) crossings and \(switchesApart) times apart; \
        \(repaired) came back, \(ended) had ended; \
        tracked in \(followed) of \(moments) moments, and while touching under another id in \(mixedUpMoments) of \
        \(touchingMoments); twice \(doubles), without a person \(strays)
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

extension Scenario.Truth {
    fileprivate var isInPicture: Bool { Joint.limbs.contains { pose[$0].isInsideImage } }
}

extension Pose {
    /// Returns the mean distance of the joints of arms and legs to the true ones, pixels.
    fileprivate func limbDistance(to truth: Pose) -> Double {
        let sum = Joint.limbs.reduce(0) { sum, joint in
            let (ours, exact) = (self[joint].position, truth[joint].position)
            let (x, y) = (ours.x - exact.x, ours.y - exact.y)
            return sum + (x * x + y * y).squareRoot()
        }
        return sum / Double(Joint.limbs.count)
    }

    fileprivate func middle(of joints: [Joint]) -> PixelPoint {
        let points = joints.map { self[$0].position }
        return PixelPoint(
            x: points.map(\.x).reduce(0, +) / Double(points.count),
            y: points.map(\.y).reduce(0, +) / Double(points.count))
    }

    /// Returns the box around the limbs' joints, extended by a share of the region on all sides.
    fileprivate func limbBox(margin: Double) -> Box {
        let points = Joint.limbs.map { self[$0].position }
        let rim = margin * region.size
        func range(_ values: [Double]) -> ClosedRange<Double> {
            (values.min() ?? 0) - rim...(values.max() ?? 0) + rim
        }
        return Box(x: range(points.map(\.x)), y: range(points.map(\.y)))
    }
}
