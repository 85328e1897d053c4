extension JITCompiler {
    /// Returns the offset of the mask of planes of this size in the packed weights.
    ///
    /// All bits are set where there is a pixel, and none are set for the zeros between rows and after the last row.
    /// There is one mask per size.
    mutating func planeMask(_ layout: CHWLayout) -> Int {
        let size = Extent(height: layout.height, width: layout.width)
        if let known = planeMasks[size] { return known }
        let place = weights.append(maskOf: layout)
        planeMasks[size] = place
        return place
    }
}

extension PackedWeights {
    fileprivate mutating func append(maskOf layout: CHWLayout) -> Int {
        reserve(layout.planeStride) { target in
            for row in 0..<layout.height {
                for column in 0..<layout.width {
                    target[row * layout.rowStride + column] = Float(bitPattern: .max)
                }
            }
        }
    }
}
