/// A convolution of each channel by itself, many channels at a time.
///
/// The window is cut to the part inside the image for each output pixel, so there is no padding and no border case.
struct DepthwiseConvolution: PortableKernel {
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
        weights.withUnsafeBufferPointer { weights in
            bias.withUnsafeBufferPointer { bias in
                for y in first..<min(first + rowsPerItem, geometry.output.height) {
                    for x in 0..<geometry.output.width {
                        computePixel(y, x, weights.baseAddress!, bias.baseAddress!, memory)
                    }
                }
            }
        }
    }

    @inline(__always)
    private func computePixel(
        _ y: Int, _ x: Int, _ weights: UnsafePointer<Float>, _ bias: UnsafePointer<Float>, _ memory: KernelMemory
    ) {
        let channels = geometry.output.channels
        let rows = geometry.windowRows(at: y)
        let columns = geometry.windowColumns(at: x)
        let inputRow = geometry.input.width * channels
        let weightRow = geometry.window.width * channels
        let top = y * geometry.stride.height - geometry.padding.top + rows.lowerBound
        let left = x * geometry.stride.width - geometry.padding.left + columns.lowerBound
        let input =
            UnsafePointer(memory.values + geometry.input.offset) + (top * geometry.input.width + left) * channels
        let weight = weights + rows.lowerBound * weightRow + columns.lowerBound * channels
        let output = memory.values + geometry.output.offset
        let pixel = (y * geometry.output.width + x) * channels

        var channel = 0
        while channel + 4 * Lanes.scalarCount <= channels {
            // Four independent sums, so that an addition need not wait for the one before it.
            var sum0 = load(bias + channel)
            var sum1 = load(bias + channel + 8)
            var sum2 = load(bias + channel + 16)
            var sum3 = load(bias + channel + 24)
            for i in 0..<rows.count {
                var source = input + i * inputRow + channel
                var factor = weight + i * weightRow + channel
                for _ in 0..<columns.count {
                    sum0 += load(source) * load(factor)
                    sum1 += load(source + 8) * load(factor + 8)
                    sum2 += load(source + 16) * load(factor + 16)
                    sum3 += load(source + 24) * load(factor + 24)
                    source += channels
                    factor += channels
                }
            }
            finish(sum0, at: pixel + channel, output, memory)
            finish(sum1, at: pixel + channel + 8, output, memory)
            finish(sum2, at: pixel + channel + 16, output, memory)
            finish(sum3, at: pixel + channel + 24, output, memory)
            channel += 4 * Lanes.scalarCount
        }
        while channel + Lanes.scalarCount <= channels {
            var sum = load(bias + channel)
            for i in 0..<rows.count {
                for j in 0..<columns.count {
                    sum +=
                        load(input + i * inputRow + j * channels + channel)
                        * load(weight + i * weightRow + j * channels + channel)
                }
            }
            finish(sum, at: pixel + channel, output, memory)
            channel += Lanes.scalarCount
        }
        while channel < channels {
            var sum = bias[channel]
            for i in 0..<rows.count {
                for j in 0..<columns.count {
                    sum += input[i * inputRow + j * channels + channel] * weight[i * weightRow + j * channels + channel]
                }
            }
            output[pixel + channel] = epilogue.apply(sum, addend: epilogue.addend(memory, at: pixel + channel))
            channel += 1
        }
    }

    @inline(__always)
    private func finish(_ sum: Lanes, at index: Int, _ output: UnsafeMutablePointer<Float>, _ memory: KernelMemory) {
        store(epilogue.apply(sum, addend: epilogue.addend(memory, at: index)), to: output + index)
    }
}
