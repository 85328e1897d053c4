/// A weak-perspective camera: all of a person appears at one scale, whatever its depth.
package struct WeakPerspective: Sendable {
    /// Scale, pixels per meter.
    package let scale: Double
    /// Projection of the point between the hips, pixels.
    package let origin: SIMD2<Double>

    /// A point across the line of sight, its position in the image, and its weight.
    package struct Match {
        let space: SIMD2<Double>
        let image: SIMD2<Double>
        let weight: Double

        package init(space: SIMD2<Double>, image: SIMD2<Double>, weight: Double) {
            self.space = space
            self.image = image
            self.weight = weight
        }
    }

    /// Creates the camera that projects points closest to their positions in the image, by least squares.
    package init?(_ matches: some Sequence<Match>) {
        var fit = Fit()
        for match in matches { fit.add(match) }
        guard let camera = fit.camera else { return nil }
        self = camera
    }

    private init(scale: Double, origin: SIMD2<Double>) {
        self.scale = scale
        self.origin = origin
    }

    /// The least-squares fit of a camera to points that are added one by one, without memory of its own.
    package struct Fit {
        private var weights = 0.0
        private var space = SIMD2<Double>.zero
        private var image = SIMD2<Double>.zero
        // Sums of products relative to the first point, which is close enough to the mean to lose no digits.
        private var product = 0.0
        private var square = 0.0
        private var first: Match?

        package init() {}

        package mutating func add(_ match: Match) {
            let start = first ?? match
            first = start
            let (x, y) = (match.space - start.space, match.image - start.image)
            weights += match.weight
            space += match.weight * x
            image += match.weight * y
            product += match.weight * (x * y).sum()
            square += match.weight * (x * x).sum()
        }

        /// The camera; `nil` when points coincide, or the best scale is not positive.
        package var camera: WeakPerspective? {
            guard let first, weights > 0 else { return nil }
            let product = product - (space * image).sum() / weights
            let square = square - (space * space).sum() / weights
            guard square > 0, product > 0, (product / square).isFinite else { return nil }
            let scale = product / square
            return WeakPerspective(
                scale: scale, origin: first.image + image / weights - scale * (first.space + space / weights))
        }
    }
}
