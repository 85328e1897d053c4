/// The places at which the detector looks for people: two a cell of 8 and 16 pixels, six a cell of 32 pixels, centred in
/// their cells (mediapipe/modules/pose_detection/pose_detection_cpu.pbtxt, `SsdAnchorsCalculator`).
package enum Anchors {
    /// Side of the detector's input, pixels.
    package static let inputSide = 224

    /// The grids of anchors: how many cells a side, how many anchors a cell.
    private static let grids = [(cells: 28, anchors: 2), (cells: 14, anchors: 2), (cells: 7, anchors: 6)]

    /// Centres of the anchors in the input, 0 to 1, in the order of the detector's outputs. `[2254]`
    package static let centers: [SIMD2<Float>] = grids.flatMap { grid in
        (0..<grid.cells * grid.cells).flatMap { cell in
            let position = SIMD2<Float>(Float(cell % grid.cells), Float(cell / grid.cells))
            return [SIMD2<Float>](repeating: (position + 0.5) / Float(grid.cells), count: grid.anchors)
        }
    }
}
