extension AssembledCompiler {
    /// Where the mask of planes of this size lies in the packed weights: all bits set where there is a pixel, none where
    /// there are zeros between rows and behind the last. Made once for each size.
    mutating func planeMask(_ layout: PlanarLayout) -> Int {
        let size = Extent(height: layout.height, width: layout.width)
        if let known = planeMasks[size] { return known }
        let place = weights.append(maskOf: layout)
        planeMasks[size] = place
        return place
    }
}

extension PackedWeights {
    fileprivate mutating func append(maskOf layout: PlanarLayout) -> Int {
        reserve(layout.planeStride) { target in
            for row in 0..<layout.height {
                for column in 0..<layout.width {
                    target[row * layout.rowStride + column] = Float(bitPattern: .max)
                }
            }
        }
    }
}
