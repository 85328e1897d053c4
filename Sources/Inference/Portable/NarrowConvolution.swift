/// A convolution with a window and very few output channels, such as the last one of the mask.
///
/// A matrix product would waste most of its work, so each output value is the dot product of weights and input rows,
/// four values at a time.
struct NarrowConvolution: Kernel {
    let geometry: WindowGeometry
    /// `[outputs, window height, window width * channels]`
    let weights: [Float]
    let bias: [Float]
    let epilogue: PlacedEpilogue

    /// The maximum number of output channels for which it is used.
    static let maximumChannels = 2

    /// - Parameter weights: `[outputs, window height, window width, channels]`
    init(geometry: WindowGeometry, weights: Tensor, bias: [Float], epilogue: PlacedEpilogue) {
        self.geometry = geometry
        self.weights = weights.values
        self.bias = bias
        self.epilogue = epilogue
    }

    /// Number of items, one per output row.
    var itemCount: Int { geometry.output.height }

    func run(item y: Int, memory: KernelMemory) {
        let input = UnsafePointer(memory.values + geometry.input.offset)
        let output = memory.values + geometry.output.offset
        let (width, channels) = (geometry.input.width, geometry.input.channels)
        let outputs = geometry.output.channels
        let rowLength = geometry.window.width * channels
        let top = y * geometry.stride.height - geometry.padding.top
        let rows = geometry.windowRows(at: y)

        weights.withUnsafeBufferPointer { weights in
            for x in 0..<geometry.output.width {
                let left = x * geometry.stride.width - geometry.padding.left
                let columns = geometry.windowColumns(at: x)
                for channel in 0..<outputs {
                    // A vector of sums over all rows, reduced once, plus the remainder of each row.
                    var sums = Lanes(repeating: 0)
                    var rest = bias[channel]
                    for i in rows where !columns.isEmpty {
                        let weight = weights.baseAddress! + (channel * geometry.window.height + i) * rowLength
                        addProducts(
                            input + ((top + i) * width + left + columns.lowerBound) * channels,
                            weight + columns.lowerBound * channels, count: columns.count * channels, to: &sums, &rest)
                    }
                    let sum = rest + sums.sum()
                    let index = (y * geometry.output.width + x) * outputs + channel
                    output[index] = epilogue.apply(sum, addend: epilogue.addend(memory, at: index))
                }
            }
        }
    }

    @inline(__always)
    private func addProducts(
        _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, count: Int, to sums: inout Lanes,
        _ rest: inout Float
    ) {
        var index = 0
        while index + Lanes.scalarCount <= count {
            sums += load(left + index) * load(right + index)
            index += Lanes.scalarCount
        }
        while index < count {
            rest += left[index] * right[index]
            index += 1
        }
    }
}
