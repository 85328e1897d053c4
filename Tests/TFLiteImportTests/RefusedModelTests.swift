import PoiseTFLiteImport
import Testing

/// A file of `Fixtures/models/bad`, and the error that rejects it.
struct Refused: Sendable, CustomTestStringConvertible {
    var name: String
    var error: ConversionError

    init(_ name: String, _ error: ConversionError) {
        self.name = name
        self.error = error
    }

    var testDescription: String { name }
}

func expectRefusal(of bytes: [UInt8], _ expected: ConversionError) {
    #expect(throws: expected) { try ModelFile(bytes, name: "file") }
}

@Suite("Rejected models")
struct RefusedModelTests {
    static let input = "tensor 0 (input_1)"
    static let weights = "tensor 1 (weights)"
    static let result = "tensor 2 (Identity)"
    static let convolution = "CONV_2D (number 0)"
    static let sparse = "tensor 1 (w1)"

    @Test(arguments: [
        Refused("unknown_operator", .unknownOperator("TANH (number 1)")),
        Refused("custom_operator", .unknownOperator("CUSTOM (number 1)")),
        Refused("code_beyond", .noSuch("operator code", index: 9, count: 1)),
        Refused("two_graphs", .graphs(2)),
        Refused("no_graph", .graphs(0)),
        Refused("old_version", .version(2)),
        Refused("cyclic", .notMade(tensor: result, operator: convolution)),
        Refused("forward_reference", .notMade(tensor: result, operator: "LOGISTIC (number 0)")),
        Refused("made_twice", .madeTwice(tensor: result, operator: "CONV_2D (number 1)")),
        Refused("input_made", .madeTwice(tensor: input, operator: convolution)),
        Refused("output_constant", .outputNotMade(tensor: weights)),
        Refused("tensor_beyond", .noSuch("tensor", index: 77, count: 3)),
        Refused("tensor_missing", .unsupported(operator: convolution, "no input 0")),
        Refused("no_weights", .unsupported(operator: convolution, "no input 1")),
        Refused("two_results", .unsupported(operator: convolution, "2 results")),
        Refused("many_inputs", .tooMany("tensors in a list", count: 100, limit: 64)),
        Refused("same_name", .name(tensor: "tensor 2 (input_1)")),
        Refused("no_name", .name(tensor: "tensor 0")),
        Refused("long_name", .name(tensor: "tensor 0 (\(String(repeating: "x", count: 1000)))")),
    ])
    func `Graphs`(file: Refused) throws {
        expectRefusal(of: try Fixture.bytes("bad/\(file.name).tflite"), file.error)
    }

    @Test(arguments: [
        Refused("dynamic_shape", .dynamicShape(tensor: input)),
        Refused("negative_dimension", .shape(tensor: input, [1, -4, 4, 2])),
        Refused("zero_dimension", .shape(tensor: result, [1, 0, 4, 2])),
        Refused("no_shape", .shape(tensor: input, [])),
        Refused("many_dimensions", .shape(tensor: input, Array(repeating: 1, count: 9))),
        Refused("huge_dimensions", .tooLarge(tensor: weights, shape: Array(repeating: Int(Int32.max), count: 4))),
        Refused("buffer_beyond", .noSuch("buffer", index: 8, count: 2)),
        Refused("buffer_length", .dataSize(tensor: weights, expected: 16, actual: 15)),
        Refused("external_data", .notConstant(tensor: weights, operator: convolution)),
        Refused("weights_variable", .notConstant(tensor: weights, operator: convolution)),
        Refused("integer_tensor", .type(tensor: input, type: 9)),
        Refused("quantized", .quantized(tensor: input)),
        Refused("dequantize_value", .notConstant(tensor: result, operator: "DEQUANTIZE (number 1)")),
    ])
    func `Tensors`(file: Refused) throws {
        expectRefusal(of: try Fixture.bytes("bad/\(file.name).tflite"), file.error)
    }

    @Test(arguments: [
        ("weights_rank", convolution, "weights [2, 2] for an input [1, 4, 4, 2]"),
        ("no_options", convolution, "no options"),
        ("wrong_options", convolution, "options of kind 11"),
        ("dilation", convolution, "vertical dilation 2"),
        ("activation", convolution, "activation 4"),
        ("stride_zero", convolution, "stride 0 x 0"),
        ("padding_unknown", convolution, "padding 7"),
        ("multiplier", "DEPTHWISE_CONV_2D (number 1)", "depth multiplier 2"),
        ("align_corners", "RESIZE_BILINEAR (number 1)", "align_corners 1"),
        ("corner_pixels", "RESIZE_BILINEAR (number 1)", "half_pixel_centers 0"),
        ("negative_padding", "PAD (number 1)", "paddings [0, 0, 0, -1, 0, 0, 0, 0] for 4 dimensions"),
        ("short_padding", "PAD (number 1)", "paddings [0, 0, 0, 1] for 4 dimensions"),
        ("axis_beyond", "CONCATENATION (number 1)", "axis 4 for 4 dimensions"),
        ("wrong_reshape", "RESHAPE (number 1)", "shape [1, 31] for a result [1, 32]"),
        ("block_zero", "DEPTH_TO_SPACE (number 1)", "block size 0"),
        ("pool_without_window", "MAX_POOL_2D (number 1)", "window 0 x 0"),
        ("densify_dense", "DENSIFY (number 0)", "a dense constant"),
    ])
    func `Parameters`(name: String, label: String, what: String) throws {
        expectRefusal(of: try Fixture.bytes("bad/\(name).tflite"), .unsupported(operator: label, what))
    }

    @Test func `A size that is computed`() throws {
        expectRefusal(
            of: try Fixture.bytes("bad/size_not_constant.tflite"),
            .notConstant(tensor: Self.input, operator: "RESIZE_BILINEAR (number 1)"))
    }

    @Test(arguments: [
        ("index_beyond", SparsityFault.indices), ("index_repeated", .indices), ("segments_decrease", .segments),
        ("segments_start", .segments), ("segments_short", .segments), ("values_missing", .count), ("order", .layout),
        ("blocks", .layout), ("dense_size", .layout), ("all_dense", .layout), ("few_dimensions", .layout),
        ("no_indices", .layout),
    ])
    func `Sparse weights`(name: String, fault: SparsityFault) throws {
        expectRefusal(
            of: try Fixture.bytes("bad/sparse_\(name).tflite"), .sparsity(tensor: Self.sparse, fault))
    }

    @Test func `Sparse weights that would be huge`() throws {
        expectRefusal(
            of: try Fixture.bytes("bad/sparse_huge.tflite"),
            .tooLarge(tensor: Self.sparse, shape: [1 << 20, 1, 1, 1 << 20]))
    }

    @Test func `Weights that unpack to all that is allowed`() throws {
        expectRefusal(
            of: try Fixture.bytes("bad/sparse_expanding.tflite"),
            .tooLarge(tensor: "depthwise1.bias", shape: [1 << 26]))
    }

    @Test func `A description says what and where`() throws {
        let error = #expect(throws: ConversionError.self) {
            try ModelFile(Fixture.bytes("bad/unknown_operator.tflite"), name: "file")
        }
        #expect(error?.description == "the operator TANH (number 1) is not supported")
    }
}
