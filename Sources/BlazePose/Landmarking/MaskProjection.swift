import Imaging
import Landmarks

/// Brings the network's segmentation of a region back into the picture.
///
/// As MediaPipe's OpenCV path: bilinear with places rounded to 1/32 pixel, zero outside the region; the pixel (i, j) of
/// the picture is sampled at (i, j), not at its centre.
package enum MaskProjection {
    /// Rows and columns of the network's segmentation.
    package static let side = LandmarkDecoder.inputSide

    /// - Parameters:
    ///   - logits: `[256, 256]`
    ///   - region: The part of the picture they belong to.
    ///   - image: The picture.
    package static func mask(logits: UnsafeBufferPointer<Float>, region: Region, in image: Image) -> Mask {
        var values = [Float](repeating: 0, count: image.width * image.height)
        guard let map = AffineMap(region, side: side).inverse else {
            return Mask(width: image.width, height: image.height, probabilities: values)
        }
        let probabilities = logits.map { Float(LandmarkDecoder.logistic($0)) }
        probabilities.withUnsafeBufferPointer { source in
            for row in 0..<image.height {
                let (startX, startY) = (map.xy * Double(row) + map.x0, map.yy * Double(row) + map.y0)
                for column in columns(map.xx, startX, map.yx, startY, width: image.width) {
                    let x = (map.xx * Double(column) + startX) * 32
                    let y = (map.yx * Double(column) + startY) * 32
                    values[row * image.width + column] = bilinear(
                        source, Int(x.rounded(.toNearestOrEven)), Int(y.rounded(.toNearestOrEven)))
                }
            }
        }
        return Mask(width: image.width, height: image.height, probabilities: values)
    }

    /// The columns of a row whose place lies within a pixel of the segmentation; the others are zero.
    private static func columns(_ xx: Double, _ x: Double, _ yx: Double, _ y: Double, width: Int) -> Range<Int> {
        var first = 0.0
        var last = Double(width)
        for (step, start) in [(xx, x), (yx, y)] {
            // -1 <= step * column + start <= side
            let (low, high) = (-1 - start, Double(side) - start)
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
    private static func bilinear(_ values: UnsafeBufferPointer<Float>, _ x: Int, _ y: Int) -> Float {
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
