import COpenBLAS

/// A convolution as a product of matrices, `[pixels, taps] x [taps, outputs]`, by OpenBLAS.
///
/// Of a 1x1 convolution the input is that matrix already; otherwise a strip of it is gathered first ("im2col"). Strips
/// are short enough for a result to be in cache still when its epilogue comes.
struct MatrixConvolution: PortableKernel {
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

    /// Elements of a strip's result: 128 KB, a part of the second-level cache.
    private static let stripElements = 32 << 10
    /// Rows below which a strip does not pay: the weights are packed anew for each.
    private static let minimumStrip = 96
    /// Elements that are gathered at most for a strip, so that no network needs absurd amounts of scratch memory.
    private static let gatheredElements = 1 << 20
    /// Columns of the result in a panel; images too small to be cut into strips are cut into panels.
    private static let panelWidth = 144

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
        strip = min(wanted, pixels, gathered)
        panel = pixels > wanted ? outputs : min(outputs, MatrixConvolution.panelWidth)
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
        bias.withUnsafeBufferPointer { bias in
            for row in 0..<rows.count {
                (output + row * outputs).update(from: bias.baseAddress! + columns.lowerBound, count: columns.count)
            }
        }
        weights.withUnsafeBufferPointer { weights in
            cblas_sgemm(
                CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(rows.count), Int32(columns.count), Int32(taps), 1,
                matrix, Int32(taps), weights.baseAddress! + columns.lowerBound, Int32(outputs), 1, output,
                Int32(outputs))
        }
        if !epilogue.isIdentity { finish(rows, columns, memory: memory) }
    }

    /// Gathers for each output pixel the input values under its window; zero where the window leaves the image.
    private func gather(
        _ rows: Range<Int>, from input: UnsafePointer<Float>, into matrix: UnsafeMutablePointer<Float>
    ) {
        let channels = geometry.input.channels
        let window = geometry.window
        var target = matrix
        for pixel in rows {
            let y = pixel / geometry.output.width
            let x = pixel % geometry.output.width
            let top = y * geometry.stride.height - geometry.padding.top
            let left = x * geometry.stride.width - geometry.padding.left
            let inside = geometry.windowColumns(at: x)
            for i in 0..<window.height {
                let row = top + i
                if row < 0 || row >= geometry.input.height || inside.isEmpty {
                    target.update(repeating: 0, count: window.width * channels)
                } else {
                    let before = inside.lowerBound * channels
                    let count = inside.count * channels
                    let source = input + (row * geometry.input.width + left + inside.lowerBound) * channels
                    target.update(repeating: 0, count: before)
                    (target + before).update(from: source, count: count)
                    (target + before + count).update(repeating: 0, count: window.width * channels - before - count)
                }
                target += window.width * channels
            }
        }
    }

    private func finish(_ rows: Range<Int>, _ columns: Range<Int>, memory: KernelMemory) {
        if columns.count == outputs {
            finish(memory, from: rows.lowerBound * outputs, count: rows.count * outputs)
        } else {
            for row in rows { finish(memory, from: row * outputs + columns.lowerBound, count: columns.count) }
        }
    }

    @inline(__always)
    private func finish(_ memory: KernelMemory, from start: Int, count: Int) {
        let output = memory.values + geometry.output.offset
        var index = start
        while index + Lanes.scalarCount <= start + count {
            let value = epilogue.apply(load(output + index), addend: epilogue.addend(memory, at: index))
            store(value, to: output + index)
            index += Lanes.scalarCount
        }
        while index < start + count {
            output[index] = epilogue.apply(output[index], addend: epilogue.addend(memory, at: index))
            index += 1
        }
    }
}
