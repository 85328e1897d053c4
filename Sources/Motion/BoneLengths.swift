import PoiseBody

/// Postprocessing that gives a person's bones constant lengths in all frames of a recorded video.
///
/// The network estimates depth anew in each frame, which makes limbs longer and shorter.
///
/// The length of a bone is the median of its lengths in space over the frames in which both its ends are likely correct
/// (`Landmark.confidence`, or visibility where that is unknown), each frame weighted by this probability. Every bone
/// keeps its direction and gets that length, from the middle of the hips outward, which stays in place.
///
/// Joint angles of elbows and knees therefore stay the same; those at shoulders and hips can change, since the sides of
/// the trunk are not bones here: a single bone connects the middle of the hips with the middle of the shoulders.
/// Landmarks in the image do not change.
public struct BoneLengths: Sendable, Hashable {
    /// Minimum number of frames with confident ends of a bone; other bones keep their lengths. The default is half a
    /// second at 30 frames per second.
    public var minimumFrames: Int
    /// Minimum confidence of a bone's ends in a frame that counts.
    public var minimumConfidence: Double

    /// Constant lengths with the default options.
    public static let constant = BoneLengths()

    /// Creates a postprocessing with constant bone lengths.
    public init(minimumFrames: Int = 15, minimumConfidence: Double = Pose.defaultMinimumConfidence) {
        self.minimumFrames = max(minimumFrames, 1)
        self.minimumConfidence = minimumConfidence
    }

    /// Returns the sequence with constant bone lengths, fitted to each person separately.
    public func apply(to sequence: PoseSequence) -> PoseSequence {
        var result = sequence
        for id in sequence.ids {
            let lengths = lengths(of: sequence.frames.compactMap { $0.person(id) })
            guard !lengths.isEmpty else { continue }
            for frame in result.frames.indices {
                guard let index = result.frames[frame].people.firstIndex(where: { $0.id == id }) else { continue }
                let world = result.frames[frame].people[index].pose.world
                result.frames[frame].people[index].pose.world = BoneLengths.stretched(world, to: lengths)
            }
        }
        return result
    }

    /// Returns the lengths of a person's bones in meters, keyed by their outer end; bones visible in too few frames are
    /// omitted.
    ///
    /// - Parameter people: The person in all frames.
    func lengths(of people: [TrackedPerson]) -> [BodyPoint: Double] {
        var result: [BodyPoint: Double] = [:]
        for bone in BodyTree.bones {
            var seen: [(length: Double, weight: Double)] = []
            for person in people where !person.hidesCollapsed(bone) {
                let weight = bone.joints.map { person.pose[$0].confidence ?? person.pose[$0].visibility }.min() ?? 0
                guard weight >= minimumConfidence else { continue }
                seen.append((BodyTree.vector(of: bone, in: person.pose.world).length, weight))
            }
            guard seen.count >= minimumFrames, let length = weightedMedian(seen), length > 0 else { continue }
            result[bone.end] = length
        }
        return result
    }

    /// Returns world landmarks whose bones have the given lengths.
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

    /// Returns the weighted median: the value with half of the weight on either side.
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

extension TrackedPerson {
    /// Whether a bone belongs to limbs that wrongly lie on one of them.
    fileprivate func hidesCollapsed(_ bone: BodyTree.Bone) -> Bool {
        collapsed.contains { pair in bone.joints.contains { pair.joints.contains($0) } }
    }
}

extension LimbPair {
    /// The joints of both limbs, except those at the trunk.
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
