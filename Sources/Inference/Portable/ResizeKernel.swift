/// Bilinear upsampling with its epilogue.
struct ResizeKernel: Kernel {
    let input: DenseValue
    let output: DenseValue
    let epilogue: PlacedEpilogue

    private let rows: [Sample]
    private let columns: [Sample]

    init(input: DenseValue, output: DenseValue, epilogue: PlacedEpilogue) {
        self.input = input
        self.output = output
        self.epilogue = epilogue
        rows = BilinearResize.samples(input: input.height, output: output.height).map(Sample.init)
        columns = BilinearResize.samples(input: input.width, output: output.width).map(Sample.init)
    }

    /// Two neighbors and the position of a sample between them.
    ///
    /// The weight is a vector in memory, because the optimizer splits vectors that are created where they are used.
    private struct Sample {
        let first: Int
        let second: Int
        let weight: Lanes

        init(_ sample: BilinearResize.Sample) {
            (first, second) = (sample.first, sample.second)
            weight = Lanes(repeating: sample.weight)
        }
    }

    /// Number of items, one per output row.
    var itemCount: Int { output.height }

    func run(item y: Int, memory: KernelMemory) {
        let channels = input.channels
        let row = rows[y]
        let image = UnsafePointer(memory.values + input.offset)
        let upper = image + row.first * input.width * channels
        let lower = image + row.second * input.width * channels
        for (x, column) in columns.enumerated() {
            let (first, second) = (column.first * channels, column.second * channels)
            let place = (y * output.width + x) * channels
            interpolate(
                upper: (upper + first, upper + second), lower: (lower + first, lower + second),
                across: column.weight, down: row.weight, to: memory.values + output.offset + place,
                addend: epilogue.addend(memory, at: place))
        }
    }

    /// Computes a pixel between four input pixels.
    @inline(__always)
    private func interpolate(
        upper: (UnsafePointer<Float>, UnsafePointer<Float>), lower: (UnsafePointer<Float>, UnsafePointer<Float>),
        across: Lanes, down: Lanes, to target: UnsafeMutablePointer<Float>, addend: UnsafePointer<Float>?
    ) {
        let channels = input.channels
        let whole = channels / Lanes.scalarCount * Lanes.scalarCount
        for channel in stride(from: 0, to: whole, by: Lanes.scalarCount) {
            let value = PoiseInference.interpolate(
                PoiseInference.interpolate(load(upper.0 + channel), load(upper.1 + channel), across),
                PoiseInference.interpolate(load(lower.0 + channel), load(lower.1 + channel), across), down)
            store(epilogue.apply(value, addend: addend.map { $0 + channel }), to: target + channel)
        }
        for channel in whole..<channels {
            let value = PoiseInference.interpolate(
                PoiseInference.interpolate(upper.0[channel], upper.1[channel], across[0]),
                PoiseInference.interpolate(lower.0[channel], lower.1[channel], across[0]), down[0])
            target[channel] = epilogue.apply(value, addend: addend.map { $0 + channel })
        }
    }
}
