#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import PoiseLibC

/// The machine that a benchmark runs on.
package enum Machine {
    /// The processor's name, with family and model, because virtual machines leave the rest out.
    package static var processor: String {
        let fields = ["model name", "cpu family", "model"].map(processorField)
        guard let name = fields[0] else { return "unknown" }
        guard let family = fields[1], let model = fields[2] else { return name }
        return "\(name) (family \(family), model \(model))"
    }

    /// The number of processors available to this process.
    package static var processorCount: Int { ProcessInfo.processInfo.activeProcessorCount }

    /// Resident memory of this process, bytes; `nil` where the system does not report it.
    package static var residentMemory: Int? {
        guard let text = file("/proc/self/statm"), let pages = text.split(separator: " ").dropFirst().first else {
            return nil
        }
        return Int(pages).map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) }
    }

    private static func processorField(_ name: String) -> String? {
        let line = file("/proc/cpuinfo")?.split(separator: "\n").first { line in
            line.prefix { $0 != ":" }.filter { $0 != "\t" } == name
        }
        guard let line, let colon = line.firstIndex(of: ":") else { return nil }
        return String(line[colon...].dropFirst(2))
    }

    private static func file(_ path: String) -> String? {
        // Files of the system report a size of 0, so that the file has to be read to its end.
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        return lines(of: file).joined()
    }

    /// Returns the output of a command; `nil` when it fails.
    static func output(of command: String) -> String? {
        guard let pipe = popen(command, "r") else { return nil }
        let text = lines(of: pipe).joined()
        return pclose(pipe) == 0 ? text : nil
    }

    private static func lines(of stream: UnsafeMutablePointer<FILE>) -> [String] {
        var buffer = [CChar](repeating: 0, count: 4096)
        var lines: [String] = []
        while fgets(&buffer, Int32(buffer.count), stream) != nil {
            lines.append(String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
        }
        return lines
    }
}
