/// A convolution as a matrix product, `[pixels, taps] x [taps, outputs]`.
///
/// For a 1x1 convolution the input already is the left matrix; otherwise a strip of it is gathered first ("im2col").
struct MatrixConvolution: Kernel {
    let geometry: WindowGeometry
    /// `[taps, columns]` for each column of tiles, in sequence.
    let weights: AlignedMemory
    let bias: [Float]
    let epilogue: PlacedEpilogue

    private let multiplier: MatrixProduct.Multiplier
    private let tiling: GEMMTiling

    private var taps: Int { geometry.window.height * geometry.window.width * geometry.input.channels }
    private var outputs: Int { geometry.output.channels }
    private var pixels: Int { geometry.output.height * geometry.output.width }
    private var rowCount: Int { (pixels + tiling.rows - 1) / tiling.rows }
    private var columnCount: Int { (outputs + tiling.columns - 1) / tiling.columns }

    /// - Parameter weights: `[outputs, window height, window width, channels]`
    init(geometry: WindowGeometry, weights: Tensor, bias: [Float], epilogue: PlacedEpilogue) {
        self.geometry = geometry
        self.bias = bias
        self.epilogue = epilogue
        // OpenBLAS allocates memory for some products of a single row, which read each weight once and gain nothing from it.
        multiplier = geometry.output.height * geometry.output.width == 1 ? .swift : .usable
        let outputs = weights.shape[0]
        let taps = weights.values.count / outputs
        tiling = GEMMTiling(
            pixels: geometry.output.height * geometry.output.width, outputs: outputs, taps: taps,
            isGathered: !geometry.isPointwise, unpackedWork: multiplier == .openBLAS ? BLAS.unpackedWork : 0)
        self.weights = AlignedMemory(count: weights.values.count)
        for output in 0..<outputs {
            let first = output / tiling.columns * tiling.columns
            let columns = min(tiling.columns, outputs - first)
            let target = self.weights.start + first * taps + output - first
            for tap in 0..<taps { target[tap * columns] = weights.values[output * taps + tap] }
        }
    }

    var itemCount: Int { rowCount * columnCount }

    var scratchCount: Int { geometry.isPointwise ? 0 : tiling.rows * taps }

    func run(item: Int, memory: KernelMemory) {
        let row = item / columnCount * tiling.rows
        let column = item % columnCount * tiling.columns
        let rows = row..<min(row + tiling.rows, pixels)
        let columns = column..<min(column + tiling.columns, outputs)
        let output = memory.values + geometry.output.offset + rows.lowerBound * outputs + columns.lowerBound
        let matrix: UnsafePointer<Float>
        if geometry.isPointwise {
            matrix = UnsafePointer(memory.values + geometry.input.offset + rows.lowerBound * taps)
        } else {
            gather(rows, from: memory.values + geometry.input.offset, into: memory.scratch)
            matrix = UnsafePointer(memory.scratch)
        }
        // The product is added to the bias, which saves clearing the result.
        fill(output, rows: rows.count, with: columns)
        MatrixProduct(
            rows: rows.count, columns: columns.count, depth: taps, left: matrix,
            right: weights.start + columns.lowerBound * taps, result: output, resultStride: outputs
        ).add(by: multiplier)
        if !epilogue.isIdentity { finish(rows, columns, memory: memory) }
    }

    /// Writes the bias into each row of a tile.
    private func fill(_ output: UnsafeMutablePointer<Float>, rows: Int, with columns: Range<Int>) {
        bias.withUnsafeBufferPointer { bias in
            let source = bias.baseAddress! + columns.lowerBound
            guard columns.count == outputs else {
                for row in 0..<rows { (output + row * outputs).update(from: source, count: columns.count) }
                return
            }
            // Rows are short: the rows already written are copied, twice as many each time.
            output.update(from: source, count: outputs)
            var done = 1
            while done < rows {
                let count = min(done, rows - done)
                (output + done * outputs).update(from: output, count: count * outputs)
                done += count
            }
        }
    }

    /// Gathers the input values under the window of each output pixel; zero where the window leaves the image.
    private func gather(
        _ pixels: Range<Int>, from input: UnsafePointer<Float>, into matrix: UnsafeMutablePointer<Float>
    ) {
        let width = geometry.output.width
        var pixel = pixels.lowerBound
        while pixel < pixels.upperBound {
            let (y, x) = pixel.quotientAndRemainder(dividingBy: width)
            let count = min(width - x, pixels.upperBound - pixel)
            for i in 0..<geometry.window.height {
                let row = y * geometry.stride.height - geometry.padding.top + i
                gather(
                    row, x..<x + count, from: input,
                    into: matrix + (pixel - pixels.lowerBound) * taps + i * geometry.window.width
                        * geometry.input.channels)
            }
            pixel += count
        }
    }

    /// Gathers the values of one input row under the windows of adjacent pixels.
    private func gather(
        _ row: Int, _ pixels: Range<Int>, from input: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>
    ) {
        let channels = geometry.input.channels
        let length = geometry.window.width * channels
        let interior = geometry.interiorColumns
        let isInside = row >= 0 && row < geometry.input.height
        let (step, taps) = (geometry.stride.width * channels, taps)
        var source = input + (row * geometry.input.width - geometry.padding.left) * channels + pixels.lowerBound * step
        var target = target
        for x in pixels {
            if isInside, interior.contains(x) {
                copy(source, to: target, count: length)
            } else {
                target.update(repeating: 0, count: length)
                let columns = isInside ? geometry.windowColumns(at: x) : 0..<0
                for index in columns.lowerBound * channels..<columns.upperBound * channels {
                    target[index] = source[index]
                }
            }
            source += step
            target += taps
        }
    }

    /// Copies a run of values, which is mostly too short to be worth a call to a copy function. The last four may
    /// overlap the previous ones.
    @inline(__always)
    private func copy(_ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, count: Int) {
        var index = 0
        while index + Lanes.scalarCount <= count {
            store(load(source + index), to: target + index)
            index += Lanes.scalarCount
        }
        if count >= Lanes.scalarCount {
            store(load(source + count - Lanes.scalarCount), to: target + count - Lanes.scalarCount)
        } else {
            while index < count {
                target[index] = source[index]
                index += 1
            }
        }
    }

    private func finish(_ rows: Range<Int>, _ columns: Range<Int>, memory: KernelMemory) {
        if columns.count == outputs {
            epilogue.apply(memory, output: geometry.output, rows.lowerBound * outputs..<rows.upperBound * outputs)
        } else {
            for row in rows {
                let start = row * outputs
                epilogue.apply(
                    memory, output: geometry.output, start + columns.lowerBound..<start + columns.upperBound)
            }
        }
    }
}
