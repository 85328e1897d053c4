extension PackedWeights {
    /// Packs a line-buffered convolution: a vector of sixes, biases, then the weights by tap, channel and output.
    ///
    /// - Parameter weights: `[outputs, window height, window width, channels]`
    /// - Returns: The offset of the weights.
    mutating func append(rowConvolution weights: Network.Constant, bias: Network.Constant, lanes: Int) -> Int {
        let outputs = weights.shape[0]
        let taps = weights.shape.dropFirst().reduce(1, *)
        return reserve(lanes + outputs * (1 + taps)) { target in
            let factors = weights.tensor.values
            let biases = bias.tensor.values
            target.update(repeating: 6, count: lanes)
            for output in 0..<outputs {
                let lane = target + (lanes + output)
                lane[0] = biases[output]
                for tap in 0..<taps { lane[(1 + tap) * outputs] = factors[output * taps + tap] }
            }
        }
    }

    /// Packs a line-buffered depthwise convolution: a vector of sixes, then for each channel bias and weights by column
    /// and row.
    ///
    /// - Parameter weights: `[1, window height, window width, channels]`
    /// - Returns: The offset of the weights.
    mutating func append(rowDepthwise weights: Network.Constant, bias: Network.Constant, lanes: Int) -> Int {
        let (height, width, channels) = (weights.shape[1], weights.shape[2], weights.shape[3])
        return reserve(lanes + channels * (1 + height * width)) { target in
            let factors = weights.tensor.values
            let biases = bias.tensor.values
            target.update(repeating: 6, count: lanes)
            for channel in 0..<channels {
                let own = target + (lanes + channel * (1 + height * width))
                own[0] = biases[channel]
                for column in 0..<width {
                    for row in 0..<height {
                        own[1 + column * height + row] = factors[(row * width + column) * channels + channel]
                    }
                }
            }
        }
    }

    /// Packs the columns of a line-buffered upsampling: for each vector of columns the lanes of the left and of the
    /// right inputs, as integers, and weights.
    ///
    /// - Returns: The offset of the columns.
    mutating func append(rowWidening columns: [RowWideningEmitter.Columns], lanes: Int) -> Int {
        reserve(3 * lanes * columns.count) { target in
            for (number, vector) in columns.enumerated() {
                let own = target + 3 * lanes * number
                for (index, lane) in vector.lanes.enumerated() {
                    own[index] = Float(bitPattern: UInt32(lane.left))
                    own[lanes + index] = Float(bitPattern: UInt32(lane.right))
                    own[2 * lanes + index] = lane.weight
                }
            }
        }
    }

    /// Packs the rows of a line-buffered upsampling: a vector of sixes, and separately the weight of each row.
    ///
    /// - Returns: The offsets of both.
    mutating func append(rowBlend rows: [BilinearResize.Sample], lanes: Int) -> (sixes: Int, rows: Int) {
        let sixes = reserve(lanes) { $0.update(repeating: 6, count: lanes) }
        let weights = reserve(rows.count) { target in
            for (index, row) in rows.enumerated() { target[index] = row.weight }
        }
        return (sixes, weights)
    }
}
