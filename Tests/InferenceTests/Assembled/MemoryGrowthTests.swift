import Foundation
import Inference
import Testing
import TestSupport

/// Runs need no more memory than the first ones did.
///
/// More of them: `RUNS=100000 swift test -c release --filter MemoryGrowthTests`.
@Suite struct MemoryGrowthTests {
    private static let count = ProcessInfo.processInfo.environment["RUNS"].flatMap { Int($0) }

    /// Bytes of this process that are in memory.
    private static func residentBytes() -> Int {
        guard let file = FileHandle(forReadingAtPath: "/proc/self/statm"), let data = try? file.readToEnd() else {
            return 0
        }
        let fields = String(decoding: data, as: UTF8.self).split(separator: " ")
        return (Int(fields[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    /// The least growth over some repetitions: tests that run at once need memory too, but not each time.
    private func leastGrowth(_ body: () throws -> Void) rethrows -> Int {
        var least = Int.max
        for _ in 0..<20 where least > 0 {
            let before = Self.residentBytes()
            try body()
            least = min(least, Self.residentBytes() - before)
        }
        return least
    }

    @Test(.enabled(if: residentBytes() > 0, "needs /proc"), arguments: Executor.allCases, [1, 2])
    func runsKeepTheirMemory(executor: Executor, threads: Int) throws {
        let network = try NetworkBuilder.everyOperator()
        let inputs = [network.values[0].name: Tensor(shape: network.values[0].shape, repeating: 0.5)]
        let session = Session(try Plan(network, executor: executor), threads: threads)
        _ = try session.run(inputs)
        let growth = try leastGrowth {
            for _ in 0..<(Self.count ?? 500) { _ = try session.run(inputs) }
        }
        // Less than 32 bytes a run.
        #expect(growth <= 1 << 14)
        if let count = Self.count { print("\(executor), threads \(threads): \(count) runs grew by \(growth) bytes") }
    }

    @Test(.enabled(if: residentBytes() > 0, "needs /proc"), arguments: Executor.allCases)
    func plansGiveTheirMemoryBack(executor: Executor) throws {
        let network = try NetworkBuilder.everyOperator()
        for _ in 0..<20 { _ = Session(try Plan(network, executor: executor)) }
        let growth = try leastGrowth {
            for _ in 0..<50 { _ = Session(try Plan(network, executor: executor)) }
        }
        // Code takes a page and more a plan; this is less than one of each five.
        #expect(growth <= 40_000)
    }
}
