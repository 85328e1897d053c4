import PoiseGeometry
import PoiseImaging
import PoiseInference

/// Maps the network's segmentation of a region to the image.
///
/// As in MediaPipe's OpenCV path: bilinear with places rounded to 1/32 pixel, zero outside the region; the pixel (i, j) of
/// the image is sampled at (i, j), not at its center.
package struct MaskProjection {
    /// The segmentation's probabilities; their memory is used again.
    private var probabilities: [Float] = []

    package init() {}

    /// Returns the mask of an image.
    ///
    /// - Parameters:
    ///   - logits: `[side, side, 1]`
    ///   - region: The part of the image they belong to.
    ///   - image: The size of the image.
    ///   - isMirrored: Whether the network saw the region's mirror image.
    package mutating func mask(
        logits: FeatureMap, region: RegionOfInterest, in image: ImageSize, isMirrored: Bool = false
    ) -> Mask {
        var values = [Float](repeating: 0, count: image.width * image.height)
        let side = logits.height
        guard let map = ProjectiveMap(region, side: side, isMirrored: isMirrored).inverse else {
            return Mask(width: image.width, height: image.height, probabilities: values)
        }
        probabilities.removeAll(keepingCapacity: true)
        for row in 0..<side {
            for column in 0..<side {
                probabilities.append(Float(LandmarkDecoder.logistic(logits[row, column, 0])))
            }
        }
        probabilities.withUnsafeBufferPointer { source in
            for row in 0..<image.height {
                let (startX, startY) = (map.x.y * Double(row) + map.x.z, map.y.y * Double(row) + map.y.z)
                let startW = map.w.y * Double(row) + map.w.z
                for column in Self.columns(map.x.x, startX, map.y.x, startY, width: image.width, side) {
                    let factor = 32 / (map.w.x * Double(column) + startW)
                    let x = (map.x.x * Double(column) + startX) * factor
                    let y = (map.y.x * Double(column) + startY) * factor
                    values[row * image.width + column] = Self.bilinear(
                        source, side, Int(x.rounded(.toNearestOrEven)), Int(y.rounded(.toNearestOrEven)))
                }
            }
        }
        return Mask(width: image.width, height: image.height, probabilities: values)
    }

    /// The columns of a row whose place lies within two pixels of the segmentation; the others are zero. A region's map
    /// is affine but for rounding, so that the divisor can be left out here.
    private static func columns(
        _ xx: Double, _ x: Double, _ yx: Double, _ y: Double, width: Int, _ side: Int
    ) -> Range<Int> {
        var first = 0.0
        var last = Double(width)
        for (step, start) in [(xx, x), (yx, y)] {
            // -2 <= step * column + start <= side + 1
            let (low, high) = (-2 - start, Double(side) + 1 - start)
            if step == 0 {
                if low > 0 || high < 0 { return 0..<0 }
            } else {
                first = max(first, min(low / step, high / step).rounded(.up))
                last = min(last, max(low / step, high / step).rounded(.down) + 1)
            }
        }
        guard first < last else { return 0..<0 }
        return Int(first)..<Int(last)
    }

    @inline(__always)
    private static func bilinear(
        _ values: UnsafeBufferPointer<Float>, _ side: Int, _ x: Int, _ y: Int
    ) -> Float {
        let (column, row) = (x >> 5, y >> 5)
        let right = Float(x & 31) / 32
        let down = Float(y & 31) / 32
        func value(_ column: Int, _ row: Int) -> Float {
            (0..<side).contains(column) && (0..<side).contains(row) ? values[row * side + column] : 0
        }
        let upper = value(column, row) * (1 - right) + value(column + 1, row) * right
        let lower = value(column, row + 1) * (1 - right) + value(column + 1, row + 1) * right
        return upper * (1 - down) + lower * down
    }
}
