import PoiseMachineCode

/// A stage of a chain before it becomes part of a kernel.
private struct ChainStage {
    let emitter: any RowEmitter
    /// Number of rows that the stage computes.
    let height: Int
    /// The source of its input rows.
    let input: Source
    /// The stage whose rows are added.
    let addend: Int?
    /// Offset of its code.
    let function: Int
    /// Offset in the packed weights.
    let weights: Int
    /// Offset of the parameters of its rows in the packed weights, one per row, or `nil`.
    let parameters: Int?

    enum Source {
        /// A value computed before the chain.
        case outside(offset: Int, BlockedLayout)
        /// A stage of the chain.
        case stage(Int)
    }
}

extension JITCompiler {
    /// Minimum number of rows in a band and maximum number of bands in an image: enough for some threads, with few rows
    /// computed twice.
    private static let leastBandRows = 16
    private static let mostBands = 4

    mutating func compile(_ chain: LineBufferedChain) -> Bool {
        guard let stages = stages(of: chain), stages.count <= UInt8.max, let last = stages.last,
            case .dense(let result, _) = layout(chain.output)
        else { return false }
        let pairs = (last.height / RowPointers.rows + Self.mostBands - 1) / Self.mostBands
        let schedule = RowSchedule(
            stages.map { rowStage($0, stages) }, bandRows: max(Self.leastBandRows, pairs * RowPointers.rows))
        var buffers: [LineBufferedKernel.Buffer] = []
        for (stage, depth) in zip(stages.dropLast(), schedule.depths) {
            let offset = buffers.last.map { AlignedMemory.rounded($0.offset + $0.count) } ?? 0
            buffers.append(LineBufferedKernel.Buffer(offset: offset, layout: stage.emitter.output, rows: depth))
        }
        // A row of zeros, for windows above and below the image.
        let zeros = weights.reserve(RowLayout.margin + (buffers.map(\.layout.count).max() ?? 0)) { _ in }
        let lines = RowLines(
            buffers: buffers, heights: stages.map(\.height), zeros: zeros + RowLayout.margin,
            result: result, resultWidth: last.emitter.output.width)
        let bands = schedule.bands.map { calls in
            LineBufferedKernel.Band(
                calls: calls.map { UInt8($0.stage) },
                places: calls.flatMap { lines.places(of: stages[$0.stage], $0.stage, row: $0.row) })
        }
        pendingKernels.append { memory, packed in
            LineBufferedKernel(
                code: memory, weights: packed,
                stages: stages.map { stage in
                    LineBufferedKernel.Stage(
                        function: memory.function(at: stage.function, as: RowFunction.self), weights: stage.weights,
                        pointers: stage.emitter.pointers.count)
                },
                buffers: buffers, bands: bands)
        }
        return true
    }

    /// Returns a transposition for each value from outside, followed by the steps.
    private mutating func stages(of chain: LineBufferedChain) -> [ChainStage]? {
        var stages: [ChainStage] = []
        /// The stage that computes each value.
        var numbers: [Int: Int] = [:]
        for value in chain.inputs {
            guard let (offset, layout) = blocked(value), VectorWidth(rawValue: layout.block) != nil,
                let rows = graph.rowLayout(value, width)
            else { return nil }
            let emitter = RowTranspositionEmitter(input: layout, output: rows, lanes: width.lanes)
            numbers[value] = stages.count
            stages.append(
                ChainStage(
                    emitter: emitter, height: layout.height, input: .outside(offset: offset, layout), addend: nil,
                    function: code.function(emitter), weights: 0, parameters: nil))
        }
        for step in chain.steps.map({ graph.steps[$0] }) {
            guard let emitters = graph.rowEmitters(step, width), var input = numbers[step.inputs[0]] else { return nil }
            for (index, emitter) in emitters.enumerated() {
                let isLast = index == emitters.count - 1
                let packed = pack(emitter, step)
                stages.append(
                    ChainStage(
                        emitter: emitter, height: graph.shapes[isLast ? step.output : step.inputs[0]][1],
                        input: .stage(input), addend: isLast ? step.epilogue.addend.flatMap { numbers[$0] } : nil,
                        function: code.function(emitter), weights: packed.weights, parameters: packed.parameters))
                input = stages.count - 1
            }
            numbers[step.output] = input
        }
        return stages
    }

    /// Packs the weights of a stage, and returns their offset and that of the parameters of its rows.
    private mutating func pack(_ emitter: any RowEmitter, _ step: Step) -> (weights: Int, parameters: Int?) {
        switch (emitter, step.operation) {
        case (let emitter as RowWideningEmitter, _):
            return (weights.append(rowWidening: emitter.columns, lanes: width.lanes), nil)
        case (let emitter as RowBlendEmitter, _):
            let places = weights.append(rowBlend: emitter.rows, lanes: width.lanes)
            return (places.sixes, places.rows)
        case (_, .depthwiseConvolution(let convolution)):
            let (kernel, bias) = (constant(convolution.weights), constant(convolution.bias))
            return (weights.append(rowDepthwise: kernel, bias: bias, lanes: width.lanes), nil)
        case (_, .convolution(let convolution)):
            let (kernel, bias) = (constant(convolution.weights), constant(convolution.bias))
            return (weights.append(rowConvolution: kernel, bias: bias, lanes: width.lanes), nil)
        default: preconditionFailure("\(step.operation.name) cannot be a step of a chain")
        }
    }

    /// Returns the stage in the form that the schedule requires.
    private func rowStage(_ stage: ChainStage, _ stages: [ChainStage]) -> RowStage {
        var input: Int?
        if case .stage(let number) = stage.input { input = number }
        let image = 0..<(input.map { stages[$0].height } ?? stage.height)
        return RowStage(
            height: stage.height,
            inputRows: stride(from: 0, to: stage.height, by: RowPointers.rows).map { row in
                stage.emitter.inputRows(at: row).filter(image.contains)
            },
            input: input, addend: stage.addend)
    }
}

/// The locations of the rows of a chain's stages.
private struct RowLines {
    /// The line buffers of all stages but the last.
    let buffers: [LineBufferedKernel.Buffer]
    let heights: [Int]
    /// Offset of a row of zeros in the packed weights.
    let zeros: Int
    /// Offset of the rows of the last stage, dense.
    let result: Int
    let resultWidth: Int

    /// Returns the place of a row that a stage computes.
    private func place(_ stage: Int, _ row: Int) -> LineBufferedKernel.Place {
        guard buffers.indices.contains(stage) else {
            return LineBufferedKernel.Place(region: .values, offset: Int32(result + row * resultWidth))
        }
        let buffer = buffers[stage]
        let offset = buffer.offset + RowLayout.margin + row % buffer.rows * buffer.layout.count
        return LineBufferedKernel.Place(region: .scratch, offset: Int32(offset))
    }

    /// Returns the place of a row that a stage reads.
    private func place(_ source: ChainStage.Source, _ row: Int) -> LineBufferedKernel.Place {
        switch source {
        case .outside(let offset, let layout):
            LineBufferedKernel.Place(region: .values, offset: Int32(offset + layout.offset(row, 0, 0)))
        case .stage(let stage) where (0..<heights[stage]).contains(row): place(stage, row)
        case .stage: LineBufferedKernel.Place(region: .constants, offset: Int32(zeros))
        }
    }

    /// Returns the places for the pointers of a call, in their order.
    func places(of stage: ChainStage, _ number: Int, row: Int) -> [LineBufferedKernel.Place] {
        let pair = row..<row + RowPointers.rows
        let inputs = stage.emitter.inputRows(at: row).map { place(stage.input, $0) }
        let parameters = stage.parameters.map { LineBufferedKernel.Place(region: .constants, offset: Int32($0 + row)) }
        let addends = stage.addend.map { addend in pair.map { place(addend, $0) } }
        return inputs + (parameters.map { [$0] } ?? []) + pair.map { place(number, $0) } + (addends ?? [])
    }
}
