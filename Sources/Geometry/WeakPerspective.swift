/// A camera that is far away: all of a person appears in one scale, whatever its depth.
package struct WeakPerspective: Sendable {
    /// Pixels a metre.
    package let scale: Double
    /// Where the point between the hips appears, pixels.
    package let origin: SIMD2<Double>

    /// A point across the line of sight, where it appears, and how much that counts.
    package struct Match {
        let space: SIMD2<Double>
        let picture: SIMD2<Double>
        let weight: Double

        package init(space: SIMD2<Double>, picture: SIMD2<Double>, weight: Double) {
            self.space = space
            self.picture = picture
            self.weight = weight
        }
    }

    /// The camera that brings points nearest to where they appear.
    package init?(_ matches: some Sequence<Match>) {
        var weights = 0.0
        var (space, picture) = (SIMD2<Double>.zero, SIMD2<Double>.zero)
        // Sums of products about the first point, which is near enough to the middle to lose no digits.
        var (product, square) = (0.0, 0.0)
        var first: Match?
        for match in matches {
            let start = first ?? match
            first = start
            let (x, y) = (match.space - start.space, match.picture - start.picture)
            weights += match.weight
            space += match.weight * x
            picture += match.weight * y
            product += match.weight * (x * y).sum()
            square += match.weight * (x * x).sum()
        }
        guard let first, weights > 0 else { return nil }
        product -= (space * picture).sum() / weights
        square -= (space * space).sum() / weights
        guard square > 0, product > 0, (product / square).isFinite else { return nil }
        scale = product / square
        origin = first.picture + picture / weights - scale * (first.space + space / weights)
    }
}
