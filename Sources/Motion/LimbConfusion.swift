import PoiseBody

/// Limb confusion: both arms or both legs of a person briefly lie on one limb, because the network mistook one for the
/// other.
///
/// Exchanging left and right cannot repair it, because one of the two limbs was not detected at all. Such frames are
/// therefore only reported, for measurements to exclude.
///
/// A pair has collapsed in a frame where
/// - its middle and outer joints (elbows and wrists, knees and ankles) nearly coincide in the image,
/// - they do not differ in depth, as the limbs of a person seen from the side do, and
/// - this lasts a short time only, before and after which at least one of the two was clearly apart from its
///   counterpart.
///
/// Lengths are in units of the trunk in the image, from the middle of the shoulders to that of the hips, its median
/// over the surrounding frames. Limbs that really overlap for long, as in a side view, are never reported, even where
/// the network gives them the same depth; nor is a collapse at the very beginning or end of a person's track, where no
/// frame shows that the limbs were apart.
public struct LimbConfusion: Sendable, Hashable {
    /// The person's id.
    public let id: Int
    /// The limb pair.
    public let limbs: LimbPair
    /// Indices of the frames in the video (`PoseSequence.Frame.index`).
    public let frames: [Int]

    /// Distance below which joints coincide, in trunks. A trunk is about 50 cm long and a wrist 6 cm wide: the centers
    /// of wrists that touch are 0.12 apart, those of elbows, knees and ankles farther.
    private static let together = 0.1
    /// Distance above which joints are clearly apart: three times the distance at which they coincide, beyond the
    /// network's noise.
    private static let apart = 0.3
    /// Minimum difference in depth at which one limb is behind the other. Shoulders are 0.7 trunks apart, hips 0.4 and
    /// more with the flesh around the joints.
    private static let behind = 0.4
    /// The longest collapse, seconds. Limbs that overlap for longer really do so.
    private static let longest = 0.5
    /// Time range before and after a collapse in which the limbs must have been apart, seconds.
    private static let surroundings = 0.2
    /// Number of frames on either side over which the trunk is measured.
    private static let trunkReach = 7
}

extension PoseSequence {
    /// The moments in which both arms or both legs of a person lie on one limb, ordered by person, limb pair and time.
    public var limbCollapses: [LimbConfusion] {
        ids.flatMap { id in
            let seen = frames.compactMap { frame in
                frame.person(id).map { LimbConfusion.Sighting(index: frame.index, time: frame.seconds, person: $0) }
            }
            return LimbPair.allCases.flatMap { LimbConfusion.find($0, of: id, in: seen) }
        }
    }

    /// Returns the sequence with the given collapses marked on its people: `TrackedPerson.collapsed`.
    public func marked(_ collapses: [LimbConfusion]) -> PoseSequence {
        var limbs: [Int: [Int: Set<LimbPair>]] = [:]
        for collapse in collapses {
            for frame in collapse.frames { limbs[frame, default: [:]][collapse.id, default: []].insert(collapse.limbs) }
        }
        var result = self
        for (place, frame) in frames.enumerated() {
            guard let found = limbs[frame.index] else { continue }
            for (number, person) in frame.people.enumerated() {
                result.frames[place].people[number].collapsed.formUnion(found[person.id] ?? [])
            }
        }
        return result
    }
}

extension LimbPair {
    /// Left and right of the middle joint and of the outer joint.
    fileprivate var pairs: [(left: Joint, right: Joint)] {
        switch self {
        case .arms: [(.leftElbow, .rightElbow), (.leftWrist, .rightWrist)]
        case .legs: [(.leftKnee, .rightKnee), (.leftAnkle, .rightAnkle)]
        }
    }
}

extension LimbConfusion {
    /// An observation of a person in a frame.
    fileprivate struct Sighting {
        let index: Int
        let time: Double
        let person: TrackedPerson

        /// Length of the trunk in the image, pixels.
        var trunk: Double {
            func middle(_ first: Joint, _ second: Joint) -> PixelPoint {
                let (a, b) = (person.pose[first].position, person.pose[second].position)
                return PixelPoint(x: (a.x + b.x) / 2, y: (a.y + b.y) / 2)
            }
            return distance(middle(.leftShoulder, .rightShoulder), middle(.leftHip, .rightHip))
        }
    }

    /// Relation of the two limbs of a pair in a frame.
    private enum Relation {
        case one, apart, between
    }

    fileprivate static func find(_ limbs: LimbPair, of id: Int, in seen: [Sighting]) -> [LimbConfusion] {
        let trunks = seen.map(\.trunk)
        let relations = seen.indices.map { index in
            let around = trunks[max(0, index - trunkReach)...min(trunks.count - 1, index + trunkReach)].sorted()
            return relation(of: limbs, seen[index].person, trunk: around[around.count / 2])
        }
        var result: [LimbConfusion] = []
        var start = 0
        while start < seen.count {
            guard relations[start] == .one else {
                start += 1
                continue
            }
            let end = relations[start...].firstIndex { $0 != .one } ?? seen.count
            let (first, last) = (seen[start], seen[end - 1])
            let before = seen[..<start].indices.reversed().prefix { first.time - seen[$0].time <= surroundings }
            let after = seen[end...].indices.prefix { seen[$0].time - last.time <= surroundings }
            if last.time - first.time <= longest, before.contains(where: { relations[$0] == .apart }),
                after.contains(where: { relations[$0] == .apart })
            {
                result.append(LimbConfusion(id: id, limbs: limbs, frames: seen[start..<end].map(\.index)))
            }
            start = end
        }
        return result
    }

    private static func relation(of limbs: LimbPair, _ person: TrackedPerson, trunk: Double) -> Relation {
        guard trunk > 0 else { return .between }
        let pose = person.pose
        let distances = limbs.pairs.map { distance(pose[$0.left].position, pose[$0.right].position) / trunk }
        if distances.contains(where: { $0 > apart }) { return .apart }
        let depths = limbs.pairs.map { abs(pose[$0.left].z - pose[$0.right].z) / trunk }
        return distances.allSatisfy { $0 < together } && depths.allSatisfy { $0 < behind } ? .one : .between
    }
}

private func distance(_ first: PixelPoint, _ second: PixelPoint) -> Double {
    let (dx, dy) = (first.x - second.x, first.y - second.y)
    return (dx * dx + dy * dy).squareRoot()
}
