/// Moves points from where regression puts them to where heatmaps see them.
package protocol LandmarkRefinement: Sendable {
    /// Refines x and y of all points, whose peaks have been found.
    func refine(_ points: inout [RawLandmarks.Point], with heatmaps: Heatmaps)
}
