import PoiseLandmarkPipeline
import PoiseBody

extension LandmarkSpec {
    /// MediaPipe's pose landmark networks, lite, full and heavy (mediapipe/modules/pose_landmark).
    ///
    /// The first 33 of its 39 points are the joints, in the order of `Joint`; 33 is the middle of the hips, and 34 a point on
    /// the circle around the body: the region of the next frame. The others are unused.
    package static let body = LandmarkSpec(
        name: "landmark network", inputSide: 256, inputRange: 0...1, pointCount: 39,
        partCount: Joint.allCases.count, valuesPerPoint: 5, points: "Identity", world: "Identity_4",
        presence: "Identity_1", heatmaps: Map("Identity_3", side: 64), mask: Map("Identity_2", side: 256),
        mirrored: (0..<39).map { Joint(rawValue: $0)?.mirrored.rawValue ?? $0 },
        nextRegion: RegionRule(.circle, from: .init(33), to: .init(34), scale: 1.25))
}
