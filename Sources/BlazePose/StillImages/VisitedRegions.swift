import Landmarks

/// The regions that the landmark network has looked at: another one near by would show it the same again.
struct TriedRegions {
    private var regions: [Region] = []

    /// Whether a region is new; it is then no longer.
    mutating func insert(_ region: Region) -> Bool {
        guard !regions.contains(where: { TriedRegions.isNear($0, region) }) else { return false }
        regions.append(region)
        return true
    }

    /// The middle within 6 % of the size, the size within 10 %, the rotation within .12 radians.
    private static func isNear(_ first: Region, _ second: Region) -> Bool {
        let (dx, dy) = (first.center.x - second.center.x, first.center.y - second.center.y)
        return (dx * dx + dy * dy).squareRoot() < 0.06 * first.size
            && abs(first.size - second.size) < 0.1 * first.size
            && abs((first.rotation - second.rotation).remainder(dividingBy: 2 * .pi)) < 0.12
    }
}
