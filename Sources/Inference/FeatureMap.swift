/// A read-only view of a feature map in memory: `[height, width, channels]`, dense, blocked or in CHW layout.
package struct FeatureMap {
    /// Number of rows, columns and channels.
    package let height: Int
    package let width: Int
    package let channels: Int
    /// The first pixel.
    let start: UnsafePointer<Float>
    /// Number of channels in a block, and the strides in elements between blocks and between rows.
    let block: Int
    let blockStride: Int
    let rowStride: Int

    /// Returns the element at a row, a column and a channel.
    package subscript(row: Int, column: Int, channel: Int) -> Float {
        start[channel / block * blockStride + row * rowStride + column * block + channel % block]
    }

    /// Creates a view of a dense map.
    package init(dense elements: UnsafeBufferPointer<Float>, height: Int, width: Int, channels: Int) {
        guard let start = elements.baseAddress, elements.count == height * width * channels else {
            preconditionFailure("the map has \(height) x \(width) x \(channels) values")
        }
        self.init(
            shape: (height, width, channels), start: start, block: channels, blockStride: elements.count,
            rowStride: width * channels)
    }

    /// Creates a view of a value of a network, `[1, height, width, channels]`.
    init(_ place: IndexedValue, in memory: UnsafePointer<Float>) {
        switch place {
        case .dense(let offset, let shape):
            precondition(shape.count == 4, "a feature map requires four dimensions")
            self.init(
                shape: (shape[1], shape[2], shape[3]), start: memory + offset, block: shape[3],
                blockStride: shape.reduce(1, *),
                rowStride: shape[2] * shape[3])
        case .blocked(let offset, let layout):
            self.init(
                shape: (layout.height, layout.width, layout.channels), start: memory + (offset + layout.origin),
                block: layout.block,
                blockStride: layout.blockStride, rowStride: layout.rowStride)
        case .planar(let offset, let layout):
            self.init(
                shape: (layout.height, layout.width, layout.channels), start: memory + (offset + layout.origin),
                block: 1, blockStride: layout.planeStride,
                rowStride: layout.rowStride)
        }
    }

    init(
        shape: (height: Int, width: Int, channels: Int), start: UnsafePointer<Float>, block: Int, blockStride: Int,
        rowStride: Int
    ) {
        (height, width, channels) = shape
        self.start = start
        self.block = block
        self.blockStride = blockStride
        self.rowStride = rowStride
    }
}
