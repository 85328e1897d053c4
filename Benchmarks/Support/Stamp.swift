import COpenBLAS
import Inference

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What results are worth nothing without.
package struct Stamp: Encodable, Sendable {
    /// The commit of the checkout, `-dirty` where files differ from it.
    package let commit: String
    /// The processor.
    package let processor: String
    /// Processors that the system may use.
    package let processors: Int
    /// Threads that compute, where a benchmark does not vary them.
    package let threads: Int?
    /// What networks run by when nothing else is said.
    package let executor: String
    /// Version of OpenBLAS, which the portable executor multiplies matrices with.
    package let openBLAS: String
    /// The processor that OpenBLAS has chosen its kernels for.
    package let openBLASCore: String
    /// The environment's `OPENBLAS_CORETYPE`, which limits that choice.
    package let openBLASCoreType: String?

    /// A stamp for here and now.
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

    /// Lines for the head of a table.
    package var text: String {
        let count = threads.map { ", \($0) thread\($0 == 1 ? "" : "s")" } ?? ""
        let limit = openBLASCoreType.map { " (OPENBLAS_CORETYPE=\($0))" } ?? ""
        return """
            \(processor), \(processors) cores; commit \(commit)
            \(executor) executor\(count); \(openBLAS), kernels for \(openBLASCore)\(limit)

            """
    }
}
