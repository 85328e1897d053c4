import PoiseMachineCode
import Foundation
import PoiseInference
import Testing
import PoiseTestSupport

/// The JIT executor against the portable one on random networks of a few operators, for each vector width.
///
/// More networks: `SHAPES=20000 swift test -c release --filter RandomNetworkTests`.
@Suite(.enabled(if: Processor.current.vectorWidth != nil, "needs generated code")) struct RandomNetworkTests {
    private static let count = ProcessInfo.processInfo.environment["SHAPES"].flatMap { Int($0) }

    private static let cases = RandomNetwork.allCases.flatMap { kind in
        ExecutorComparison.widths.map { (kind, $0) }
    }

    @Test(arguments: cases) func executorsAgree(kind: RandomNetwork, width: VectorWidth) throws {
        var comparison = ExecutorComparison()
        for seed in 0..<(Self.count ?? 250) {
            var builder = NetworkBuilder(seed: UInt64(seed))
            builder.weightsAreHalf = seed % 2 == 1
            let outputs = kind.build(&builder)
            try comparison.compare(
                &builder, outputs: outputs, width: width, guardPages: GuardPages.allCases[seed % 3],
                residualFusion: seed % 4 == 0 ? .none : .all, threads: seed % 10 == 0 ? [2, 3, 4] : [])
        }
        if Self.count != nil {
            print(kind, width, "JIT: \(comparison.share)", "difference: \(comparison.largestDifference)")
        }
        // As in the tests of single kernels: sums of products, rounded in two different orders.
        #expect(comparison.largestDifference < 2e-5)
        #expect(comparison.unsteadyRuns == 0)
        #expect(comparison.share > kind.expectedShare)
    }
}
