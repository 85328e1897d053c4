import Foundation
import Inference
import Testing
import TestSupport

/// Network files damaged at random: each is read or refused, and what is read can be run.
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
        let counts = mutation.run(runs) { bytes in
            let network = try NetworkFile.decode(bytes)
            let plan = try Plan(network)
            // A damaged size may still be a sound one; what would take long is not run.
            guard plan.arenaByteCount < 1 << 20 else { return }
            let inputs = network.inputs.map { network.values[$0] }
            _ = try Session(plan).run(
                Dictionary(uniqueKeysWithValues: inputs.map { ($0.name, Tensor(shape: $0.shape, repeating: 0.5)) }))
            ran += 1
        }
        #expect(counts.loaded + counts.refused == runs)
        #expect(ran > runs / 100)
        #expect(counts.refused > runs / 4)
        if Self.count != nil { print("network file", counts, "run: \(ran)", ContinuousClock.now - start) }
    }
}
