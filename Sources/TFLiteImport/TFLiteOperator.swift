/// An operator of a TFLite model.
struct TFLiteOperator {
    /// Position in the order in which operators run.
    let index: Int
    /// The operation, TFLite's `BuiltinOperator`.
    let code: Int
    /// Indices of the tensors that it reads; -1 stands for an omitted one.
    let inputs: [Int]
    /// Indices of the tensors that it computes.
    let outputs: [Int]
    /// The kind of its table of options, TFLite's `BuiltinOptions`.
    let optionsKind: Int
    let options: FlatBuffer.Table?

    /// The name of the operator in messages.
    var label: String {
        let name = Self.names.indices.contains(code) ? String(Self.names[code]) : "with code \(code)"
        return "\(name) (number \(index))"
    }

    /// Returns the index of a tensor that it reads.
    func tensor(_ input: Int) throws(ConversionError) -> Int {
        guard inputs.indices.contains(input), inputs[input] >= 0 else {
            throw .unsupported(operator: label, "no input \(input)")
        }
        return inputs[input]
    }

    /// The supported codes.
    enum Builtin: Int {
        case add = 0
        case concatenation = 2
        case convolution = 3
        case depthwiseConvolution = 4
        case depthToSpace = 5
        case dequantize = 6
        case logistic = 14
        case maxPool = 17
        case reshape = 22
        case resizeBilinear = 23
        case pad = 34
        case densify = 124

        /// The prefix of the names of its results.
        var label: String {
            switch self {
            case .convolution: "conv"
            case .depthwiseConvolution: "depthwise"
            default: "\(self)"
            }
        }
    }

    /// The kinds of tables of options, TFLite's `BuiltinOptions`.
    enum OptionsKind: Int {
        case convolution = 1
        case depthwiseConvolution = 2
        case pooling = 5
        case concatenation = 10
        case addition = 11
        case resizing = 15
        case reshaping = 17
        case depthToSpace = 94
    }

    /// The names of the codes from 0, for messages about unsupported operators.
    private static let names = """
        ADD AVERAGE_POOL_2D CONCATENATION CONV_2D DEPTHWISE_CONV_2D DEPTH_TO_SPACE DEQUANTIZE EMBEDDING_LOOKUP FLOOR
        FULLY_CONNECTED HASHTABLE_LOOKUP L2_NORMALIZATION L2_POOL_2D LOCAL_RESPONSE_NORMALIZATION LOGISTIC
        LSH_PROJECTION LSTM MAX_POOL_2D MUL RELU RELU_N1_TO_1 RELU6 RESHAPE RESIZE_BILINEAR RNN SOFTMAX SPACE_TO_DEPTH
        SVDF TANH CONCAT_EMBEDDINGS SKIP_GRAM CALL CUSTOM EMBEDDING_LOOKUP_SPARSE PAD UNIDIRECTIONAL_SEQUENCE_RNN GATHER
        BATCH_TO_SPACE_ND SPACE_TO_BATCH_ND TRANSPOSE MEAN SUB DIV SQUEEZE UNIDIRECTIONAL_SEQUENCE_LSTM STRIDED_SLICE
        BIDIRECTIONAL_SEQUENCE_RNN EXP TOPK_V2 SPLIT LOG_SOFTMAX DELEGATE BIDIRECTIONAL_SEQUENCE_LSTM CAST PRELU MAXIMUM
        ARG_MAX MINIMUM LESS NEG PADV2 GREATER GREATER_EQUAL LESS_EQUAL SELECT SLICE SIN TRANSPOSE_CONV SPARSE_TO_DENSE
        TILE EXPAND_DIMS EQUAL NOT_EQUAL LOG SUM SQRT RSQRT SHAPE POW ARG_MIN FAKE_QUANT REDUCE_PROD REDUCE_MAX PACK
        LOGICAL_OR ONE_HOT LOGICAL_AND LOGICAL_NOT UNPACK REDUCE_MIN FLOOR_DIV REDUCE_ANY SQUARE ZEROS_LIKE FILL
        FLOOR_MOD RANGE RESIZE_NEAREST_NEIGHBOR LEAKY_RELU SQUARED_DIFFERENCE MIRROR_PAD ABS SPLIT_V UNIQUE CEIL
        REVERSE_V2 ADD_N GATHER_ND COS WHERE RANK ELU REVERSE_SEQUENCE MATRIX_DIAG QUANTIZE MATRIX_SET_DIAG ROUND
        HARD_SWISH IF WHILE NON_MAX_SUPPRESSION_V4 NON_MAX_SUPPRESSION_V5 SCATTER_ND SELECT_V2 DENSIFY
        """.split { $0 == " " || $0 == "\n" }
}
