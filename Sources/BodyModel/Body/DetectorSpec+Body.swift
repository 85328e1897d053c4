import PoiseLandmarkPipeline

extension DetectorSpec {
    /// MediaPipe's pose detector: a box around the face and four points (mediapipe/modules/pose_detection/pose_detection_cpu.pbtxt).
    ///
    /// Key point 0 is the middle of the hips; 1 is a point on the circle around the whole body, above the head; 2 and 3 are the
    /// same for the upper body.
    package static let body = DetectorSpec(
        name: "person detector", inputSide: 224, inputRange: -1...1,
        anchors: AnchorLayout([
            AnchorLayout.Layer(cells: 28, anchors: 2), AnchorLayout.Layer(cells: 14, anchors: 2),
            AnchorLayout.Layer(cells: 7, anchors: 6),
        ]), keypointCount: 4, boxes: "Identity", scores: "Identity_1", minimumScore: 0.5, maximumOverlap: 0.3,
        regionRule: RegionRule(.circle, from: .init(0), to: .init(1), scale: 1.25))
}
