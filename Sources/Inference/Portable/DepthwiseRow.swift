/// An output row of a depthwise convolution, with the input rows under its windows in the layout of a ``RowWindow``.
struct DepthwiseRow {
    /// `[block]`
    let bias: UnsafePointer<Float>
    /// `[window height, window width, block]`
    let weights: UnsafePointer<Float>
    let window: Extent
    let input: UnsafePointer<Float>
    /// Elements between the starts of adjacent input rows.
    let inputRowLength: Int
    /// Elements between the windows of adjacent pixels.
    let inputStep: Int
    let output: UnsafeMutablePointer<Float>
    /// Elements between adjacent output pixels.
    let outputStep: Int
    let pixels: Int
    /// Number of channels to compute, at most a block.
    let channels: Int
    let epilogue: PlacedEpilogue
    let addend: UnsafePointer<Float>?

    /// Computes the row in groups of eight or seven pixels, whichever leaves less over.
    ///
    /// The most common windows have their own loops of fixed length.
    func compute() {
        let isSevens = (pixels + 6) / 7 * 7 < (pixels + 7) / 8 * 8
        switch (window.width, isSevens) {
        case (3, false): compute3x8()
        case (3, true): compute3x7()
        case (5, false): compute5x8()
        case (5, true): compute5x7()
        default: compute(windowWidth: window.width, group: 8)
        }
    }

    @inline(never) private func compute3x8() { compute(windowWidth: 3, group: 8) }
    @inline(never) private func compute3x7() { compute(windowWidth: 3, group: 7) }
    @inline(never) private func compute5x8() { compute(windowWidth: 5, group: 8) }
    @inline(never) private func compute5x7() { compute(windowWidth: 5, group: 7) }

    /// Computes seven or eight pixels by four channels at a time, so that all of them share each loaded weight.
    ///
    /// The last group of pixels may overlap the one before. With fewer pixels than a group, the last pixel is computed
    /// repeatedly and the repeats are not stored.
    @inline(__always)
    private func compute(windowWidth: Int, group: Int) {
        let block = RowWindow.block
        let outputStep = outputStep
        let last = pixels - 1
        let (input1, input2, input3) = (min(1, last) * inputStep, min(2, last) * inputStep, min(3, last) * inputStep)
        let (input4, input5, input6) = (min(4, last) * inputStep, min(5, last) * inputStep, min(6, last) * inputStep)
        let input7 = min(7, last) * inputStep
        for channel in stride(from: 0, to: channels, by: Lanes.scalarCount) {
            let bias = load(bias + channel)
            let isPlain = channel + Lanes.scalarCount <= channels && addend == nil && pixels >= group
            var next = 0
            while next < pixels {
                let first = max(0, min(next, pixels - group))
                next += group
                var (sum0, sum1, sum2, sum3) = (bias, bias, bias, bias)
                var (sum4, sum5, sum6, sum7) = (bias, bias, bias, bias)
                var source = input + first &* inputStep + channel
                var weight = weights + channel
                for _ in 0..<window.height {
                    var value = source
                    for _ in 0..<windowWidth {
                        let factor = load(weight)
                        sum0 += load(value) * factor
                        sum1 += load(value + input1) * factor
                        sum2 += load(value + input2) * factor
                        sum3 += load(value + input3) * factor
                        sum4 += load(value + input4) * factor
                        sum5 += load(value + input5) * factor
                        sum6 += load(value + input6) * factor
                        if group == 8 { sum7 += load(value + input7) * factor }
                        value += block
                        weight += block
                    }
                    source += inputRowLength
                }
                let index = first &* outputStep + channel
                guard isPlain else {
                    finish([sum0, sum1, sum2, sum3, sum4, sum5, sum6, sum7], min(group, pixels), at: index, channel)
                    continue
                }
                var target = output + index
                store(epilogue.apply(sum0, addend: nil), to: target)
                target += outputStep
                store(epilogue.apply(sum1, addend: nil), to: target)
                target += outputStep
                store(epilogue.apply(sum2, addend: nil), to: target)
                target += outputStep
                store(epilogue.apply(sum3, addend: nil), to: target)
                target += outputStep
                store(epilogue.apply(sum4, addend: nil), to: target)
                target += outputStep
                store(epilogue.apply(sum5, addend: nil), to: target)
                target += outputStep
                store(epilogue.apply(sum6, addend: nil), to: target)
                if group == 8 { store(epilogue.apply(sum7, addend: nil), to: target + outputStep) }
            }
        }
    }

    /// Stores any number of pixels, fewer than four channels, or results with an addend.
    private func finish(_ sums: InlineArray<8, Lanes>, _ count: Int, at index: Int, _ channel: Int) {
        for pixel in 0..<count {
            for lane in 0..<min(Lanes.scalarCount, channels - channel) {
                let index = index + pixel * outputStep + lane
                output[index] = epilogue.apply(sums[pixel][lane], addend: addend.map { $0 + index })
            }
        }
    }
}
