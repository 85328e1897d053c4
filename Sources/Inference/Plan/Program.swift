#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A graph made ready to run by one of the executors: kernels, and where their values lie.
struct Program: Sendable {
    /// Which executor it is for.
    let executor: Executor
    /// The steps, in order.
    let kernels: [any Kernel]
    /// The kernels of each step of the graph. An executor may need others besides, which bring values in and out.
    let stepKernels: [Range<Int>]
    /// Elements of memory for the values.
    let elementCount: Int
    /// Offsets of the network's inputs and of the requested outputs in that memory, dense and row-major there.
    let offsets: [Int: Int]
}

/// How the steps of a plan are computed.
public enum Executor: String, Sendable, CaseIterable {
    /// By OpenBLAS and the vector types of Swift; runs everywhere.
    case portable
    /// By machine code made for the very shapes of the network when it is loaded; on x86-64 with AVX2 and FMA.
    case assembled

    /// The assembled one, unless the environment variable `POISE_EXECUTOR` names the other; for comparisons.
    public static var preferred: Executor {
        guard let name = getenv("POISE_EXECUTOR") else { return .assembled }
        return Executor(rawValue: String(cString: name)) ?? .assembled
    }
}
