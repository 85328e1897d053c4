import PoiseMachineCode
import Foundation
import PoiseInference

/// The disassembler of binutils.
enum Disassembler {
    static let path = "/usr/bin/objdump"
    static let isAvailable = FileManager.default.isExecutableFile(atPath: path)

    /// Returns the instructions of some code: the offset of each, and its text in Intel syntax with normalized spaces.
    static func instructions(of code: [UInt8]) throws -> [(offset: Int, text: String)] {
        let file = FileManager.default.temporaryDirectory.appending(path: "poise-\(UUID().uuidString).bin")
        try Data(code).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments =
            ["-D", "-b", "binary", "-m", "i386:x86-64", "-M", "intel", "--no-show-raw-insn", file.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return output.split(separator: UInt8(ascii: "\n")).compactMap { line in
            let parts = line.split(separator: UInt8(ascii: "\t"), maxSplits: 1).map {
                String(decoding: $0, as: UTF8.self)
            }
            guard parts.count == 2, let colon = parts[0].lastIndex(of: ":"),
                let offset = Int(parts[0][..<colon].drop { $0 == " " }, radix: 16)
            else { return nil }
            // A REX prefix without effect is written as "rex".
            return (offset, parts[1].split(separator: " ").filter { $0 != "rex" }.joined(separator: " "))
        }
    }
}

extension Address {
    /// The address in Intel syntax, as objdump writes it with a displacement.
    var text: String {
        "[\(base)\(displacement < 0 ? "-" : "+")0x\(String(displacement.magnitude, radix: 16))]"
    }
}
