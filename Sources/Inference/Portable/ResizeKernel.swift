/// Bilinear enlargement, with whatever is added to it.
struct ResizeKernel: Kernel {
    let input: PlacedValue
    let output: PlacedValue
    let epilogue: PlacedEpilogue

    private let rows: [BilinearResize.Sample]
    private let columns: [BilinearResize.Sample]

    init(input: PlacedValue, output: PlacedValue, epilogue: PlacedEpilogue) {
        self.input = input
        self.output = output
        self.epilogue = epilogue
        rows = BilinearResize.samples(input: input.height, output: output.height)
        columns = BilinearResize.samples(input: input.width, output: output.width)
    }

    /// One item an output row.
    var itemCount: Int { output.height }

    func run(item y: Int, memory: KernelMemory) {
        let channels = input.channels
        let row = rows[y]
        let image = UnsafePointer(memory.values + input.offset)
        let upper = image + row.first * input.width * channels
        let lower = image + row.second * input.width * channels
        let target = memory.values + output.offset
        var index = y * output.width * channels
        for column in columns {
            let (first, second) = (column.first * channels, column.second * channels)
            var channel = 0
            while channel + Lanes.scalarCount <= channels {
                let value = interpolate(
                    interpolate(load(upper + first + channel), load(upper + second + channel), column.weight),
                    interpolate(load(lower + first + channel), load(lower + second + channel), column.weight),
                    row.weight)
                store(epilogue.apply(value, addend: epilogue.addend(memory, at: index)), to: target + index)
                index += Lanes.scalarCount
                channel += Lanes.scalarCount
            }
            while channel < channels {
                let value = interpolate(
                    interpolate(upper[first + channel], upper[second + channel], column.weight),
                    interpolate(lower[first + channel], lower[second + channel], column.weight), row.weight)
                target[index] = epilogue.apply(value, addend: epilogue.addend(memory, at: index))
                index += 1
                channel += 1
            }
        }
    }
}
