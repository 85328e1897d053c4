import PoiseMachineCode

/// The kernels of the JIT executor that are not worth generating code for: they move values or are tiny. A block holds
/// 8 or 16 channels; the kernels process them one ``Lanes`` value at a time.

/// The maximum of each window of a blocked value.
struct BlockedMaximumPooling: Kernel {
    let input: Int
    let inputLayout: BlockedLayout
    let output: Int
    let outputLayout: BlockedLayout
    let geometry: WindowGeometry

    var itemCount: Int { outputLayout.blockCount * outputLayout.height }

    func run(item: Int, memory: KernelMemory) {
        let (block, y) = (item / outputLayout.height, item % outputLayout.height)
        let source = UnsafePointer(memory.values + (input + inputLayout.origin + block * inputLayout.blockStride))
        let target = memory.values + (output + outputLayout.offset(y, 0, block * outputLayout.block))
        for x in 0..<outputLayout.width {
            let top = y * geometry.stride.height - geometry.padding.top
            let left = x * geometry.stride.width - geometry.padding.left
            for lane in stride(from: 0, to: outputLayout.block, by: Lanes.scalarCount) {
                var largest = Lanes(repeating: -.infinity)
                for i in geometry.windowRows(at: y) {
                    for j in geometry.windowColumns(at: x) {
                        let place = (top + i) * inputLayout.rowStride + (left + j) * inputLayout.block + lane
                        largest = larger(largest, load(source + place))
                    }
                }
                store(largest, to: target + x * outputLayout.block + lane)
            }
        }
    }
}

/// The sum of two values that could not be fused into another step; both have the same layout.
struct SumKernel: Kernel {
    let left: Int
    let right: Int
    let output: Int
    let count: Int
    let epilogue: PlacedEpilogue

    var itemCount: Int { 1 }

    func run(item: Int, memory: KernelMemory) {
        for index in 0..<count {
            let sum = memory.values[left + index] + memory.values[right + index]
            memory.values[output + index] = epilogue.apply(sum, addend: nil)
        }
    }
}

extension JITCompiler {
    mutating func compile(_ pooling: Pooling, _ step: Step) -> Bool {
        guard let input = blocked(step.inputs[0]), let output = blocked(step.output),
            input.layout.block == output.layout.block, VectorWidth(rawValue: output.layout.block) != nil
        else { return false }
        let geometry = WindowGeometry(
            input: DenseValue(offset: input.offset, shape: graph.shapes[step.inputs[0]]),
            output: DenseValue(offset: output.offset, shape: graph.shapes[step.output]), window: pooling.window,
            stride: pooling.stride, padding: pooling.padding)
        add(
            BlockedMaximumPooling(
                input: input.offset, inputLayout: input.layout, output: output.offset, outputLayout: output.layout,
                geometry: geometry))
        return true
    }

    mutating func compileSum(_ step: Step) -> Bool {
        var spans: [(offset: Int, count: Int)] = []
        for value in [step.inputs[0], step.inputs[1], step.output] {
            switch layout(value) {
            case .blocked(let offset, let layout): spans.append((offset, layout.count))
            case .dense(let offset, let shape): spans.append((offset, shape.reduce(1, *)))
            case .chw: return false
            }
        }
        if let left = blocked(step.inputs[0]), let output = blocked(step.output), left.layout != output.layout {
            return false
        }
        if let right = blocked(step.inputs[1]), let output = blocked(step.output), right.layout != output.layout {
            return false
        }
        add(
            SumKernel(
                left: spans[0].offset, right: spans[1].offset, output: spans[2].offset, count: spans[2].count,
                epilogue: PlacedEpilogue(first: step.epilogue.first, addend: nil, last: .none)))
        return true
    }
}
