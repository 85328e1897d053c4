/// How badly a sighting fits a track: sums of squares of deviations in units of what is usual, so that movement and colours
/// can be weighed against each other.
struct SightingCost {
    /// How far limbs usually are from where they are expected, in units of the region: at once, and more for every second.
    private static let usualDistance = (first: 0.03, perSecond: 0.3)
    /// How much colours usually differ from those of the same person before, 0 to 1.
    private static let usualColorDifference = 0.05
    /// The most that colours can cost: light may change, and one who is half covered shows another's clothes.
    private static let largestColorCost = 30.0
    /// The most that movement can cost: people jump, and with ``Track/Memory`` that alone never makes them nobody.
    private static let largestMovementCost = 12.0
    /// The same for one who was last seen before or behind somebody: whose landmarks those were is not sure.
    private static let largestMovementCostInCrowd = 4.0
    /// What a track must fit better than the one whose region it was, to be given its sighting: of one who covers somebody or
    /// is covered, and of one who is seen alone, for whom the colours of a frame are hardly a reason to be somebody else.
    private static let exchangeCost = (crowded: 4.0, alone: 8.0)
    /// How far from where a lost person is expected a found one may be to be the same, in units of their region, at once
    /// and more for every second.
    private static let returnDistance = (first: 0.3, perSecond: 0.5)
    /// The cost from which a sighting is rather nobody of those known, by why somebody was looked for there.
    ///
    /// Where the detector sees somebody, it is somebody new. What a region of the frame before shows is then a mixture of two
    /// people, or another person, whom the detector will find; what is seen where a lost person must be counts for little.
    static func ofNobody(_ origin: Sighting.Origin) -> Double {
        switch origin {
        case .detected: 50
        case .tracked: 34
        case .expected: 20
        }
    }
    /// That of one who cannot be.
    static let impossible = 1e6

    /// The cost for the track to which a frame's region belonged, or another.
    ///
    /// - Parameter isOwn: Whether the sighting is from the track's own region.
    static func cost(of sighting: Sighting, for track: Track, isOwn: Bool, at time: Double) -> Double {
        let distance = track.distance(to: sighting.pose, at: time)
        let absence = time - track.lastSeen
        func reach(_ absence: Double) -> Double { returnDistance.first + returnDistance.perSecond * absence }
        let memory = track.memory
        if !isOwn, distance > reach(absence), memory.distance(to: sighting, at: time) > reach(memory.absence(at: time))
        {
            return impossible
        }
        let movement = distance / (usualDistance.first + usualDistance.perSecond * absence)
        let color = track.colorDistance(to: sighting) / usualColorDifference
        let largest = track.isCrowded ? largestMovementCostInCrowd : largestMovementCost
        let sum =
            min(movement * movement, largest) + min(color * color, largestColorCost)
            + memory.cost(of: sighting, at: time)
        // Whom a region of the frame before shows is most likely the one it was made for.
        if case .tracked = sighting.origin, !isOwn {
            return sum + (sighting.isCrowded ? exchangeCost.crowded : exchangeCost.alone)
        }
        return sum
    }
}
