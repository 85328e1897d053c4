import PoiseGeometry

/// The cost of assigning an observation to a track: sums of squared deviations in units of what is usual, so that movement and
/// colors can be weighed against each other.
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
