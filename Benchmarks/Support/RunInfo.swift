import CPoiseOpenBLAS
import PoiseInference

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Machine and build information printed with every result.
package struct RunInfo: Encodable, Sendable {
    /// The commit of the checkout, with `-dirty` where files differ from it.
    package let commit: String
    /// The processor.
    package let processor: String
    /// The number of processors available to this process.
    package let processors: Int
    /// The number of compute threads, when the benchmark does not vary it.
    package let threads: Int?
    /// The executor that networks use by default.
    package let executor: String
    /// Version of OpenBLAS, which multiplies matrices for the portable executor.
    package let openBLAS: String
    /// The processor for which OpenBLAS has chosen its kernels.
    package let openBLASCore: String
    /// The environment variable `OPENBLAS_CORETYPE`, which limits that choice.
    package let openBLASCoreType: String?

    /// Creates the information for this machine and build.
    package init(threads: Int? = nil, executor: Executor = .preferred) {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().path
        let version = Machine.output(of: "git -C '\(folder)' describe --always --dirty --abbrev=9 2>/dev/null")
        commit = version.map { String($0.prefix { !$0.isNewline }) } ?? "unknown"
        processor = Machine.processor
        processors = Machine.processorCount
        self.threads = threads
        self.executor = executor.rawValue
        let configuration = String(cString: openblas_get_config())
        openBLAS = configuration.split(separator: " ").prefix(2).joined(separator: " ")
        openBLASCore = String(cString: openblas_get_corename())
        openBLASCoreType = ProcessInfo.processInfo.environment["OPENBLAS_CORETYPE"]
    }

    /// Header lines of a table.
    package var text: String {
        let count = threads.map { ", \($0) thread\($0 == 1 ? "" : "s")" } ?? ""
        let limit = openBLASCoreType.map { " (OPENBLAS_CORETYPE=\($0))" } ?? ""
        return """
            \(processor), \(processors) cores; commit \(commit)
            \(executor) executor\(count); \(openBLAS), kernels for \(openBLASCore)\(limit)

            """
    }
}
