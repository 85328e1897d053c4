import PoiseTFLiteImport
import PoiseTestSupport
import Testing

@Suite("Rejected files")
struct RefusedFileTests {
    @Test(arguments: ["", "P", "PK", "TFL3", "A text, and no model.", "{\"TFL3\": 1}"])
    func `Other files`(text: String) {
        expectRefusal(of: Array(text.utf8), .unknownFormat)
    }

    @Test func `Header alone`() {
        // The root table would be at byte 0x10, beyond the end.
        expectRefusal(
            of: [0x10, 0, 0, 0] + Array("TFL3".utf8), .outside("table", position: 0x10, fileSize: 8))
        expectRefusal(
            of: [0xFF, 0xFF, 0xFF, 0xFF] + Array("TFL3".utf8),
            .outside("table", position: 0xFFFF_FFFF, fileSize: 8))
    }

    @Test func `A table that points outside`() throws {
        let bytes = try Fixture.bytes("operators.tflite")
        let root = Int(bytes[0])

        var vtable = bytes
        vtable.replaceSubrange(root..<root + 4, with: [0, 0, 0, 0x40])
        expectRefusal(of: vtable, .outside("vtable", position: root - 0x4000_0000, fileSize: bytes.count))

        // The table's own vtable: its size and that of the table, then the offset of each field.
        let fields = root - Int(bytes[root])
        var size = bytes
        size.replaceSubrange(fields..<fields + 2, with: [0xFF, 0xFF])
        expectRefusal(of: size, .outside("vtable", position: fields, fileSize: bytes.count))
        var field = bytes
        field.replaceSubrange(fields + 4..<fields + 6, with: [0xFF, 0xFF])
        expectRefusal(of: field, .outside("field", position: root + 0xFFFF, fileSize: bytes.count))

        // The vector of graphs is the third field.
        var vector = bytes
        let graphs = root + Int(bytes[fields + 8])
        vector.replaceSubrange(graphs..<graphs + 4, with: [0, 0, 0, 0x80])
        expectRefusal(of: vector, .outside("vector", position: graphs + 0x8000_0000, fileSize: bytes.count))
    }

    /// Some bytes at the end may be padding that is never referenced.
    @Test(arguments: ["operators.tflite", "sparse.tflite"])
    func `Cut models`(name: String) throws {
        let bytes = try Fixture.bytes(name)
        let whole = try ModelFile(bytes, name: name)
        for count in stride(from: 8, to: bytes.count - 8, by: 64) {
            let error = #expect(throws: ConversionError.self) {
                try ModelFile(Array(bytes[..<count]), name: name)
            }
            guard case .outside(_, let position, count) = error else {
                Issue.record("cut at \(count): \(String(describing: error))")
                continue
            }
            #expect(position <= bytes.count)
        }
        #expect(try ModelFile(bytes + [0, 0, 0], name: name) != whole, "the hashes differ")
    }

    @Test(arguments: ["stored.task", "deflated.task"])
    func `Cut bundles`(name: String) throws {
        let bytes = try Fixture.bytes(name)
        for count in stride(from: 4, to: bytes.count, by: 64) {
            let error = #expect(throws: ConversionError.self) {
                try ModelFile(Array(bytes[..<count]), name: name)
            }
            guard case .archive = error else {
                Issue.record("cut at \(count): \(String(describing: error))")
                continue
            }
        }
    }

    @Test(arguments: [
        Refused("empty", .missingMember("pose_detector.tflite")),
        Refused("no_landmarks", .missingMember("pose_landmarks_detector.tflite")),
        Refused("nested", .member("pose_detector.tflite", .unknownFormat)),
        Refused("bzip2", .packedMember("pose_detector.tflite", method: 12)),
        Refused("encrypted", .encryptedMember("pose_detector.tflite")),
        Refused("checksum", .damagedMember("pose_detector.tflite", "CRC error")),
        Refused("many_members", .tooMany("members", count: 100, limit: 64)),
        Refused("bomb", .largeMember("pose_detector.tflite", size: 4 << 20, packedSize: 4080)),
        Refused("overstated", .largeMember("pose_detector.tflite", size: 1 << 30, packedSize: 777)),
        Refused(
            "understated",
            .damagedMember("pose_detector.tflite", "its size is not the 100 bytes that the directory states")),
    ])
    func `Bundles`(file: Refused) throws {
        expectRefusal(of: try Fixture.bytes("bad/\(file.name).task"), file.error)
    }
}
