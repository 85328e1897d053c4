/// The properties of a detector network: its input, its outputs, and how detections and regions of interest follow from them.
package struct DetectorSpec: Sendable {
    /// What errors call it: "person detector".
    package var name: String
    /// Side of the input, pixels.
    package var inputSide: Int
    /// The values of black and white in the input.
    package var inputRange: ClosedRange<Float>
    package var anchors: AnchorLayout
    /// Key points of a detection, at most 8.
    package var keypointCount: Int
    /// The output with a box and the key points of each anchor. `[1, anchors, 4 + 2 * keypointCount]`
    package var boxes: String
    /// The output with the logit of each anchor's score. `[1, anchors, 1]`
    package var scores: String
    /// Score from which a candidate counts unless the caller says otherwise, 0 to 1.
    package var minimumScore: Double
    /// Intersection over union above which two candidates are one object, 0 to 1.
    package var maximumOverlap: Float
    /// How the region of interest of a detection follows from its box and key points.
    package var regionRule: RegionRule

    package init(
        name: String, inputSide: Int, inputRange: ClosedRange<Float>, anchors: AnchorLayout, keypointCount: Int,
        boxes: String, scores: String, minimumScore: Double, maximumOverlap: Float, regionRule: RegionRule
    ) {
        precondition(keypointCount <= Detection.Keypoints.capacity, "a detection holds 8 key points at most")
        self.name = name
        self.inputSide = inputSide
        self.inputRange = inputRange
        self.anchors = anchors
        self.keypointCount = keypointCount
        self.boxes = boxes
        self.scores = scores
        self.minimumScore = minimumScore
        self.maximumOverlap = maximumOverlap
        self.regionRule = regionRule
    }

    /// Numbers for each anchor: center x, y, width, height, and the key points.
    package var valuesPerBox: Int { 4 + 2 * keypointCount }
}
