import Foundation
import PoiseInference
import Testing
import PoiseTestSupport

/// Randomly damaged network files: each is decoded or rejected, and every decoded network runs on both executors.
///
/// More runs: `MUTATIONS=100000 swift test -c release --filter MutationTests`.
@Suite struct NetworkMutationTests {
    private static let count = ProcessInfo.processInfo.environment["MUTATIONS"].flatMap(Int.init)

    @Test func damagedFilesAreReadOrRefused() throws {
        let runs = Self.count ?? 4000
        let bytes = try NetworkFile.encode(try NetworkBuilder.everyOperator())
        var mutation = Mutation(of: bytes, seed: 11)
        let start = ContinuousClock.now
        var ran = 0
        var jit = 0
        let counts = mutation.run(runs) { bytes in
            let network = try NetworkFile.decode(bytes)
            let plan = try Plan(network, executor: .portable)
            // A damaged size may still be valid; networks that would take long are not run.
            guard plan.arenaByteCount < 1 << 20 else { return }
            let inputs = network.inputs.map { network.values[$0] }
            let tensors = Dictionary(
                uniqueKeysWithValues: inputs.map { ($0.name, Tensor(shape: $0.shape, repeating: 0.5)) })
            let expected = try Session(plan).run(tensors)
            ran += 1
            for width in ExecutorComparison.widths {
                // A sample runs with guard pages, which detect every access beyond a value.
                let options = ExecutorComparison.options(width, GuardPages.allCases[ran % 32 < 2 ? 1 + ran % 2 : 0])
                try EngineOptions.$current.withValue(options) {
                    let plan = try Plan(network, executor: .jit)
                    let results = try Session(plan).run(tensors)
                    #expect(results.mapValues(\.shape) == expected.mapValues(\.shape))
                    if plan.executor == .jit { jit += 1 }
                }
            }
        }
        #expect(counts.loaded + counts.refused == runs)
        #expect(ran > runs / 100)
        #expect(counts.refused > runs / 4)
        #expect(jit > ran / 2 || ExecutorComparison.widths.isEmpty)
        if Self.count != nil {
            print("network file", counts, "run: \(ran), JIT: \(jit)", ContinuousClock.now - start)
        }
    }
}
