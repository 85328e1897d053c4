import PoiseGeometry
import PoiseImaging

/// The colors of a subject's parts, by which subjects that crossed are told apart.
package struct Appearance: Sendable {
    /// By part: red, green and blue, 0 to 1; `nil` where the part is not visible.
    private var colors: [SIMD3<Float>?]

    /// The mean color of each part.
    ///
    /// - Parameters:
    ///   - parts: Places of each part, pixels.
    ///   - image: The image.
    package init(of parts: [[PixelPoint]], in image: ImageView) {
        let size = image.size
        colors = image.withLayout { pixels in
            parts.map { places in
                var sum = SIMD3<Float>(0, 0, 0)
                var count: Float = 0
                for point in places where size.contains(point) {
                    let color = pixels.rgb(Int(point.x), Int(point.y))
                    sum += SIMD3(Float(color.red), Float(color.green), Float(color.blue)) / 255
                    count += 1
                }
                return count > 0 ? sum / count : nil
            }
        }
    }

    /// Updates the colors.
    ///
    /// - Parameter weight: The share of the new colors, 0 to 1.
    mutating func blend(_ other: Appearance, weight: Float) {
        for index in colors.indices {
            guard let new = other.colors[index] else { continue }
            colors[index] = colors[index].map { $0 + weight * (new - $0) } ?? new
        }
    }

    /// Returns the mean squared difference of the colors of the parts that both show, 0 to 3; `nil` without any.
    func squaredDistance(to other: Appearance) -> Double? {
        var sum: Float = 0
        var count: Float = 0
        for case (let first?, let second?) in zip(colors, other.colors) {
            let difference = first - second
            sum += (difference * difference).sum()
            count += 1
        }
        return count > 0 ? Double(sum / count) : nil
    }
}
