import Imaging
import Landmarks

/// The colours of a person's clothes, by which people who crossed can be told apart.
///
/// A part of the body has the mean colour of some places between its joints. The joints, and not the whole outline, so
/// that the backdrop and other people do not mix in.
struct Appearance: Sendable {
    /// By part: red, green and blue, 0 to 1; `nil` where the part cannot be seen.
    private var colors: [SIMD3<Float>?]

    /// Corners of the parts of the body whose colours count: trunk, thighs, shanks. Two corners are a line.
    private static let parts: [[[Joint]]] = [
        [[.leftShoulder, .rightShoulder, .rightHip, .leftHip]],
        [[.leftHip, .leftKnee], [.rightHip, .rightKnee]],
        [[.leftKnee, .leftAnkle], [.rightKnee, .rightAnkle]],
    ]
    /// Places along a line, and across the trunk each way, as shares of the way: not at the joints, where clothes end.
    private static let shares: [Double] = [0.25, 0.4, 0.6, 0.75]

    /// - Parameters:
    ///   - pose: Where the joints are.
    ///   - image: An RGB picture.
    init(_ pose: Pose, in image: Image) {
        colors = Appearance.parts.map { shapes in
            var sum = SIMD3<Float>(0, 0, 0)
            var count: Float = 0
            for point in shapes.flatMap({ Appearance.points($0.map { pose[$0].position }) }) {
                guard let color = image.color(at: point) else { continue }
                sum += color
                count += 1
            }
            return count > 0 ? sum / count : nil
        }
    }

    /// Takes in how the person looks now.
    ///
    /// - Parameter weight: Of the new colours against those before, 0 to 1.
    mutating func blend(_ other: Appearance, weight: Float) {
        for index in colors.indices {
            guard let new = other.colors[index] else { continue }
            colors[index] = colors[index].map { $0 + weight * (new - $0) } ?? new
        }
    }

    /// The mean squared difference of the colours of the parts that both show, 0 to 3; `nil` without any.
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

    private static func points(_ corners: [PixelPoint]) -> [PixelPoint] {
        func between(_ a: PixelPoint, _ b: PixelPoint, _ share: Double) -> PixelPoint {
            PixelPoint(x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share)
        }
        guard corners.count == 4 else { return shares.map { between(corners[0], corners[1], $0) } }
        return shares.flatMap { down in
            let (left, right) = (between(corners[0], corners[3], down), between(corners[1], corners[2], down))
            return shares.map { between(left, right, $0) }
        }
    }
}

extension Image {
    /// The colour of the pixel that a point lies in, of an RGB picture; `nil` outside.
    fileprivate func color(at point: PixelPoint) -> SIMD3<Float>? {
        guard (0..<Double(width)).contains(point.x), (0..<Double(height)).contains(point.y) else { return nil }
        let start = (Int(point.y) * width + Int(point.x)) * 3
        return SIMD3(Float(pixels[start]), Float(pixels[start + 1]), Float(pixels[start + 2])) / 255
    }
}
