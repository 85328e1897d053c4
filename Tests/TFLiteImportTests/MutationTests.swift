import PoiseTFLiteImport
import Foundation
import PoiseTestSupport
import Testing

/// More runs: `MUTATIONS=100000 swift test -c release --filter MutationTests`.
@Suite("Randomly damaged files")
struct MutationTests {
    static let count = ProcessInfo.processInfo.environment["MUTATIONS"].flatMap(Int.init)

    @Test(arguments: ["operators.tflite", "sparse.tflite", "stored.task", "deflated.task"])
    func `Each is read or refused`(name: String) throws {
        let runs = Self.count ?? 4000
        var mutation = Mutation(of: try Fixture.bytes(name), seed: 1)
        let start = ContinuousClock.now
        let counts = mutation.run(runs) { _ = try ModelFile($0, name: name) }
        #expect(counts.loaded + counts.refused == runs)
        #expect(counts.loaded > runs / 100)
        #expect(counts.refused > runs / 4)
        if Self.count != nil { print(name, counts, ContinuousClock.now - start) }
    }

    @Test(.enabled(if: Reference.isAvailable && count != nil))
    func `The structure of a real model`() throws {
        let bytes = try Reference.bytes("models/pose_detection.tflite")
        // All bytes except the weights.
        let buffers = try TFLiteModel(bytes).buffers
        var places: [Range<Int>] = []
        var end = 0
        for data in try (0..<buffers.count).map({ try buffers[$0].vector(0, of: UInt8.self) })
            .sorted(by: { $0.position < $1.position }) where data.position > end
        {
            places.append(end..<data.position)
            end = data.position + data.count
        }
        places.append(end..<bytes.count)

        var mutation = Mutation(of: bytes, in: places, seed: 2)
        let counts = mutation.run(2000) { _ = try ModelFile($0, name: "detector") }
        #expect(counts.loaded + counts.refused == 2000)
        #expect(counts.refused > 500)
        print("detector", counts)
    }

    @Test func `The same seed damages in the same way`() {
        var one = Mutation(of: Array(0..<200), seed: 5)
        var two = Mutation(of: Array(0..<200), seed: 5)
        var other = Mutation(of: Array(0..<200), seed: 6)
        let copies = (0..<100).map { _ in one.next() }
        #expect(copies == (0..<100).map { _ in two.next() })
        #expect(copies != (0..<100).map { _ in other.next() })
        #expect(copies.contains { $0.count < 200 } && copies.contains { $0.count > 200 })
    }
}
