import PoiseInference

// Conversion of a TFLite operator's options to an `Operator`. Field numbers are those of the options in schema.fbs.
extension NetworkConverter {
    /// Returns the operator and the values that it reads, by index in the network.
    mutating func operation(
        _ builtin: TFLiteOperator.Builtin, of source: TFLiteOperator, result: TFLiteTensor, label: String
    ) throws(ConversionError) -> (Operator, inputs: [Int]) {
        let first = try value(source, input: 0)
        switch builtin {
        case .convolution:
            let options = try options(of: source, .convolution)
            try require(options.number(4, default: Int32(1)), 1, "horizontal dilation", in: source)
            try require(options.number(5, default: Int32(1)), 1, "vertical dilation", in: source)
            let parameters = try convolution(source, options, activation: 3, shape: first.shape, label: label) {
                (outputs: $0[0], isFitting: true)
            }
            return (.convolution(parameters), [first.index])
        case .depthwiseConvolution:
            let options = try options(of: source, .depthwiseConvolution)
            try require(options.number(3, default: Int32(0)), 1, "depth multiplier", in: source)
            try require(options.number(5, default: Int32(1)), 1, "horizontal dilation", in: source)
            try require(options.number(6, default: Int32(1)), 1, "vertical dilation", in: source)
            let parameters = try convolution(source, options, activation: 4, shape: first.shape, label: label) {
                (outputs: $0[3], isFitting: $0[0] == 1)
            }
            return (.depthwiseConvolution(parameters), [first.index])
        case .add:
            let second = try value(source, input: 1)
            let activation = try activation(source, try optionalOptions(of: source, .addition), field: 0)
            return (.add(activation), [first.index, second.index])
        case .pad:
            return (.pad(try padAmounts(source, rank: first.shape.count)), [first.index])
        case .maxPool:
            return (.maxPool(try pooling(source, shape: first.shape)), [first.index])
        case .resizeBilinear:
            return (.resizeBilinear(try size(source)), [first.index])
        case .depthToSpace:
            let block = try options(of: source, .depthToSpace).number(0, default: Int32(0))
            guard block >= 1 else { throw .unsupported(operator: source.label, "block size \(block)") }
            return (.depthToSpace(block: Int(block)), [first.index])
        case .reshape:
            try checkReshape(source, result: result.shape)
            return (.reshape(result.shape), [first.index])
        case .concatenation:
            var inputs: [Int] = []
            for input in source.inputs.indices { inputs.append(try value(source, input: input).index) }
            return (.concatenation(axis: try axis(source, rank: first.shape.count)), inputs)
        case .logistic:
            return (.logistic, [first.index])
        case .dequantize, .densify:
            preconditionFailure("widened constants have already been folded")
        }
    }

    private mutating func convolution(
        _ source: TFLiteOperator, _ options: FlatBuffer.Table, activation field: Int, shape: [Int], label: String,
        describe: (_ weights: [Int]) -> (outputs: Int, isFitting: Bool)
    ) throws(ConversionError) -> Convolution {
        let weights = try constants.gather(source, input: 1, name: label + ".weights")
        guard weights.shape.count == 4, shape.count == 4, describe(weights.shape).isFitting else {
            throw .unsupported(operator: source.label, "weights \(weights.shape) for an input \(shape)")
        }
        var bias = label + ".bias"
        if source.inputs.count > 2, source.inputs[2] >= 0 {
            bias = try constants.gather(source, input: 2, name: bias).name
        } else {
            try constants.gatherZeros(describe(weights.shape).outputs, name: bias)
        }
        let stride = try extent(source, options, height: 2, width: 1, "stride")
        let kernel = Extent(height: weights.shape[1], width: weights.shape[2])
        return Convolution(
            weights: weights.name, bias: bias, stride: stride,
            padding: try padding(source, options, shape: shape, kernel: kernel, stride: stride),
            activation: try activation(source, options, field: field))
    }

    private func pooling(_ source: TFLiteOperator, shape: [Int]) throws(ConversionError) -> Pooling {
        let options = try options(of: source, .pooling)
        guard shape.count == 4 else { throw .unsupported(operator: source.label, "an input \(shape)") }
        try require(options.number(5, default: Int8(0)), 0, "activation", in: source)
        let stride = try extent(source, options, height: 2, width: 1, "stride")
        let window = try extent(source, options, height: 4, width: 3, "window")
        return Pooling(
            window: window, stride: stride,
            padding: try padding(source, options, shape: shape, kernel: window, stride: stride))
    }

    private func padAmounts(_ source: TFLiteOperator, rank: Int) throws(ConversionError) -> [PadAmount] {
        let amounts = try constants.integers(source, input: 1)
        guard amounts.count == 2 * rank, amounts.allSatisfy({ $0 >= 0 }) else {
            throw .unsupported(operator: source.label, "paddings \(amounts) for \(rank) dimensions")
        }
        return (0..<rank).map { PadAmount(before: amounts[2 * $0], after: amounts[2 * $0 + 1]) }
    }

    private func size(_ source: TFLiteOperator) throws(ConversionError) -> Extent {
        let options = try options(of: source, .resizing)
        try require(options.number(2, default: UInt8(0)), 0, "align_corners", in: source)
        try require(options.number(3, default: UInt8(0)), 1, "half_pixel_centers", in: source)
        let size = try constants.integers(source, input: 1)
        guard size.count == 2, size.allSatisfy({ $0 >= 1 }) else {
            throw .unsupported(operator: source.label, "size \(size)")
        }
        return Extent(height: size[0], width: size[1])
    }

    /// Checks that the result has the requested shape: a constant or an option, with -1 for a dimension that follows
    /// from the others.
    private func checkReshape(_ source: TFLiteOperator, result: [Int]) throws(ConversionError) {
        let shape: [Int]
        if source.inputs.count > 1 {
            shape = try constants.integers(source, input: 1)
        } else {
            let vector = try options(of: source, .reshaping).vector(0, of: Int32.self)
            shape = vector.count <= TFLiteModel.listLimit ? vector.integers : []
        }
        guard shape.count == result.count, zip(shape, result).allSatisfy({ $0 == $1 || $0 == -1 }) else {
            throw .unsupported(operator: source.label, "shape \(shape) for a result \(result)")
        }
    }

    private func axis(_ source: TFLiteOperator, rank: Int) throws(ConversionError) -> Int {
        let options = try options(of: source, .concatenation)
        try require(options.number(1, default: Int8(0)), 0, "activation", in: source)
        let axis = Int(try options.number(0, default: Int32(0)))
        guard (-rank..<rank).contains(axis) else {
            throw .unsupported(operator: source.label, "axis \(axis) for \(rank) dimensions")
        }
        return axis < 0 ? axis + rank : axis
    }
}

// Helpers shared by the options of several operators.
extension NetworkConverter {
    private func optionalOptions(
        of source: TFLiteOperator, _ kind: TFLiteOperator.OptionsKind
    ) throws(ConversionError) -> FlatBuffer.Table? {
        guard let options = source.options else { return nil }
        guard source.optionsKind == kind.rawValue else {
            throw .unsupported(operator: source.label, "options of kind \(source.optionsKind)")
        }
        return options
    }

    private func options(
        of source: TFLiteOperator, _ kind: TFLiteOperator.OptionsKind
    ) throws(ConversionError) -> FlatBuffer.Table {
        guard let options = try optionalOptions(of: source, kind) else {
            throw .unsupported(operator: source.label, "no options")
        }
        return options
    }

    private func require<Number: FixedWidthInteger>(
        _ number: Number, _ expected: Number, _ what: String, in source: TFLiteOperator
    ) throws(ConversionError) {
        guard number == expected else { throw .unsupported(operator: source.label, "\(what) \(number)") }
    }

    private func extent(
        _ source: TFLiteOperator, _ options: FlatBuffer.Table, height: Int, width: Int, _ what: String
    ) throws(ConversionError) -> Extent {
        let extent = Extent(
            height: Int(try options.number(height, default: Int32(0))),
            width: Int(try options.number(width, default: Int32(0))))
        guard extent.height >= 1, extent.width >= 1 else {
            throw .unsupported(operator: source.label, "\(what) \(extent.height) x \(extent.width)")
        }
        return extent
    }

    /// Returns the padding. It is field 0 of all options that have it: 0 is `SAME`, 1 is `VALID`.
    private func padding(
        _ source: TFLiteOperator, _ options: FlatBuffer.Table, shape: [Int], kernel: Extent, stride: Extent
    ) throws(ConversionError) -> Padding {
        switch try options.number(0, default: Int8(0)) {
        case 0: .same(input: Extent(height: shape[1], width: shape[2]), kernel: kernel, stride: stride)
        case 1: Padding()
        case let other: throw .unsupported(operator: source.label, "padding \(other)")
        }
    }

    private func activation(
        _ source: TFLiteOperator, _ options: FlatBuffer.Table?, field: Int
    ) throws(ConversionError) -> Activation {
        switch try options?.number(field, default: Int8(0)) ?? 0 {
        case 0: .none
        case 1: .relu
        case 3: .relu6
        case let other: throw .unsupported(operator: source.label, "activation \(other)")
        }
    }
}
