import PoiseMachineCode
import PoiseLibC

/// Defaults for preparing and running networks, for tests and comparisons.
///
/// The environment sets them for a process, ``current`` for the code that a test calls:
///
/// - `POISE_EXECUTOR`: `jit` or `portable`; see ``Executor``.
/// - `POISE_VECTOR_WIDTH`: `8` or `16`, the maximum number of elements in a vector of generated code.
/// - `POISE_RESIDUAL_FUSION`: `none`, `large` or `all`, the inverted residuals that the JIT executor runs as one
///   kernel.
/// - `POISE_MATRIX_PRODUCT`: `openblas` or `swift`, the matrix multiplication of the portable executor.
/// - `POISE_GUARD_PAGES`: `before` or `after`, the side of a value on which an access beyond it ends the process.
///
/// Variables with any other value are ignored.
package struct EngineOptions: Sendable {
    /// The executor of plans that name none.
    package var executor = Executor.jit
    /// The widest vectors of generated code; the processor may support narrower ones only.
    package var maxVectorWidth = VectorWidth.sixteen
    /// The inverted residuals that the JIT executor runs as one kernel.
    package var residualFusion = ResidualFusion.large
    /// Indices of steps that run on the portable executor in plans of the JIT executor, as if they had no generated
    /// code; for tests.
    package var portableSteps: Set<Int> = []
    /// The matrix multiplication of the portable executor; OpenBLAS is not used where its products are wrong.
    package var multiplier = MatrixProduct.Multiplier.openBLAS
    /// The side of values on which an access beyond them is caught.
    package var guardPages = GuardPages.none

    /// Creates options with the default values.
    package init() {}

    /// The options of the current task; initially those of the environment.
    @TaskLocal package static var current = EngineOptions(environment: environmentVariable)

    private init(environment: (String) -> String?) {
        executor = environment("POISE_EXECUTOR").flatMap(Executor.init) ?? executor
        maxVectorWidth =
            environment("POISE_VECTOR_WIDTH").flatMap { Int($0) }.flatMap(VectorWidth.init) ?? maxVectorWidth
        residualFusion = environment("POISE_RESIDUAL_FUSION").flatMap(ResidualFusion.init) ?? residualFusion
        multiplier = environment("POISE_MATRIX_PRODUCT").flatMap(MatrixProduct.Multiplier.init) ?? multiplier
        guardPages = environment("POISE_GUARD_PAGES").flatMap(GuardPages.init) ?? guardPages
    }

    private static func environmentVariable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}

/// Inaccessible pages of memory next to the values of a session.
package enum GuardPages: String, Sendable, CaseIterable {
    /// No guard pages.
    case none
    /// One page before each value, which begins where the page ends.
    case before
    /// One page after each value. The value ends where the page begins, except for the unused part of a cache line.
    case after

    /// Bytes in a guard page: a multiple of the page size of x86-64 and of other processors.
    static let byteCount = 1 << 16
    /// Elements in a guard page.
    static let elementCount = byteCount / MemoryLayout<Float>.stride
}
