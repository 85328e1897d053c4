import PoiseImaging

/// Views of noise in memory of each format.
package enum ViewFormats {
    package static let all: [ImageView.Format] = [
        .grey, .rgb, .bgr, .rgba, .bgra, .nv12(), .i420(), .nv12(.bt709), .i420(YCbCr(.bt601, isFullRange: true)),
    ]

    /// Returns a view of noise.
    ///
    /// - Parameter padding: Bytes behind each row, but for the last.
    package static func view(
        _ format: ImageView.Format, width: Int, height: Int, padding: Int, _ orientation: Orientation,
        _ edge: GuardedBytes.Edge, _ generator: inout SplitMix64
    ) throws(ImageError) -> ImageView {
        let (halfWidth, halfHeight) = ((width + 1) / 2, (height + 1) / 2)
        let shapes: [(rows: Int, rowBytes: Int)] =
            switch format {
            case .grey: [(height, width)]
            case .rgb, .bgr: [(height, 3 * width)]
            case .rgba, .bgra: [(height, 4 * width)]
            case .nv12: [(height, width), (halfHeight, 2 * halfWidth)]
            case .i420: [(height, width), (halfHeight, halfWidth), (halfHeight, halfWidth)]
            }
        let memory = shapes.map { shape in
            let count = (shape.rowBytes + padding) * (shape.rows - 1) + shape.rowBytes
            return GuardedBytes((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }, edge)
        }
        return try ImageView(
            format: format, width: width, height: height,
            planes: zip(memory, shapes).map { ImageView.Plane($0.bytes, stride: $1.rowBytes + padding) },
            orientation: orientation, owner: Owner(memory: memory))
    }

    /// Keeps the memory of all planes.
    private final class Owner: Sendable {
        let memory: [GuardedBytes]
        init(memory: [GuardedBytes]) { self.memory = memory }
    }
}

extension Orientation {
    /// All eight.
    package static let all = [false, true].flatMap { swaps in
        [false, true].flatMap { x in [false, true].map { Orientation(swapsAxes: swaps, mirrorsX: x, mirrorsY: $0) } }
    }
}
