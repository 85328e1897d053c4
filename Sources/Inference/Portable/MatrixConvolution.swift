import COpenBLAS

/// A convolution as a product of matrices, `[pixels, taps] x [taps, outputs]`, by OpenBLAS.
///
/// Of a 1x1 convolution the input is that matrix already; otherwise a strip of it is gathered first ("im2col"). Strips
/// are short enough for a result to be in cache still when its epilogue comes.
struct MatrixConvolution: Kernel {
    let geometry: WindowGeometry
    /// `[window height * window width * channels, outputs]`
    let weights: [Float]
    let bias: [Float]
    let epilogue: PlacedEpilogue

    private let strip: Int
    private let panel: Int

    private var taps: Int { geometry.window.height * geometry.window.width * geometry.input.channels }
    private var outputs: Int { geometry.output.channels }
    private var pixels: Int { geometry.output.height * geometry.output.width }
    private var stripCount: Int { (pixels + strip - 1) / strip }
    private var panelCount: Int { (outputs + panel - 1) / panel }

    /// Elements of a strip's result: a part of the second-level cache.
    private static let stripElements = 32 << 10
    /// Rows below which a strip does not pay: the weights are packed anew for each.
    private static let minimumStrip = 96
    /// Elements that are gathered at most for a strip, so that no network needs absurd amounts of scratch memory.
    private static let gatheredElements = 1 << 20
    /// Columns of the result in a panel, at most; images too small to be cut into strips are cut into panels.
    private static let maximumPanel = 288

    /// - Parameter weights: `[outputs, window height, window width, channels]`
    init(geometry: WindowGeometry, weights: Tensor, bias: [Float], epilogue: PlacedEpilogue) {
        self.geometry = geometry
        self.bias = bias
        self.epilogue = epilogue
        let outputs = weights.shape[0]
        let taps = weights.values.count / outputs
        self.weights = [Float](unsafeUninitializedCapacity: weights.values.count) { buffer, initialized in
            weights.values.withUnsafeBufferPointer { source in
                for output in 0..<outputs {
                    for tap in 0..<taps { buffer[tap * outputs + output] = source[output * taps + tap] }
                }
            }
            initialized = weights.values.count
        }
        let pixels = geometry.output.height * geometry.output.width
        let wanted = max(MatrixConvolution.stripElements / outputs, MatrixConvolution.minimumStrip)
        let gathered = geometry.isPointwise ? pixels : max(1, MatrixConvolution.gatheredElements / taps)
        let strips = (pixels + min(wanted, gathered) - 1) / min(wanted, gathered)
        strip = (pixels + strips - 1) / strips
        if strips > 1 {
            panel = outputs
        } else {
            // At least two, for there may be two threads; of whole cache lines.
            let panels = max(2, (outputs + MatrixConvolution.maximumPanel - 1) / MatrixConvolution.maximumPanel)
            panel = ((outputs + panels - 1) / panels + 15) / 16 * 16
        }
    }

    var itemCount: Int { stripCount * panelCount }

    var scratchCount: Int { geometry.isPointwise ? 0 : strip * taps }

    func run(item: Int, memory: KernelMemory) {
        let rows = (item / panelCount) * strip..<min((item / panelCount + 1) * strip, pixels)
        let columns = (item % panelCount) * panel..<min((item % panelCount + 1) * panel, outputs)
        let output = memory.values + geometry.output.offset + rows.lowerBound * outputs + columns.lowerBound
        let matrix: UnsafePointer<Float>
        if geometry.isPointwise {
            matrix = UnsafePointer(memory.values + geometry.input.offset + rows.lowerBound * taps)
        } else {
            gather(rows, from: memory.values + geometry.input.offset, into: memory.scratch)
            matrix = UnsafePointer(memory.scratch)
        }
        // The bias is there first and the product is added, which spares BLAS clearing the result.
        fill(output, rows: rows.count, with: columns)
        weights.withUnsafeBufferPointer { weights in
            cblas_sgemm(
                CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(rows.count), Int32(columns.count), Int32(taps), 1,
                matrix, Int32(taps), weights.baseAddress! + columns.lowerBound, Int32(outputs), 1, output,
                Int32(outputs))
        }
        if !epilogue.isIdentity { finish(rows, columns, memory: memory) }
    }

    /// Writes the bias into each row of a strip or panel.
    private func fill(_ output: UnsafeMutablePointer<Float>, rows: Int, with columns: Range<Int>) {
        bias.withUnsafeBufferPointer { bias in
            let source = bias.baseAddress! + columns.lowerBound
            guard columns.count == outputs else {
                for row in 0..<rows { (output + row * outputs).update(from: source, count: columns.count) }
                return
            }
            // Rows are short: what is written already is copied, twice as much each time.
            output.update(from: source, count: outputs)
            var done = 1
            while done < rows {
                let count = min(done, rows - done)
                (output + done * outputs).update(from: output, count: count * outputs)
                done += count
            }
        }
    }

    /// Gathers for each output pixel the input values under its window; zero where the window leaves the image.
    private func gather(
        _ rows: Range<Int>, from input: UnsafePointer<Float>, into matrix: UnsafeMutablePointer<Float>
    ) {
        let channels = geometry.input.channels
        let window = geometry.window
        let rowLength = window.width * channels
        var target = matrix
        for pixel in rows {
            let y = pixel / geometry.output.width
            let x = pixel % geometry.output.width
            let top = y * geometry.stride.height - geometry.padding.top
            let left = x * geometry.stride.width - geometry.padding.left
            let inside = geometry.windowColumns(at: x)
            let (first, end) = (inside.lowerBound * channels, inside.upperBound * channels)
            for i in 0..<window.height {
                let row = top + i
                if row < 0 || row >= geometry.input.height || first >= end {
                    for index in 0..<rowLength { target[index] = 0 }
                } else {
                    // Runs are too short, mostly, to be worth the call of a copying function.
                    let source = input + (row * geometry.input.width + left) * channels
                    for index in 0..<first { target[index] = 0 }
                    var index = first
                    while index + Lanes.scalarCount <= end {
                        store(load(source + index), to: target + index)
                        index += Lanes.scalarCount
                    }
                    while index < end {
                        target[index] = source[index]
                        index += 1
                    }
                    for index in end..<rowLength { target[index] = 0 }
                }
                target += rowLength
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
