/// A convolution of each channel by itself, many channels at a time.
///
/// The window is cut to the part inside the image for each output pixel, so there is no padding and no border case.
struct DepthwiseConvolution: Kernel {
    let geometry: WindowGeometry
    /// `[window height, window width, channels]`
    let weights: [Float]
    let bias: [Float]
    let epilogue: PlacedEpilogue

    private let rowsPerItem: Int

    /// Multiplications below which an item is not worth handing out.
    private static let itemWork = 1 << 17

    init(geometry: WindowGeometry, weights: [Float], bias: [Float], epilogue: PlacedEpilogue) {
        self.geometry = geometry
        self.weights = weights
        self.bias = bias
        self.epilogue = epilogue
        let rowWork = geometry.output.width * weights.count
        rowsPerItem = max(1, DepthwiseConvolution.itemWork / max(rowWork, 1))
    }

    var itemCount: Int { (geometry.output.height + rowsPerItem - 1) / rowsPerItem }

    func run(item: Int, memory: KernelMemory) {
        let first = item * rowsPerItem
        let interior = geometry.interiorColumns
        weights.withUnsafeBufferPointer { weights in
            bias.withUnsafeBufferPointer { bias in
                for y in first..<min(first + rowsPerItem, geometry.output.height) {
                    let row = Row(
                        geometry, y, weights: weights.baseAddress!, bias: bias.baseAddress!, epilogue, memory)
                    var x = 0
                    while x < geometry.output.width {
                        if x >= interior.lowerBound, x + Row.group <= interior.upperBound {
                            row.computeGroup(at: x)
                            x += Row.group
                        } else {
                            row.computePixel(at: x)
                            x += 1
                        }
                    }
                }
            }
        }
    }

    /// An output row, with what all its pixels have in common.
    private struct Row {
        let geometry: WindowGeometry
        let bias: UnsafePointer<Float>
        let epilogue: PlacedEpilogue
        let memory: KernelMemory
        let channels: Int
        /// Rows of the window that lie inside the image.
        let rowCount: Int
        /// The first input row under the window.
        let input: UnsafePointer<Float>
        /// The weights of that row.
        let weights: UnsafePointer<Float>
        let inputStride: Int
        let weightStride: Int
        let output: UnsafeMutablePointer<Float>
        /// Place of the row's first pixel in the output.
        let start: Int

        /// Pixels that are computed together, to load their weights once.
        static let group = 4

        init(
            _ geometry: WindowGeometry, _ y: Int, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>,
            _ epilogue: PlacedEpilogue, _ memory: KernelMemory
        ) {
            self.geometry = geometry
            self.bias = bias
            self.epilogue = epilogue
            self.memory = memory
            channels = geometry.output.channels
            let rows = geometry.windowRows(at: y)
            rowCount = rows.count
            inputStride = geometry.input.width * channels
            weightStride = geometry.window.width * channels
            let top = y * geometry.stride.height - geometry.padding.top + rows.lowerBound
            input = UnsafePointer(memory.values + geometry.input.offset) + top * inputStride
            self.weights = weights + rows.lowerBound * weightStride
            output = memory.values + geometry.output.offset
            start = y * geometry.output.width * channels
        }

        /// Computes pixels whose windows lie wholly between the image's left and right edge.
        @inline(__always)
        func computeGroup(at x: Int) {
            let source = input + (x * geometry.stride.width - geometry.padding.left) * channels
            let step = geometry.stride.width * channels
            let pixel = start + x * channels
            var channel = 0
            while channel + Lanes.scalarCount <= channels {
                let initial = load(bias + channel)
                var sums = (initial, initial, initial, initial)
                for i in 0..<rowCount {
                    var value = source + i * inputStride + channel
                    var weight = weights + i * weightStride + channel
                    for _ in 0..<geometry.window.width {
                        let factor = load(weight)
                        sums.0 += load(value) * factor
                        sums.1 += load(value + step) * factor
                        sums.2 += load(value + 2 * step) * factor
                        sums.3 += load(value + 3 * step) * factor
                        value += channels
                        weight += channels
                    }
                }
                finish(sums.0, at: pixel + channel)
                finish(sums.1, at: pixel + channels + channel)
                finish(sums.2, at: pixel + 2 * channels + channel)
                finish(sums.3, at: pixel + 3 * channels + channel)
                channel += Lanes.scalarCount
            }
            if channel < channels {
                for x in x..<x + Row.group { computePixel(at: x, from: channel) }
            }
        }

        /// Computes one pixel from some channel on, its window cut to the part inside the image.
        func computePixel(at x: Int, from first: Int = 0) {
            let columns = geometry.windowColumns(at: x)
            let left = x * geometry.stride.width - geometry.padding.left + columns.lowerBound
            let source = input + left * channels
            let factors = weights + columns.lowerBound * channels
            let pixel = start + x * channels
            var channel = first
            while channel + Lanes.scalarCount <= channels {
                var sum = load(bias + channel)
                for i in 0..<rowCount {
                    for j in 0..<columns.count {
                        sum +=
                            load(source + i * inputStride + j * channels + channel)
                            * load(factors + i * weightStride + j * channels + channel)
                    }
                }
                finish(sum, at: pixel + channel)
                channel += Lanes.scalarCount
            }
            while channel < channels {
                var sum = bias[channel]
                for i in 0..<rowCount {
                    for j in 0..<columns.count {
                        sum +=
                            source[i * inputStride + j * channels + channel]
                            * factors[i * weightStride + j * channels + channel]
                    }
                }
                output[pixel + channel] = epilogue.apply(sum, addend: epilogue.addend(memory, at: pixel + channel))
                channel += 1
            }
        }

        @inline(__always)
        private func finish(_ sum: Lanes, at index: Int) {
            store(epilogue.apply(sum, addend: epilogue.addend(memory, at: index)), to: output + index)
        }
    }
}
