import Foundation
import PoiseInference
import Testing
import PoiseTestSupport

/// Encoding and decoding of networks, and decoding of invalid files.
@Suite struct NetworkFileTests {
    private func sample() throws -> (network: Network, bytes: [UInt8]) {
        let network = try NetworkBuilder.everyOperator()
        return (network, try NetworkFile.encode(network))
    }

    /// Returns the bytes of a file with the header of the sample in which some text is replaced.
    private func replacing(_ text: String, with replacement: String) throws -> [UInt8] {
        let bytes = try sample().bytes
        let length = Int(bytes[0]) | Int(bytes[1]) << 8 | Int(bytes[2]) << 16
        let header = String(decoding: bytes[8..<8 + length], as: UTF8.self)
        #expect(header.contains(text), "nothing would be replaced")
        let changed = Array(header.replacingOccurrences(of: text, with: replacement).utf8)
        let size = withUnsafeBytes(of: UInt64(changed.count).littleEndian) { [UInt8]($0) }
        return size + changed + bytes[(8 + length)...]
    }

    @Test func readsWhatItWrote() throws {
        let (network, bytes) = try sample()
        #expect(try NetworkFile.decode(bytes) == network)
        #expect(try NetworkFile.encode(NetworkFile.decode(bytes)) == bytes)
    }

    @Test func keepsHalfPrecision() throws {
        var builder = NetworkBuilder(seed: 8)
        let input = builder.input([1, 1, 1, 1])
        let output = builder.convolution(input, outputs: 3)
        let single = try builder.network(outputs: [output])
        var constants = single.constants
        constants["convolution0.weights"]?.elements = .float16([0x3C00, 0xC000, 0x0001])
        let network = try Network(
            values: single.values, nodes: single.nodes, inputs: single.inputs, outputs: single.outputs,
            constants: constants, origin: single.origin)
        let read = try NetworkFile.decode(NetworkFile.encode(network))
        #expect(read == network)
        // 1, -2, and the smallest positive value.
        #expect(read.constants["convolution0.weights"]?.tensor.values == [1, -2, 0x1p-24])
    }

    @Test func everyHalfPrecisionPatternHasItsValue() {
        for bits in UInt16.min...UInt16.max {
            let exponent = Int(bits >> 10) & 31
            let fraction = Float(bits & 1023)
            let magnitude: Float =
                exponent == 0
                ? fraction * 0x1p-24 : (1024 + fraction) * Float(sign: .plus, exponent: exponent - 25, significand: 1)
            guard exponent < 31 else { continue }
            let constant = Network.Constant(shape: [1], elements: .float16([bits]))
            #expect(constant.tensor.values[0] == (bits & 0x8000 == 0 ? magnitude : -magnitude))
        }
    }

    @Test func everyTruncationIsRefused() throws {
        let bytes = try sample().bytes
        for count in stride(from: 0, to: bytes.count, by: 13) {
            #expect(throws: NetworkFileError.self) { try NetworkFile.decode(Array(bytes[..<count])) }
        }
        #expect(throws: NetworkFileError.truncated(expected: 8, actual: 0)) { try NetworkFile.decode([]) }
    }

    @Test func trailingBytesAreRefused() throws {
        let bytes = try sample().bytes
        #expect(throws: NetworkFileError.trailingBytes(3)) { try NetworkFile.decode(bytes + [1, 2, 3]) }
    }

    @Test func hugeHeaderIsRefused() {
        let bytes = [UInt8](repeating: 0xFF, count: 64)
        #expect(throws: NetworkFileError.invalidHeader(reason: "it claims to be \(UInt64.max) bytes long")) {
            try NetworkFile.decode(bytes)
        }
    }

    @Test func otherTextIsRefused() {
        #expect(throws: NetworkFileError.self) { try NetworkFile.decode(Array("this is no network at all".utf8)) }
    }

    @Test(arguments: [
        // The text to replace in the header, and its replacement.
        ("poise-network", "other-network"),
        (#""version":"1""#, #""version":"2""#),
        (#""dtype":"F32""#, #""dtype":"F64""#),
        (#""dtype":"F32""#, #""dtype":"I32""#),
        (#""shape":[8]}"#, #""shape":[9]}"#),
        (#""shape":[8]}"#, #""shape":[-8]}"#),
        (#""shape":[8]}"#, #""shape":[]}"#),
        (#""shape":[8]}"#, #""shape":[4611686018427387904,8]}"#),
        (#""data_offsets":[0,"#, #""data_offsets":[4,"#),
        (#""data_offsets":[0,"#, #""data_offsets":[-4,"#),
        (#""data_offsets":[0,32]"#, #""data_offsets":[32,0]"#),
        (#""data_offsets":[0,32]"#, #""data_offsets":[0,9223372036854775807]"#),
        (#""data_offsets":[0,32]"#, #""data_offsets":[0]"#),
        (#"\"op\":\"pad\""#, #"\"op\":\"softmax\""#),
        (#"\"inputs\":[\"input0\"]"#, #"\"inputs\":[\"value9\"]"#),
        (#"\"inputs\":[\"input0\"]"#, #"\"inputs\":[\"nothing\"]"#),
        (#"\"inputs\":[\"input0\"]"#, #"\"inputs\":[]"#),
        (#"\"output\":\"value2\""#, #"\"output\":\"value1\""#),
        (#"\"stride\":[2,2]"#, #"\"stride\":[0,2]"#),
        (#"\"stride\":[2,2]"#, #"\"stride\":[2]"#),
        (#"\"padding\":[0,0,1,1]"#, #"\"padding\":[0,0,-1,1]"#),
        (#"\"padding\":[0,0,1,1]"#, #"\"padding\":[0,0,9223372036854775807,1]"#),
        (#"\"activation\":\"relu6\""#, #"\"activation\":\"tanh\""#),
        (#"\"shape\":[1,10,10,3]"#, #"\"shape\":[1,10,11,3]"#),
        (#"\"shape\":[1,10,10,3]"#, #"\"shape\":[1,1073741824,1073741824,3]"#),
        (#"\"weights\":\"convolution1.weights\""#, #"\"weights\":\"convolution2.weights\""#),
        (#"\"weights\":\"convolution1.weights\""#, #"\"weights\":\"absent\""#),
        (#"\"block\":2"#, #"\"block\":0"#),
        (#"\"block\":2"#, #"\"block\":4294967296"#),
        (#"\"axis\":3"#, #"\"axis\":7"#),
        (#"\"size\":[8,8]"#, #"\"size\":[8,-8]"#),
        (#"\"window\":[2,2]"#, #"\"window\":[99999,2]"#),
        (#"\"outputs\":[\"value11\""#, #"\"outputs\":[\"value99\""#),
    ])
    func changedHeaderIsRefused(text: String, replacement: String) throws {
        let bytes = try replacing(text, with: replacement)
        #expect(throws: NetworkFileError.self) { try NetworkFile.decode(bytes) }
    }

    @Test func overlappingTensorsAreRefused() throws {
        // Two tensors of the same length that claim the same bytes.
        let header =
            #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#
        let bytes =
            withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) } + Array(header.utf8) + [
                0, 0, 0, 0,
            ]
        #expect(throws: NetworkFileError.self) { try NetworkFile.decode(bytes) }
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity]) func weightsThatAreNoNumbersAreRefused(value: Float) throws {
        var (_, bytes) = try sample()
        withUnsafeBytes(of: value.bitPattern.littleEndian) {
            bytes.replaceSubrange(bytes.count - 4..<bytes.count, with: $0)
        }
        #expect(throws: NetworkFileError.network(.notFinite(constant: "convolution2.weights"))) {
            try NetworkFile.decode(bytes)
        }
    }

    @Test func theNameOfTheMetadataIsReserved() throws {
        let constant = Network.Constant(shape: [1], elements: .float32([1]))
        let network = try Network(
            values: [Network.Value(name: "a", shape: [1])], nodes: [], inputs: [0], outputs: [0],
            constants: ["__metadata__": constant])
        #expect(throws: NetworkFileError.invalidHeader(reason: "__metadata__ names a tensor")) {
            try NetworkFile.encode(network)
        }
    }

    @Test func aCyclicGraphIsRefused() throws {
        let value = Network.Value(name: "a", shape: [1, 2])
        let other = Network.Value(name: "b", shape: [1, 2])
        #expect(throws: NetworkError.notComputed(value: "b", neededBy: "a")) {
            try Network(
                values: [value, other],
                nodes: [
                    Network.Node(operation: .logistic, inputs: [1], output: 0),
                    Network.Node(operation: .logistic, inputs: [0], output: 1),
                ], inputs: [], outputs: [1], constants: [:],
                origin: Network.Origin(file: "", sha256: "", license: ""))
        }
    }
}
