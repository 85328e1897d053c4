import Foundation
import PoiseInference
import Testing
import PoiseTestSupport

/// Growth of memory over frames: it stays constant.
///
/// More frames: `ALONE=1 FRAMES=2000 swift test -c release --no-parallel --filter MemoryGrowthTests`.
@Suite(
    .enabled(if: Reference.isAvailable, "needs the reference data"),
    .enabled(if: TestProcess.isAlone, "needs a process of its own"))
struct FrameMemoryGrowthTests {
    @Test func framesKeepTheirMemory() throws {
        let frames = ProcessInfo.processInfo.environment["FRAMES"].flatMap { Int($0) } ?? 5
        let model = try ReferenceNetwork.full.load()
        let session = Session(try Plan(model, executor: .jit))
        #expect(session.executor == .jit)
        let input = model.values[model.inputs[0]]
        _ = try session.run([input.name: Tensor(shape: input.shape, repeating: 0.5)])
        let growth = TestProcess.leastGrowth {
            for _ in 0..<frames { session.run() }
        }
        // Four pages.
        #expect(growth <= 1 << 14)
        print("\(frames) frames grew by \(growth) bytes")
    }
}
