import Foundation

/// The process in which tests run.
public enum TestProcess {
    /// Whether nothing else runs in the process, so that its memory use is meaningful. The caller states it by the
    /// environment variable `ALONE`, together with `--no-parallel` and a filter. `make test` does.
    public static let isAlone = ProcessInfo.processInfo.environment["ALONE"] != nil

    /// Returns the resident memory of the process in bytes; 0 where the system has no `/proc`.
    public static func residentBytes() -> Int {
        guard let file = FileHandle(forReadingAtPath: "/proc/self/statm"), let data = try? file.readToEnd() else {
            return 0
        }
        let fields = String(decoding: data, as: UTF8.self).split(separator: " ")
        return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    /// Returns the smallest growth of the process over some repetitions, in bytes: the first ones may touch memory that
    /// is kept.
    public static func leastGrowth(repetitions: Int = 10, _ body: () throws -> Void) rethrows -> Int {
        var least = Int.max
        for _ in 0..<repetitions where least > 0 {
            let before = residentBytes()
            try body()
            least = min(least, residentBytes() - before)
        }
        return least
    }
}
