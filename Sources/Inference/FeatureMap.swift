/// A feature map where it lies in memory, to be read: `[height, width, channels]`, dense, in blocks or in planes.
package struct FeatureMap {
    /// The first pixel.
    private let start: UnsafePointer<Float>
    /// Channels that lie side by side, and elements from a block of them to the next and from a row to the next.
    private let block: Int
    private let blockStride: Int
    private let rowStride: Int

    /// The element of a row, a column and a channel.
    package subscript(row: Int, column: Int, channel: Int) -> Float {
        start[channel / block * blockStride + row * rowStride + column * block + channel % block]
    }

    /// A dense one.
    package init(dense elements: UnsafeBufferPointer<Float>, height: Int, width: Int, channels: Int) {
        guard let start = elements.baseAddress, elements.count == height * width * channels else {
            preconditionFailure("the map has \(height) x \(width) x \(channels) values")
        }
        self.start = start
        block = channels
        blockStride = elements.count
        rowStride = width * channels
    }

    /// A value of a network, `[1, height, width, channels]`.
    init(_ place: IndexedValue, in memory: UnsafePointer<Float>) {
        switch place {
        case .dense(let offset, let shape):
            precondition(shape.count == 4, "a feature map has four dimensions")
            start = memory + offset
            block = shape[3]
            blockStride = shape.reduce(1, *)
            rowStride = shape[2] * shape[3]
        case .blocked(let offset, let layout):
            start = memory + (offset + layout.origin)
            block = layout.block
            blockStride = layout.blockStride
            rowStride = layout.rowStride
        case .planar(let offset, let layout):
            start = memory + (offset + layout.origin)
            block = 1
            blockStride = layout.planeStride
            rowStride = layout.rowStride
        }
    }
}
