import PoiseMachineCode

/// A graph compiled for one executor: kernels and the layouts of their values.
struct Program: Sendable {
    /// The executor that the program is compiled for.
    let executor: Executor
    /// The kernels, in the order in which they run.
    let kernels: [any Kernel]
    /// The steps of the graph, grouped by what runs as one.
    let groups: [StepGroup]
    /// Size of the values, in elements.
    let elementCount: Int
    /// Layouts of the network's inputs and the requested outputs in that memory.
    let layouts: [Int: ValueLayout]
    /// Offsets in that memory at which guard pages begin, in elements; see ``GuardPages``.
    var guards: [Int] = []
}

/// Steps of a graph that run as one; mostly a single step.
struct StepGroup: Sendable {
    /// Indices of the steps.
    let steps: [Int]
    /// The range of kernels that run the steps.
    let kernels: Range<Int>
    /// The executor that runs the steps.
    let executor: Executor
}

/// The implementation that runs the steps of a plan.
public enum Executor: String, Sendable, CaseIterable {
    /// OpenBLAS and the vector types of Swift; runs everywhere.
    case portable
    /// Just-in-time (JIT) compilation: machine code generated for the exact shapes of the network when a ``Plan`` is
    /// made; operators that only move values run compiled code on the same memory.
    ///
    /// Requires x86-64 with AVX2 and FMA, and a system that allows generated code; see ``obstacle``.
    case jit

    /// The JIT executor, unless the environment variable `POISE_EXECUTOR` names the other one; for comparisons.
    public static var preferred: Executor {
        EngineOptions.current.executor
    }

    /// The reason why no plan of this process uses the JIT executor, or `nil`.
    public static var obstacle: ExecutorObstacle? {
        switch Processor.current.obstacle {
        case .processor: .processor
        case .executableMemory: .executableMemory
        case nil: nil
        }
    }

    /// The reasons, worth showing to a user, why networks run slower than necessary with this executor.
    ///
    /// A processor without the instructions that the JIT executor needs is not included.
    public var slowdowns: [ExecutorObstacle] {
        guard self == .portable else { return [] }
        var slowdowns: [ExecutorObstacle] = []
        if Executor.preferred == .jit, Executor.obstacle == .executableMemory {
            slowdowns.append(.executableMemory)
        }
        if EngineOptions.current.multiplier == .openBLAS, !BLAS.isCorrect {
            slowdowns.append(.wrongProducts(version: BLAS.version, processor: BLAS.coreName))
        }
        return slowdowns
    }
}

/// A reason why networks run slower in this process than they could.
public enum ExecutorObstacle: Equatable, Sendable, CustomStringConvertible {
    /// The processor is not an x86-64 with AVX2 and FMA, or the system does not save its vector registers; the portable
    /// executor runs everything.
    case processor
    /// The system does not let the process execute memory that it has written; the portable executor runs everything.
    case executableMemory
    /// OpenBLAS of this version computes wrong matrix products with its kernels for this processor; the portable
    /// executor does not use it.
    case wrongProducts(version: String, processor: String)

    /// One sentence that states the reason.
    public var description: String {
        switch self {
        case .processor: "the processor has no AVX2 with FMA; networks run on the portable executor"
        case .executableMemory:
            "the system refuses executable memory; networks run on the portable executor, which is slower"
        case .wrongProducts(let version, let processor):
            "OpenBLAS \(version) computes wrong matrix products with its kernels for \(processor); "
                + "networks run without it, which is slower"
        }
    }
}
