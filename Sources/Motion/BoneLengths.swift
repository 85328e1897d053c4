import Landmarks

/// Gives a person's bones the same lengths in every frame of a recorded video: the network guesses depth anew in each, and
/// limbs stretch and shrink by that.
///
/// The length of a bone is the median of its lengths in space over the frames in which both its ends are likely to be where they
/// are given (``Landmark/confidence``, or visibility where that is not known), each frame weighted by how likely. Every bone then
/// keeps its direction and gets that length, from the middle of the hips outward, which stays where it is.
///
/// Joint angles of elbows and knees therefore stay; those at shoulders and hips can change, since the trunk's sides are no bones
/// here: between the middle of the hips and the middle of the shoulders there is one. Landmarks in the picture stay as they are.
public struct BoneLengths: Sendable, Hashable {
    /// The least frames in which a bone must be seen; one that is not keeps the lengths it has. Half a second at 30 a second.
    public var minimumFrames: Int
    /// The least confidence of a bone's ends in a frame that counts.
    public var minimumConfidence: Double

    /// Constant lengths, fitted as by default.
    public static let constant = BoneLengths()

    /// A fitting of bone lengths.
    public init(minimumFrames: Int = 15, minimumConfidence: Double = Pose.defaultMinimumConfidence) {
        self.minimumFrames = max(minimumFrames, 1)
        self.minimumConfidence = minimumConfidence
    }

    /// The sequence with constant bones, each person by themselves.
    public func apply(to sequence: PoseSequence) -> PoseSequence {
        var result = sequence
        for id in sequence.ids {
            let lengths = lengths(of: sequence.frames.compactMap { $0.person(id) })
            guard !lengths.isEmpty else { continue }
            for frame in result.frames.indices {
                guard let index = result.frames[frame].people.firstIndex(where: { $0.id == id }) else { continue }
                let person = result.frames[frame].people[index]
                result.frames[frame].people[index] = person.replacingWorld(
                    by: BoneLengths.stretched(person.world, to: lengths))
            }
        }
        return result
    }

    /// The lengths of a person's bones in metres, by their outer end; without those that are seen too rarely.
    ///
    /// - Parameter people: The person in all frames.
    func lengths(of people: [PoseSequence.Person]) -> [BodyPoint: Double] {
        var result: [BodyPoint: Double] = [:]
        for bone in BodyTree.bones {
            var seen: [(length: Double, weight: Double)] = []
            for person in people where !person.hidesCollapsed(bone) {
                let weight = bone.joints.map { person[$0].confidence ?? person[$0].visibility }.min() ?? 0
                guard weight >= minimumConfidence else { continue }
                seen.append((BodyTree.vector(of: bone, in: person.world).length, weight))
            }
            guard seen.count >= minimumFrames, let length = weightedMedian(seen), length > 0 else { continue }
            result[bone.end] = length
        }
        return result
    }

    /// Joints in space whose bones have given lengths.
    private static func stretched(_ world: [WorldPoint], to lengths: [BodyPoint: Double]) -> [WorldPoint] {
        var places: [BodyPoint: SIMD3<Double>] = [:]
        var result = world
        for bone in BodyTree.bones {
            let start = places[bone.start] ?? BodyTree.place(of: bone.start, in: world)
            var way = BodyTree.vector(of: bone, in: world)
            // A bone without length has no direction.
            if let length = lengths[bone.end], way.length > 0 { way *= length / way.length }
            places[bone.end] = start + way
            if case .joint(let joint) = bone.end {
                let place = start + way
                result[joint.rawValue] = WorldPoint(x: place.x, y: place.y, z: place.z)
            }
        }
        return result
    }

    /// The number at which half of the weight lies on either side.
    private func weightedMedian(_ numbers: [(length: Double, weight: Double)]) -> Double? {
        let sorted = numbers.sorted { $0.length < $1.length }
        let half = sorted.reduce(0) { $0 + $1.weight } / 2
        var sum = 0.0
        return sorted.first { number in
            sum += number.weight
            return sum >= half
        }?.length
    }
}

extension PoseSequence.Person {
    /// The person with other joints in space.
    fileprivate func replacingWorld(by world: [WorldPoint]) -> PoseSequence.Person {
        PoseSequence.Person(
            id: id, presence: presence, region: region, landmarks: landmarks, world: world, quality: quality,
            collapsed: collapsed)
    }

    /// Whether a bone is of limbs that lie on one of them by mistake.
    fileprivate func hidesCollapsed(_ bone: BodyTree.Bone) -> Bool {
        collapsed.contains { pair in bone.joints.contains { pair.joints.contains($0) } }
    }
}

extension LimbPair {
    /// The joints of both limbs, but for those at the trunk.
    fileprivate var joints: Set<Joint> {
        switch self {
        case .arms:
            [
                .leftElbow, .rightElbow, .leftWrist, .rightWrist, .leftThumb, .rightThumb, .leftIndex, .rightIndex,
                .leftPinky, .rightPinky,
            ]
        case .legs:
            [
                .leftKnee, .rightKnee, .leftAnkle, .rightAnkle, .leftHeel, .rightHeel, .leftFootIndex, .rightFootIndex,
            ]
        }
    }
}

extension SIMD3<Double> {
    fileprivate var length: Double { (self * self).sum().squareRoot() }
}
