#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How networks are prepared and run where nothing else is said: for tests and comparisons.
///
/// The environment sets them for a process, ``current`` for the code that a test calls:
///
/// - `POISE_EXECUTOR`: `assembled` or `portable`; see ``Executor``.
/// - `POISE_VECTOR_WIDTH`: `8` or `16`, the most numbers in a vector of generated code.
/// - `POISE_RESIDUAL_FUSION`: `none`, `large` or `all`, which inverted residuals the assembled executor runs as one.
/// - `POISE_MATRIX_PRODUCT`: `openblas` or `swift`, what multiplies matrices for the portable executor.
/// - `POISE_GUARD_PAGES`: `before` or `after`, where an access beyond a value ends the process.
///
/// Other values of them are as if they were not set.
package struct EngineOptions: Sendable {
    /// What runs plans that name no executor.
    package var executor = Executor.assembled
    /// The widest vectors of generated code; the processor may have narrower ones only.
    package var widestVectors = VectorWidth.sixteen
    /// Which inverted residuals the assembled executor runs as one.
    package var residualFusion = ResidualFusion.large
    /// What multiplies matrices for the portable executor; OpenBLAS gives way where its products are wrong.
    package var multiplier = MatrixProduct.Multiplier.openBLAS
    /// On which side of values an access beyond them is caught.
    package var guardPages = GuardPages.none

    /// Options that differ from none.
    package init() {}

    /// Those that hold for the task at hand, at first the environment's.
    @TaskLocal package static var current = EngineOptions(environment: environmentVariable)

    private init(environment: (String) -> String?) {
        executor = environment("POISE_EXECUTOR").flatMap(Executor.init) ?? executor
        widestVectors =
            environment("POISE_VECTOR_WIDTH").flatMap { Int($0) }.flatMap(VectorWidth.init) ?? widestVectors
        residualFusion = environment("POISE_RESIDUAL_FUSION").flatMap(ResidualFusion.init) ?? residualFusion
        multiplier = environment("POISE_MATRIX_PRODUCT").flatMap(MatrixProduct.Multiplier.init) ?? multiplier
        guardPages = environment("POISE_GUARD_PAGES").flatMap(GuardPages.init) ?? guardPages
    }

    private static func environmentVariable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}

/// Pages of memory that cannot be accessed, next to the values of a session.
package enum GuardPages: String, Sendable, CaseIterable {
    /// There are none.
    case none
    /// One before each value, which begins where the page ends.
    case before
    /// One after each value, which ends where the page begins, up to what a cache line has left.
    case after

    /// Bytes of a page: those of x86-64, and a multiple of those that other processors have.
    static let byteCount = 1 << 16
    /// The same in elements.
    static let elementCount = byteCount / MemoryLayout<Float>.stride
}
