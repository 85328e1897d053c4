import PoiseGeometry

/// A subject found in a frame, before it is assigned to a track.
package struct Observation<Subject: TrackedSubject>: Sendable {
    /// Why its region was evaluated.
    package enum Source: Sendable, Equatable {
        /// The regions of tracks of the frame before, mostly of one.
        case tracked(Set<Int>)
        /// The region in which a subject that was lost a moment ago is expected.
        case coasting
        /// A detection.
        case detector
    }

    package var source: Source
    /// Not filtered.
    package let subject: Subject
    /// The middle of the circle around the subject, and a point on it, pixels.
    package let center: PixelPoint
    package let circle: PixelPoint
    let appearance: Appearance
    /// Whether another subject covers this one, or is covered by it.
    package var isOccluded = false

    package init(
        _ source: Source, _ subject: Subject, center: PixelPoint, circle: PixelPoint, appearance: Appearance
    ) {
        self.source = source
        self.subject = subject
        self.center = center
        self.circle = circle
        self.appearance = appearance
    }

    /// Whether it shows how the subject moves and looks: not occluded, and more than half of it in the image.
    var isClear: Bool { !isOccluded && subject.isMostlyInside }

    var place: SIMD2<Double> { SIMD2(subject.place.x, subject.place.y) }

    /// The radius of the circle, pixels.
    package var radius: Double {
        let (x, y) = (circle.x - center.x, circle.y - center.y)
        return (x * x + y * y).squareRoot()
    }

    /// The distance of the subject from the middle of its region, in units of the region: when two regions show one subject,
    /// the one with the subject in its middle shows it better.
    private var offset: Double {
        let (x, y) = (center.x - subject.region.center.x, center.y - subject.region.center.y)
        return (x * x + y * y).squareRoot() / max(subject.region.size, 1)
    }

    /// Returns the better of two observations of one subject, from the regions of both.
    func merged(with other: Observation) -> Observation {
        var better = other.offset < offset ? other : self
        if case .tracked(let mine) = source, case .tracked(let others) = other.source {
            better.source = .tracked(mine.union(others))
        }
        return better
    }

    /// Whether it is from the region of a track.
    func isFrom(_ track: Int) -> Bool {
        if case .tracked(let tracks) = source { tracks.contains(track) } else { false }
    }

    /// Whether a point lies in the box of the subject's parts.
    func covers(_ point: PixelPoint) -> Bool {
        let box = subject.extent
        return (box.left...box.right).contains(point.x) && (box.top...box.bottom).contains(point.y)
    }

    /// Whether the boxes of two subjects overlap.
    func covers(_ other: Observation) -> Bool {
        let (mine, others) = (subject.extent, other.subject.extent)
        return mine.left < others.right && others.left < mine.right && mine.top < others.bottom
            && others.top < mine.bottom
    }
}

/// The cost of assigning an observation to a track: sums of squared deviations in units of what is usual, so that movement and
/// colors can be weighed against each other.
///
/// The weights are choices: orders of magnitude of what people do and what the network's landmarks and clothes in videos
/// vary by, tried on clips of rendered people who meet, cross and leave (`ScenarioTests`, which counts the failures) and not
/// optimized.
package struct AssociationCost {
    /// The usual distance of parts from their expected places, in units of the region: at once, and more for every second.
    private static let usualDistance = (first: 0.03, perSecond: 0.3)
    /// The usual difference of colors from those of the same subject before, 0 to 1.
    private static let usualColorDifference = 0.05
    /// The largest cost of colors: light may change, and a subject that is half covered shows another's colors.
    private static let largestColorCost = 30.0
    /// The largest cost of movement: subjects jump, and together with ``MotionModel`` that alone never excludes a track.
    private static let largestMovementCost = 12.0
    /// The same for a track that was last observed in occlusion: its last landmarks may be another subject's.
    private static let largestMovementCostInOcclusion = 4.0
    /// The advantage that a track must have over the track whose region the observation is from: for an occluded subject, and
    /// for one that is observed alone, for which the colors of one frame are hardly a reason to switch identities.
    private static let identitySwitchPenalty = (occluded: 4.0, alone: 8.0)
    /// The largest distance between the expected place of a lost subject and an observation of it, in units of the region, at
    /// once and more for every second.
    private static let returnDistance = (first: 0.3, perSecond: 0.5)
    /// The cost of an assignment that cannot be.
    package static let impossible = 1e6

    /// Returns the cost above which an observation stays unassigned, by its source.
    ///
    /// An observation of the detector is then a new subject. One from the region of a track is then a mixture of two subjects,
    /// or another subject, which the detector will find; one from the region in which a lost subject is expected counts for
    /// little.
    package static func unassigned<Subject>(_ source: Observation<Subject>.Source) -> Double {
        switch source {
        case .detector: 50
        case .tracked: 34
        case .coasting: 20
        }
    }

    /// Returns the cost of assigning an observation to a track.
    ///
    /// - Parameter isOwn: Whether the observation is from the track's own region.
    package static func cost<Filter: SubjectFilter>(
        of observation: Observation<Filter.Subject>, for track: Track<Filter>, isOwn: Bool, at time: Double
    ) -> Double {
        let distance = track.distance(to: observation.subject, at: time)
        let absence = time - track.lastSeen
        func reach(_ absence: Double) -> Double { returnDistance.first + returnDistance.perSecond * absence }
        let model = track.motion
        if !isOwn, distance > reach(absence),
            model.distance(to: observation, at: time) > reach(model.absence(at: time))
        {
            return impossible
        }
        let movement = distance / (usualDistance.first + usualDistance.perSecond * absence)
        let color = track.colorDistance(to: observation) / usualColorDifference
        let largest = track.isOccluded ? largestMovementCostInOcclusion : largestMovementCost
        let sum =
            min(movement * movement, largest) + min(color * color, largestColorCost)
            + model.cost(of: observation, at: time)
        // The region of a track most likely shows the subject of that track.
        if case .tracked = observation.source, !isOwn {
            return sum + (observation.isOccluded ? identitySwitchPenalty.occluded : identitySwitchPenalty.alone)
        }
        return sum
    }
}
