/// Moves points to the highest peaks of their heatmaps, wherever in the region they are: for still pictures.
///
/// Against MediaPipe's small window it gains 1.3 points of PCK@.1 (95 % interval .9 to 1.7) and 3.2 of PCK@.05 on 1139
/// photos with known joints, at no run of a network. In videos peaks jump from limb to limb three times more often than
/// windows do; ``SquaredWindow`` is for them.
package struct GlobalPeak: LandmarkRefinement {
    package init() {}

    package func refine(_ points: inout [RawLandmarks.Point], with heatmaps: Heatmaps, in sight: Sight) {
        for index in points.indices {
            // Below it regression knows more.
            let minimum = sight.minimumProbability(of: points[index], index)
            guard points[index].peak.height >= minimum else { continue }
            points[index].x = points[index].peak.x
            points[index].y = points[index].peak.y
        }
    }
}
