import Landmarks

/// Moves points from where regression puts them to where heatmaps see them.
package protocol LandmarkRefinement: Sendable {
    /// Refines x and y of all points, whose peaks have been found.
    func refine(_ points: inout [RawLandmarks.Point], with heatmaps: Heatmaps, in sight: Sight)
}

/// What part of a region lies in the picture. Beyond its edge the network sees the edge repeated.
package struct Sight {
    private let projection: LandmarkProjection
    private let width: Double
    private let height: Double

    package init(_ region: Region, width: Int, height: Int) {
        projection = LandmarkProjection(region)
        (self.width, self.height) = (Double(width), Double(height))
    }

    /// From which probability a heatmap is believed.
    ///
    /// It is .1, but for joints that regression puts outside the picture: they cannot be seen, and a faint spot somewhere in
    /// the picture is no reason to bring them in. There it is MediaPipe's .5. The points beside the joints are not parts of
    /// the body, and may lie anywhere.
    func minimumProbability(of point: RawLandmarks.Point, _ index: Int) -> Double {
        guard index < Joint.allCases.count else { return 0.1 }
        let place = projection.pixel(point)
        return (0..<width).contains(place.x) && (0..<height).contains(place.y) ? 0.1 : 0.5
    }
}
