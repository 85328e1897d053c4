/// The anchors of a single-shot detector: places at which it looks for objects, centered in the cells of some grids
/// (`SsdAnchorsCalculator` of MediaPipe, with anchors of size 1 and an offset of one half).
package struct AnchorLayout: Sendable {
    /// A square grid of cells.
    package struct Layer: Sendable {
        /// Cells on each side.
        package let cells: Int
        /// Anchors of each cell, all at its center.
        package let anchors: Int

        package init(cells: Int, anchors: Int) {
            self.cells = cells
            self.anchors = anchors
        }
    }

    /// Centers of the anchors in the input, 0 to 1, in the order of the detector's outputs: by layer, row and column.
    /// `[anchors]`
    package let centers: [SIMD2<Float>]

    package init(_ layers: [Layer]) {
        centers = layers.flatMap { layer in
            (0..<layer.cells * layer.cells).flatMap { cell in
                let position = SIMD2<Float>(Float(cell % layer.cells), Float(cell / layer.cells))
                return [SIMD2<Float>](repeating: (position + 0.5) / Float(layer.cells), count: layer.anchors)
            }
        }
    }
}
