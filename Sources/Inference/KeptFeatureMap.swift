/// A copy of a feature map that outlives the next run of the session; its memory is reused.
package final class KeptFeatureMap {
    private var memory = AlignedMemory(count: 0)
    private var shape = (height: 0, width: 0, channels: 0)
    private var layout = (block: 1, blockStride: 0, rowStride: 0)

    package init() {}

    /// Copies a map, which replaces the one stored before.
    package func keep(_ map: FeatureMap) {
        shape = (map.height, map.width, map.channels)
        layout = (map.block, map.height * map.width * map.block, map.width * map.block)
        let blocks = (map.channels + map.block - 1) / map.block
        if memory.count < blocks * layout.blockStride { memory = AlignedMemory(count: blocks * layout.blockStride) }
        for block in 0..<blocks {
            for row in 0..<map.height {
                (memory.start + (block * layout.blockStride + row * layout.rowStride)).update(
                    from: map.start + (block * map.blockStride + row * map.rowStride), count: layout.rowStride)
            }
        }
    }

    /// Calls a closure with the stored map.
    package func withMap<Result>(_ body: (FeatureMap) -> Result) -> Result {
        body(
            FeatureMap(
                shape: shape, start: memory.start, block: layout.block, blockStride: layout.blockStride,
                rowStride: layout.rowStride))
    }
}
