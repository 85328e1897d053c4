/// A feature map where it lies in memory, to be read: `[height, width, channels]`, dense or in blocks.
package struct FeatureMap {
    private let start: UnsafePointer<Float>
    private let layout: BlockedLayout

    /// The element of a row, a column and a channel.
    package subscript(row: Int, column: Int, channel: Int) -> Float { start[layout.offset(row, column, channel)] }

    /// A dense one.
    package init(dense elements: UnsafeBufferPointer<Float>, height: Int, width: Int, channels: Int) {
        guard let start = elements.baseAddress, elements.count == height * width * channels else {
            preconditionFailure("the map has \(height) x \(width) x \(channels) values")
        }
        self.start = start
        layout = BlockedLayout(height: height, width: width, channels: channels, block: channels, halo: 0)
    }

    /// A value of a network, `[1, height, width, channels]`.
    init(_ place: IndexedValue, in memory: UnsafePointer<Float>) {
        switch place {
        case .dense(let offset, let shape):
            precondition(shape.count == 4, "a feature map has four dimensions")
            start = memory + offset
            layout = BlockedLayout(height: shape[1], width: shape[2], channels: shape[3], block: shape[3], halo: 0)
        case .blocked(let offset, let blocks):
            start = memory + offset
            layout = blocks
        }
    }
}
