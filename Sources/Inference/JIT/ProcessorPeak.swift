import PoiseMachineCode

/// The peak arithmetic throughput of a core: the reference for kernels.
package enum ProcessorPeak {
    /// Measures the billions of multiplications and additions per second of one thread: the best of some milliseconds
    /// of fused multiply-adds that wait neither for memory nor for one another.
    ///
    /// - Returns: The throughput, or `nil` where code cannot be generated.
    package static func gigaflops() -> Double? {
        guard let width = Processor.current.vectorWidth else { return nil }
        // Two per cycle with a latency of four cycles: at least eight sums.
        let sums = width.registerCount - 4
        var code = Assembler(width: width)
        for register in 0..<width.registerCount { code.clear(VectorRegister(register)) }
        code.align()
        let next = code.here
        for register in 0..<sums {
            code.multiplyAdd(VectorRegister(register), VectorRegister(sums), VectorRegister(sums + 1))
        }
        code.countDown(.rdi, to: next)
        code.returnToCaller()
        guard let memory = ExecutableMemory(code.bytes) else { return nil }

        typealias Function = @convention(c) (Int) -> Void
        let function = memory.function(at: 0, as: Function.self)
        let rounds = 20_000
        let clock = ContinuousClock()
        let shortest = (0..<50).map { _ in clock.measure { function(rounds) } }.min() ?? .zero
        let seconds = Double(shortest.components.attoseconds) * 1e-18
        return withExtendedLifetime(memory) { Double(2 * width.lanes * sums * rounds) / seconds * 1e-9 }
    }
}
