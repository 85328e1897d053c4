import Foundation
import PoiseInference
import Testing
import PoiseTestSupport

/// Later runs need no more memory than the first ones.
///
/// More runs: `ALONE=1 RUNS=100000 swift test -c release --no-parallel --filter MemoryGrowthTests`.
@Suite(
    .enabled(if: TestProcess.isAlone, "needs the process for itself"),
    .enabled(if: TestProcess.residentBytes() > 0, "needs /proc"))
struct MemoryGrowthTests {
    private static let count = ProcessInfo.processInfo.environment["RUNS"].flatMap { Int($0) }

    @Test(arguments: Executor.allCases, [1, 2])
    func runsKeepTheirMemory(executor: Executor, threads: Int) throws {
        let network = try NetworkBuilder.everyOperator()
        let inputs = [network.values[0].name: Tensor(shape: network.values[0].shape, repeating: 0.5)]
        let session = Session(try Plan(network, executor: executor), threads: threads)
        _ = try session.run(inputs)
        let growth = try TestProcess.leastGrowth {
            for _ in 0..<(Self.count ?? 500) { _ = try session.run(inputs) }
        }
        // Less than 32 bytes per run.
        #expect(growth <= 1 << 14)
        if let count = Self.count { print("\(executor), threads \(threads): \(count) runs grew by \(growth) bytes") }
    }

    @Test(arguments: Executor.allCases)
    func plansGiveTheirMemoryBack(executor: Executor) throws {
        let network = try NetworkBuilder.everyOperator()
        for _ in 0..<20 { _ = Session(try Plan(network, executor: executor)) }
        let growth = try TestProcess.leastGrowth {
            for _ in 0..<50 { _ = Session(try Plan(network, executor: executor)) }
        }
        // A plan's code takes more than a page; this is less than one page per five plans.
        #expect(growth <= 40_000)
    }
}
