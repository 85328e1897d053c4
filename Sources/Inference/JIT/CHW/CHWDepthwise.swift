import PoiseMachineCode

/// A depthwise convolution in generated code whose lanes are pixels.
struct CHWDepthwise: Sendable {
    let code: ExecutableMemory
    let function: CHWDepthwiseEmitter.Function
    let weights: AlignedMemory
    /// Offset in the packed weights, and elements between the weights of adjacent channels.
    let weightsStart: Int
    let weightsStride: Int
    /// Offsets of the mask and of the list of tiles in the packed weights.
    let mask: Int
    let geometry: Int
    /// Elements between the first window and the input's first pixel.
    let padding: Int

    /// Computes some channels.
    ///
    /// The pointers refer to the first pixel of the first of these channels in input, output and addend.
    func run(
        _ channels: Range<Int>, input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>,
        addend: UnsafePointer<Float>
    ) {
        function(
            input - padding, weights.start + (weightsStart + channels.lowerBound * weightsStride), output, addend,
            weights.start + mask, weights.start + geometry, channels.count)
    }
}

/// A depthwise convolution in CHW layout; an item is a group of channels.
struct CHWDepthwiseKernel: Kernel {
    let convolution: CHWDepthwise
    let groups: [Range<Int>]
    /// Offsets of the first pixels, and elements between adjacent channels.
    let input: Int
    let output: Int
    let addend: Int
    let inputStride: Int
    let outputStride: Int

    var itemCount: Int { groups.count }

    func run(item: Int, memory: KernelMemory) {
        let first = groups[item].lowerBound
        convolution.run(
            groups[item], input: memory.values + (input + first * inputStride),
            output: memory.values + (output + first * outputStride),
            addend: memory.values + (addend + first * outputStride))
    }
}

extension JITCompiler {
    mutating func compileCHWDepthwise(_ convolution: Convolution, _ step: Step) -> Bool {
        guard let input = chw(step.inputs[0]), let output = chw(step.output),
            let make = chwDepthwise(convolution, step, input: input.layout, output: output.layout)
        else { return false }
        let addend = addendOrigin(step, output)
        let channels = output.layout.channels
        let groups = evenRanges(channels, count: min(channels, JITCompiler.enoughItems))
        pendingKernels.append { memory, packed in
            CHWDepthwiseKernel(
                convolution: make(memory, packed), groups: groups, input: input.offset + input.layout.origin,
                output: output.offset + output.layout.origin, addend: addend, inputStride: input.layout.planeStride,
                outputStride: output.layout.planeStride)
        }
        return true
    }

    /// Emits code and packs weights for a depthwise convolution; returns `nil` where the code would be too long.
    mutating func chwDepthwise(
        _ convolution: Convolution, _ step: Step, input: CHWLayout, output: CHWLayout
    ) -> ((ExecutableMemory, AlignedMemory) -> CHWDepthwise)? {
        let kernel = constant(convolution.weights)
        let window = Extent(height: kernel.shape[1], width: kernel.shape[2])
        let emitter = CHWDepthwiseEmitter(
            input: input, output: output, window: window, stride: convolution.stride.width,
            epilogue: TileEpilogue(step.epilogue))
        guard emitter.instructionEstimate <= JITCompiler.maximumInstructions else { return nil }
        let function = code.function(emitter)
        let start = weights.append(chwDepthwise: kernel, bias: constant(convolution.bias))
        let geometry = weights.append(geometryOf: emitter)
        let mask = planeMask(output)
        let padding = convolution.padding.top * input.rowStride + convolution.padding.left
        return { memory, packed in
            CHWDepthwise(
                code: memory, function: memory.function(at: function, as: CHWDepthwiseEmitter.Function.self),
                weights: packed, weightsStart: start, weightsStride: 1 + window.height * window.width, mask: mask,
                geometry: geometry, padding: padding)
        }
    }
}

extension PackedWeights {
    /// Packs a depthwise convolution channel by channel: bias, then the weights by column and row.
    fileprivate mutating func append(chwDepthwise weights: Network.Constant, bias: Network.Constant) -> Int {
        let (height, width, channels) = (weights.shape[1], weights.shape[2], weights.shape[3])
        let stride = 1 + height * width
        return reserve(channels * stride) { target in
            let factors = weights.tensor.values
            let biases = bias.tensor.values
            for channel in 0..<channels {
                target[channel * stride] = biases[channel]
                for column in 0..<width {
                    for row in 0..<height {
                        target[channel * stride + 1 + column * height + row] =
                            factors[(row * width + column) * channels + channel]
                    }
                }
            }
        }
    }

    /// Packs a vector of sixes, the indices of the even lanes, and the distances of the inputs and outputs of the
    /// tiles.
    fileprivate mutating func append(geometryOf emitter: CHWDepthwiseEmitter) -> Int {
        let lanes = emitter.lanes
        return reserve(2 * lanes + 2 * emitter.tiles.count) { target in
            let integers = UnsafeMutableRawPointer(target)
            func store(_ value: Int, at index: Int) {
                integers.storeBytes(of: Int32(value), toByteOffset: 4 * index, as: Int32.self)
            }
            for lane in 0..<lanes {
                target[lane] = 6
                store(2 * lane, at: lanes + lane)
            }
            for (index, tile) in emitter.tiles.origins.enumerated() {
                let (row, column) = (tile.row * emitter.stride, tile.column * emitter.stride)
                store(4 * (row * emitter.input.rowStride + column), at: 2 * lanes + 2 * index)
                store(4 * (tile.row * emitter.output.rowStride + tile.column), at: 2 * lanes + 2 * index + 1)
            }
        }
    }
}
