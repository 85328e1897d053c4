import Landmarks

extension RawLandmarks {
    /// Becomes the mean of these landmarks and of those of the region's mirror image, both still as regression puts them.
    ///
    /// The mean of coordinates alone gains nothing that could be measured. What gains is the mean of the *heatmaps*, whose
    /// peaks are looked for from here: 2.1 points of PCK@.1 and 4.0 of PCK@.05 for one more run of the landmark network. In
    /// videos it takes jitter from 7.3 to 4.9 thousandths of the body before any filter. (Experiments on 1139 photos with
    /// known joints, and on 12 videos.)
    ///
    /// - Returns: The points that the two put to different places, whose mean is at neither: for ``settle(_:)``.
    package mutating func average(withMirrored other: RawLandmarks) -> [Disagreement] {
        var disagreements: [Disagreement] = []
        for (index, partner) in RawLandmarks.mirrored.enumerated() {
            let point = other.points[partner]
            let (dx, dy) = (points[index].x - 1 + point.x, points[index].y - point.y)
            if dx * dx + dy * dy > RawLandmarks.agreement * RawLandmarks.agreement {
                disagreements.append(
                    Disagreement(
                        index: index, first: Disagreement.Place(points[index], world[index], isMirrored: false),
                        second: Disagreement.Place(point, other.world[partner], isMirrored: true)))
            }
            points[index].x = (points[index].x + 1 - point.x) / 2
            points[index].y = (points[index].y + point.y) / 2
            points[index].z = (points[index].z + point.z) / 2
            points[index].visibility = (points[index].visibility + point.visibility) / 2
            points[index].presence = (points[index].presence + point.presence) / 2
            world[index].x = (world[index].x - other.world[partner].x) / 2
            world[index].y = (world[index].y + other.world[partner].y) / 2
            world[index].z = (world[index].z + other.world[partner].z) / 2
        }
        presence = (presence + other.presence) / 2
        return disagreements
    }

    /// Puts points on which two runs disagree where the one of them has them that lies nearer to the peak of the averaged
    /// heatmaps, which must have been found.
    ///
    /// One run of the two takes a limb for another now and then, for a single frame. A window round the mean then holds
    /// neither place, and the joint jumps half-way to nowhere; the peak, to which both runs add, stays. The peak's distance
    /// from the mean is kept: such a joint is uncertain.
    package mutating func settle(_ disagreements: [Disagreement]) {
        for disagreement in disagreements {
            let peak = points[disagreement.index].peak
            func distance(_ place: Disagreement.Place) -> Double {
                let (dx, dy) = (place.x - peak.x, place.y - peak.y)
                return dx * dx + dy * dy
            }
            let (first, second) = (disagreement.first, disagreement.second)
            let nearer = distance(second) < distance(first) ? second : first
            points[disagreement.index].x = nearer.x
            points[disagreement.index].y = nearer.y
            points[disagreement.index].z = nearer.z
            world[disagreement.index] = nearer.world
        }
    }

    /// How far apart two runs may put a point, in units of the region's side, for the mean to be taken: the reach of the window
    /// that looks for the peak from there. Farther apart, the peak would lie nearer to the window's edge than to its middle.
    private static let agreement = Double(SquaredWindow.reach) / Double(Heatmaps.side)

    /// A point that a run on a region and one on its mirror image put to different places.
    package struct Disagreement {
        package let index: Int
        let first: Place
        let second: Place

        /// Where a run puts it: in the region as it is, and in space.
        struct Place {
            let x: Double
            let y: Double
            let z: Double
            let world: WorldPoint

            init(_ point: RawLandmarks.Point, _ world: WorldPoint, isMirrored: Bool) {
                x = isMirrored ? 1 - point.x : point.x
                y = point.y
                z = point.z
                self.world = WorldPoint(x: isMirrored ? -world.x : world.x, y: world.y, z: world.z)
            }
        }
    }
}
