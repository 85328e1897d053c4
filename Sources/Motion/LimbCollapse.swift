import Landmarks

/// Both arms or both legs of a person that for a moment lie on one limb, because the network took one for the other.
///
/// Exchanging left and right repairs nothing there: one of the two limbs was not seen at all. So they are only found, for
/// measurements to leave out.
///
/// A pair has collapsed in a frame where
/// - its middle and outer joints (elbows and wrists, knees and ankles) are nearly one in the picture,
/// - they are not at different depths, as the limbs of a person seen from the side are, and
/// - this lasts a short time only, before and after which at least one of the two was clearly apart from its other.
///
/// Lengths are in units of the trunk in the picture, from the middle of the shoulders to that of the hips, its median over
/// the frames around. Limbs that really overlap for long, as in a side view, are never reported, even where the network gives
/// them the same depth; nor is a collapse at the very beginning or end of what is seen of a person, where nothing shows
/// that the limbs were apart.
public struct LimbCollapse: Sendable, Hashable {
    /// A pair of limbs.
    public enum Limbs: Sendable, Hashable, CaseIterable {
        case arms, legs

        /// Left and right of the middle joint and of the outer one.
        var pairs: [(left: Joint, right: Joint)] {
            switch self {
            case .arms: [(.leftElbow, .rightElbow), (.leftWrist, .rightWrist)]
            case .legs: [(.leftKnee, .rightKnee), (.leftAnkle, .rightAnkle)]
            }
        }
    }

    /// The person's number.
    public let id: Int
    /// The limbs in question.
    public let limbs: Limbs
    /// The frames' numbers in the video (``PoseSequence/Frame/index``).
    public let frames: [Int]

    /// Nearer than this, joints are one, in trunks. A trunk is about 50 cm long and a wrist 6 cm wide: the middles of
    /// wrists that touch are 0.12 apart, those of elbows, knees and ankles farther.
    private static let together = 0.1
    /// Farther than this, joints are clearly apart: three times the distance at which they are one, beyond the network's noise.
    private static let apart = 0.3
    /// A difference in depth from which limbs lie behind each other. Shoulders are 0.7 trunks apart, hips 0.4 and more with
    /// the flesh round the joints.
    private static let behind = 0.4
    /// The longest collapse, seconds. Limbs that overlap for longer do so in truth.
    private static let longest = 0.5
    /// How long before and after it the limbs are looked at, seconds.
    private static let surroundings = 0.2
    /// Frames on either side over which the trunk is measured.
    private static let trunkReach = 7
}

extension PoseSequence {
    /// The moments in which both arms or both legs of a person lie on one limb, by person, limbs and time.
    public var limbCollapses: [LimbCollapse] {
        ids.flatMap { id in
            let seen = frames.compactMap { frame in
                frame.person(id).map { LimbCollapse.Sighting(index: frame.index, time: frame.time, person: $0) }
            }
            return LimbCollapse.Limbs.allCases.flatMap { LimbCollapse.find($0, of: id, in: seen) }
        }
    }
}

extension LimbCollapse {
    /// A person in a frame.
    fileprivate struct Sighting {
        let index: Int
        let time: Double
        let person: PoseSequence.Person

        /// Length of the trunk in the picture, pixels.
        var trunk: Double {
            func middle(_ first: Joint, _ second: Joint) -> PixelPoint {
                let (a, b) = (person[first].position, person[second].position)
                return PixelPoint(x: (a.x + b.x) / 2, y: (a.y + b.y) / 2)
            }
            return distance(middle(.leftShoulder, .rightShoulder), middle(.leftHip, .rightHip))
        }
    }

    /// How the limbs of a pair lie to each other in a frame.
    private enum Relation {
        case one, apart, between
    }

    fileprivate static func find(_ limbs: Limbs, of id: Int, in seen: [Sighting]) -> [LimbCollapse] {
        let trunks = seen.map(\.trunk)
        let relations = seen.indices.map { index in
            let around = trunks[max(0, index - trunkReach)...min(trunks.count - 1, index + trunkReach)].sorted()
            return relation(of: limbs, seen[index].person, trunk: around[around.count / 2])
        }
        var result: [LimbCollapse] = []
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
                result.append(LimbCollapse(id: id, limbs: limbs, frames: seen[start..<end].map(\.index)))
            }
            start = end
        }
        return result
    }

    private static func relation(of limbs: Limbs, _ person: PoseSequence.Person, trunk: Double) -> Relation {
        guard trunk > 0 else { return .between }
        let distances = limbs.pairs.map { distance(person[$0.left].position, person[$0.right].position) / trunk }
        if distances.contains(where: { $0 > apart }) { return .apart }
        let depths = limbs.pairs.map { abs(person[$0.left].z - person[$0.right].z) / trunk }
        return distances.allSatisfy { $0 < together } && depths.allSatisfy { $0 < behind } ? .one : .between
    }
}

private func distance(_ first: PixelPoint, _ second: PixelPoint) -> Double {
    let (dx, dy) = (first.x - second.x, first.y - second.y)
    return (dx * dx + dy * dy).squareRoot()
}
