/// A graph made ready to run by one of the executors: kernels, and where their values lie.
struct Program: Sendable {
    /// Which executor it is for.
    let executor: Executor
    /// The steps, in order.
    let kernels: [any Kernel]
    /// The steps of the graph, those together that run as one.
    let groups: [StepGroup]
    /// Elements of memory for the values.
    let elementCount: Int
    /// Where the network's inputs and the requested outputs lie in that memory.
    let places: [Int: IndexedValue]
    /// Elements of that memory at which guard pages begin; see ``GuardPages``.
    var guards: [Int] = []
}

/// Steps of a graph that run as one; mostly a single step.
struct StepGroup: Sendable {
    /// Their indices.
    let steps: [Int]
    /// What runs them.
    let kernels: Range<Int>
}

/// How the steps of a plan are computed.
public enum Executor: String, Sendable, CaseIterable {
    /// By OpenBLAS and the vector types of Swift; runs everywhere.
    case portable
    /// By machine code made for the very shapes of the network when it is loaded; on x86-64 with AVX2 and FMA.
    case assembled

    /// The assembled one, unless the environment variable `POISE_EXECUTOR` names the other; for comparisons.
    public static var preferred: Executor {
        EngineOptions.current.executor
    }

    /// Why no plan of this process runs by the assembled executor; `nil` where nothing is in its way.
    public static var obstacle: ExecutorObstacle? { Processor.current.obstacle }

    /// What a user should know about why networks that this executor runs take longer than they have to.
    ///
    /// A processor without the instructions of the assembled executor is not among it.
    package var slowdowns: [ExecutorObstacle] {
        guard self == .portable else { return [] }
        var slowdowns: [ExecutorObstacle] = []
        if Executor.preferred == .assembled, Executor.obstacle == .executableMemory {
            slowdowns.append(.executableMemory)
        }
        if EngineOptions.current.multiplier == .openBLAS, !BLAS.isCorrect {
            slowdowns.append(.wrongProducts(version: BLAS.version, processor: BLAS.coreName))
        }
        return slowdowns
    }
}

/// What keeps networks from running as fast as they could in a process.
public enum ExecutorObstacle: Equatable, Sendable, CustomStringConvertible {
    /// The processor is no x86-64 with AVX2 and FMA, or the system does not save its vector registers; the portable executor
    /// runs everything.
    case processor
    /// The system does not let the process execute memory that it has written; the portable executor runs everything.
    case executableMemory
    /// OpenBLAS of this version multiplies matrices wrongly with its kernels for this processor; the portable executor does
    /// without it.
    case wrongProducts(version: String, processor: String)

    /// One sentence that says what is in the way.
    public var description: String {
        switch self {
        case .processor: "the processor has no AVX2 with FMA; networks run by the portable executor"
        case .executableMemory:
            "the system refuses executable memory; networks run by the portable executor, which is slower"
        case .wrongProducts(let version, let processor):
            "OpenBLAS \(version) computes wrong matrix products with its kernels for \(processor); "
                + "networks run without it, which is slower"
        }
    }
}
