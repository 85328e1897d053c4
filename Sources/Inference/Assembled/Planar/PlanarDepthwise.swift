/// A convolution of each channel by itself by generated code whose lanes are pixels, cut into groups of channels.
struct PlanarDepthwise: Kernel {
    let code: ExecutableMemory
    let function: PlanarDepthwiseEmitter.Function
    let weights: AlignedMemory
    /// Where the first channel's weights begin in the packed ones, and elements from a channel's to the next.
    let weightsStart: Int
    let weightsStride: Int
    /// Where the mask and the list of tiles lie in the packed weights.
    let mask: Int
    let geometry: Int
    /// Places of the first window, of the output's and of the addend's first pixel.
    let input: Int
    let output: Int
    let addend: Int
    /// Elements from a channel to the next.
    let inputStride: Int
    let outputStride: Int
    let channels: Int
    /// Channels of an item.
    let channelsPerItem: Int

    var itemCount: Int { (channels + channelsPerItem - 1) / channelsPerItem }

    func run(item: Int, memory: KernelMemory) {
        let first = item * channelsPerItem
        function(
            memory.values + (input + first * inputStride), weights.start + (weightsStart + first * weightsStride),
            memory.values + (output + first * outputStride), memory.values + (addend + first * outputStride),
            weights.start + mask, weights.start + geometry, min(channelsPerItem, channels - first))
    }
}

extension AssembledCompiler {
    mutating func compilePlanarDepthwise(_ convolution: Convolution, _ step: Step) -> Bool {
        guard let input = planar(step.inputs[0]), let output = planar(step.output),
            let width = VectorWidth(rawValue: output.layout.lanes)
        else { return false }
        let kernel = constant(convolution.weights)
        let window = Extent(height: kernel.shape[1], width: kernel.shape[2])
        let stride = convolution.stride.width
        let tiles = PlanarTiles(
            height: output.layout.height, width: output.layout.width,
            maximumRows: PlanarDepthwiseEmitter.maximumRows(width, window: window, stride: stride), lanes: width.lanes)
        let emitter = PlanarDepthwiseEmitter(
            input: input.layout, output: output.layout, window: window, stride: stride, tiles: tiles,
            epilogue: TileEpilogue(step.epilogue))
        guard emitter.instructionEstimate <= AssembledCompiler.maximumInstructions else { return false }
        let function = code.function(emitter)
        let start = weights.append(planarDepthwise: kernel, bias: constant(convolution.bias))
        let geometry = weights.append(geometryOf: emitter)
        let mask = planeMask(output.layout)
        let firstWindow =
            input.offset + input.layout.origin - convolution.padding.top * input.layout.rowStride
            - convolution.padding.left
        let addend = addendOrigin(step, output)
        let channels = output.layout.channels
        let work = output.layout.height * output.layout.width * window.height * window.width
        let channelsPerItem = max(1, min(channels / 4, (1 << 20) / work))
        makers.append { memory, packed in
            PlanarDepthwise(
                code: memory, function: memory.function(at: function, as: PlanarDepthwiseEmitter.Function.self),
                weights: packed, weightsStart: start, weightsStride: 1 + window.height * window.width, mask: mask,
                geometry: geometry, input: firstWindow, output: output.offset + output.layout.origin, addend: addend,
                inputStride: input.layout.planeStride, outputStride: output.layout.planeStride, channels: channels,
                channelsPerItem: channelsPerItem)
        }
        return true
    }
}

extension PackedWeights {
    /// Packs a depthwise convolution channel by channel: bias, then the weights by column and row.
    fileprivate mutating func append(planarDepthwise weights: Network.Constant, bias: Network.Constant) -> Int {
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

    /// Packs a vector of sixes, the indices of the even lanes, and the distances of the tiles' inputs and outputs.
    fileprivate mutating func append(geometryOf emitter: PlanarDepthwiseEmitter) -> Int {
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
