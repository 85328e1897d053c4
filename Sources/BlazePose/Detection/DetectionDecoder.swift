import Landmarks

/// Turns the detector's raw outputs into detections.
struct DetectionDecoder {
    /// Score from which a candidate counts.
    let minimumScore: Double

    /// Numbers a candidate has: centre x, y, width, height and four points.
    static let valuesPerBox = 12
    private static let keypointCount = 4
    /// Raw scores are cut to this on both sides (`score_clipping_thresh`).
    private static let scoreLimit: Float = 100

    /// The candidates in the detector's input, in units of its side, in the order of the anchors.
    ///
    /// - Parameters:
    ///   - boxes: `[2254, 12]`
    ///   - scores: Logits. `[2254]`
    func candidates(boxes: UnsafeBufferPointer<Float>, scores: UnsafeBufferPointer<Float>) -> [Detection] {
        // The logistic function rises, so most candidates can be told by their logit.
        let minimumLogit =
            minimumScore <= 0 ? -Float.infinity : Float(logarithm(minimumScore / (1 - minimumScore))) - 0.01
        var result: [Detection] = []
        for (index, raw) in scores.enumerated() where raw >= minimumLogit {
            let score = 1 / (1 + exponential(-Double(min(max(raw, -Self.scoreLimit), Self.scoreLimit))))
            guard score >= minimumScore else { continue }
            let values = boxes[index * Self.valuesPerBox..<(index + 1) * Self.valuesPerBox]
            result.append(
                decode(Slice(base: boxes, bounds: values.indices), anchor: Anchors.centers[index], score: score))
        }
        return result
    }

    private func decode(
        _ values: Slice<UnsafeBufferPointer<Float>>, anchor: (x: Double, y: Double), score: Double
    ) -> Detection {
        let side = Double(Anchors.inputSide)
        let start = values.startIndex
        func value(_ index: Int) -> Double { Double(values[start + index]) / side }
        let center = PixelPoint(x: value(0) + anchor.x, y: value(1) + anchor.y)
        let (width, height) = (value(2), value(3))
        return Detection(
            score: score,
            box: Detection.Box(
                left: center.x - width / 2, top: center.y - height / 2, right: center.x + width / 2,
                bottom: center.y + height / 2),
            keypoints: (0..<Self.keypointCount).map {
                PixelPoint(x: value(4 + 2 * $0) + anchor.x, y: value(5 + 2 * $0) + anchor.y)
            })
    }
}
