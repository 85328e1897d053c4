import PoiseBody

/// A track segment: a person through frames in which no gap is too long to be filled.
struct TrackSegment {
    /// An observation of the person in a frame.
    struct Observation {
        /// Index of the frame in the sequence.
        let frame: Int
        let person: TrackedPerson
    }

    private let observations: [Observation]
    private let times: [Double]
    private let start: Int

    /// Creates a track segment.
    ///
    /// - Parameters:
    ///   - observations: The observations by frame, the first and the last in the first and the last frame of the
    ///     segment.
    ///   - times: Times of all frames of the segment, seconds.
    ///   - start: Index of the first frame in the sequence.
    init(_ observations: [Observation], times: [Double], start: Int) {
        self.observations = observations
        self.times = times
        self.start = start
    }

    /// Returns the person in every frame of the segment, smoothed.
    func smoothed(
        _ filter: any SeriesFilter, gaps: GapFilling, rate: Double, header: PoseSequence.Header
    ) -> [TrackedPerson] {
        var people = filled()
        let sampling = UniformResampler(times: times, rate: rate)
        var landmarks = people.map(\.pose.landmarks)
        var world = people.map(\.pose.world)
        func smooth(_ coordinate: (TrackedPerson) -> Double, put: (Int, Double) -> Void) {
            let whole = series(coordinate, gaps)
            for (frame, value) in sampling.apply(filter, to: whole).enumerated() { put(frame, value) }
        }
        for joint in Joint.allCases {
            let index = joint.rawValue
            smooth({ $0.pose.landmarks[index].position.x }, put: { landmarks[$0][index].position.x = $1 })
            smooth({ $0.pose.landmarks[index].position.y }, put: { landmarks[$0][index].position.y = $1 })
            smooth({ $0.pose.landmarks[index].z }, put: { landmarks[$0][index].z = $1 })
            smooth({ $0.pose.world[index].x }, put: { world[$0][index].x = $1 })
            smooth({ $0.pose.world[index].y }, put: { world[$0][index].y = $1 })
            smooth({ $0.pose.world[index].z }, put: { world[$0][index].z = $1 })
        }
        for frame in people.indices {
            for index in landmarks[frame].indices {
                landmarks[frame][index].isInsideImage = header.contains(landmarks[frame][index].position)
            }
            people[frame].pose.landmarks = landmarks[frame]
            people[frame].pose.world = world[frame]
        }
        return people
    }

    /// Returns a coordinate in every frame.
    private func series(_ coordinate: (TrackedPerson) -> Double, _ gaps: GapFilling) -> [Double] {
        var values = [Double?](repeating: nil, count: times.count)
        for observation in observations { values[observation.frame - start] = coordinate(observation.person) }
        // No gap of a segment is too long, and none is at an end, so none stays.
        return gaps.fill(values, at: times).compactMap { $0 }
    }

    /// Returns the person in every frame: as observed, or linearly interpolated where missing.
    private func filled() -> [TrackedPerson] {
        var people: [TrackedPerson] = []
        for (before, after) in zip(observations, observations.dropFirst()) {
            let (first, last) = (before.frame - start, after.frame - start)
            for frame in first..<last {
                let part = (times[frame] - times[first]) / (times[last] - times[first])
                people.append(frame == first ? before.person : before.person.blended(with: after.person, part))
            }
        }
        return people + observations.suffix(1).map(\.person)
    }
}

extension TrackedPerson {
    /// Returns the person interpolated to a later observation.
    fileprivate func blended(with other: TrackedPerson, _ part: Double) -> TrackedPerson {
        TrackedPerson(id: id, pose: pose.blended(with: other.pose, part), isConfirmed: isConfirmed)
    }
}

extension Pose {
    /// Returns the pose interpolated to a later one.
    fileprivate func blended(with other: Pose, _ part: Double) -> Pose {
        func mix(_ from: Double, _ to: Double) -> Double { from + part * (to - from) }
        func mix(_ from: Double?, _ to: Double?) -> Double? { from.flatMap { from in to.map { mix(from, $0) } } }
        // The shorter direction.
        let turn = (other.region.rotation - region.rotation).remainder(dividingBy: 2 * .pi)
        return Pose(
            landmarks: zip(landmarks, other.landmarks).map { from, to in
                Landmark(
                    position: PixelPoint(
                        x: mix(from.position.x, to.position.x), y: mix(from.position.y, to.position.y)),
                    z: mix(from.z, to.z), visibility: mix(from.visibility, to.visibility),
                    presence: mix(from.presence, to.presence), isInsideImage: from.isInsideImage,
                    confidence: mix(from.confidence, to.confidence),
                    expectedError: mix(from.expectedError, to.expectedError))
            },
            world: zip(world, other.world).map { from, to in
                WorldPoint(x: mix(from.x, to.x), y: mix(from.y, to.y), z: mix(from.z, to.z))
            }, score: mix(score, other.score), presence: mix(presence, other.presence),
            region: RegionOfInterest(
                center: PixelPoint(
                    x: mix(region.center.x, other.region.center.x), y: mix(region.center.y, other.region.center.y)),
                size: mix(region.size, other.region.size),
                rotation: (region.rotation + part * turn).remainder(dividingBy: 2 * .pi)),
            quality: mix(quality, other.quality))
    }
}
