/// The maximum of each window.
struct MaximumPoolingKernel: Kernel {
    let geometry: WindowGeometry

    /// Number of items, one per output row.
    var itemCount: Int { geometry.output.height }

    func run(item y: Int, memory: KernelMemory) {
        let input = memory.values + geometry.input.offset
        let output = memory.values + geometry.output.offset
        let channels = geometry.input.channels
        let top = y * geometry.stride.height - geometry.padding.top
        let rows = geometry.windowRows(at: y)
        for x in 0..<geometry.output.width {
            let left = x * geometry.stride.width - geometry.padding.left
            let columns = geometry.windowColumns(at: x)
            let target = output + (y * geometry.output.width + x) * channels
            // Iterates over the pixels of the window, so that channels are contiguous.
            target.update(repeating: -.infinity, count: channels)
            for i in rows {
                for j in columns {
                    let source = UnsafePointer(input) + ((top + i) * geometry.input.width + left + j) * channels
                    var channel = 0
                    while channel + Lanes.scalarCount <= channels {
                        store(larger(load(target + channel), load(source + channel)), to: target + channel)
                        channel += Lanes.scalarCount
                    }
                    while channel < channels {
                        target[channel] = max(target[channel], source[channel])
                        channel += 1
                    }
                }
            }
        }
    }
}

/// The sum of two values that could not be fused into another step.
struct AdditionKernel: Kernel {
    let left: DenseValue
    let right: Int
    let output: Int
    let activation: Activation

    var itemCount: Int { 1 }

    func run(item: Int, memory: KernelMemory) {
        for index in 0..<left.count {
            let sum = memory.values[left.offset + index] + memory.values[right + index]
            memory.values[output + index] = activation.apply(sum)
        }
    }
}

/// The logistic function of each value.
struct LogisticKernel: Kernel {
    let input: DenseValue
    let output: Int

    var itemCount: Int { 1 }

    func run(item: Int, memory: KernelMemory) {
        for index in 0..<input.count {
            memory.values[output + index] = Logistic.value(memory.values[input.offset + index])
        }
    }
}

/// Channels rearranged into blocks of pixels.
struct DepthToSpaceKernel: Kernel {
    let input: DenseValue
    let output: DenseValue
    let block: Int

    /// Number of items, one per output row.
    var itemCount: Int { output.height }

    func run(item y: Int, memory: KernelMemory) {
        // The pixels of a row of a block are contiguous in the channels of the input, as they are in the output.
        let run = block * output.channels
        for x in 0..<input.width {
            let source = ((y / block) * input.width + x) * input.channels + (y % block) * run
            (memory.values + output.offset + (y * input.width + x) * run)
                .update(from: memory.values + input.offset + source, count: run)
        }
    }
}

/// Columns of a feature map at offsets from each column, concatenated as channels.
struct GatherColumnsKernel: Kernel {
    let input: DenseValue
    let output: DenseValue
    let offsets: [Int]

    /// Number of items, one per output row.
    var itemCount: Int { output.height }

    func run(item y: Int, memory: KernelMemory) {
        let (width, channels) = (input.width, input.channels)
        let source = memory.values + input.offset + y * width * channels
        var target = memory.values + output.offset + y * width * output.channels
        for x in 0..<width {
            for offset in offsets {
                let column = ColumnGathering.column(x, offset: offset, width: width)
                target.update(from: source + column * channels, count: channels)
                target += channels
            }
        }
    }
}

/// A copy of values to other positions: reshaping, concatenation, zero padding.
struct CopyKernel: Kernel {
    /// A contiguous run of values with its source and target in the arena.
    struct Run: Sendable {
        let source: Int
        let target: Int
        let count: Int
    }

    let output: DenseValue
    let runs: [Run]
    /// Whether the output has elements that no run fills.
    let hasGaps: Bool

    var itemCount: Int { 1 }

    func run(item: Int, memory: KernelMemory) {
        if hasGaps { (memory.values + output.offset).update(repeating: 0, count: output.count) }
        for run in runs {
            (memory.values + run.target).update(from: memory.values + run.source, count: run.count)
        }
    }

    static func reshape(input: DenseValue, output: DenseValue) -> CopyKernel {
        let run = Run(source: input.offset, target: output.offset, count: input.count)
        return CopyKernel(output: output, runs: [run], hasGaps: false)
    }

    static func concatenation(inputs: [DenseValue], output: DenseValue, axis: Int) -> CopyKernel {
        let outer = output.shape[..<axis].reduce(1, *)
        var runs: [Run] = []
        var target = output.offset
        for index in 0..<outer {
            for input in inputs {
                let count = input.count / outer
                runs.append(Run(source: input.offset + index * count, target: target, count: count))
                target += count
            }
        }
        return CopyKernel(output: output, runs: runs, hasGaps: false)
    }

    static func padding(input: DenseValue, output: DenseValue, amounts: [PadAmount]) -> CopyKernel {
        let last = input.shape.count - 1
        let length = input.shape[last]
        var runs: [Run] = []
        for row in 0..<input.count / length {
            // From the index of the row to its position, dimension by dimension from the last but one.
            var remainder = row
            var target = amounts[last].before
            var step = output.shape[last]
            for dimension in (0..<last).reversed() {
                target += (remainder % input.shape[dimension] + amounts[dimension].before) * step
                remainder /= input.shape[dimension]
                step *= output.shape[dimension]
            }
            runs.append(Run(source: input.offset + row * length, target: output.offset + target, count: length))
        }
        return CopyKernel(output: output, runs: runs, hasGaps: true)
    }
}
