import PoiseImaging
import PoiseInference

/// Fills a network's input with a part of an image.
package struct RegionInput: InputFiller {
    let image: Image
    /// From pixels of the input to places in the image.
    let map: ProjectiveMap
    let sampler: Sampler
    /// The executor of the network.
    let executor: Executor

    package init(image: Image, map: ProjectiveMap, sampler: Sampler, executor: Executor) {
        self.image = image
        self.map = map
        self.sampler = sampler
        self.executor = executor
    }

    package func fill(_ rows: InputRows) {
        if executor == .jit, let warp = ImageWarp.shared, fill(rows, by: warp) { return }
        for row in rows.range {
            sampler.sample(
                image, through: map, row: row, into: UnsafeMutableBufferPointer(start: rows[row], count: rows.length))
        }
    }

    /// Fills them by generated code, which computes the same to the bit.
    private func fill(_ rows: InputRows, by warp: ImageWarp) -> Bool {
        image.pixels.withUnsafeBufferPointer { pixels in
            let picture = WarpedImage(
                pixels: pixels, width: image.width, height: image.height, isBlackOutside: sampler.border == .zero,
                x: map.x, y: map.y, divisor: map.w, scale: sampler.scale, offset: sampler.black)
            guard warp.canSample(picture, rowLength: rows.length) else { return false }
            warp.sample(picture, into: rows)
            return true
        }
    }
}
