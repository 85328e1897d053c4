import PoiseEvaluation
import Testing
import PoiseTestSupport

@Suite struct SimilarityTests {
    @Test func undoesATurnAScaleAndAShift() throws {
        var generator = SplitMix64(seed: 5)
        let points = (0..<12).map { _ in
            SIMD3((0..<3).map { _ in Double.random(in: -1...1, using: &generator) })
        }
        // A third of a turn about the diagonal exchanges the axes.
        let targets = points.map { SIMD3($0.z, $0.x, $0.y) * 2.5 + SIMD3(10, -4, 7) }
        let align = try #require(Similarity(moving: points, onto: targets))
        for (point, target) in zip(points, targets) {
            let error = align(point) - target
            #expect((error * error).sum() < 1e-20)
        }
    }

    @Test func doesNotMirror() throws {
        let points: [SIMD3<Double>] = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [-1, -1, -1]]
        let mirrored = points.map { $0 * SIMD3(-1, 1, 1) }
        let align = try #require(Similarity(moving: points, onto: mirrored))
        let error = zip(points, mirrored).map { point, target in
            let error = align(point) - target
            return (error * error).sum()
        }
        #expect(error.reduce(0, +) > 0.1)
    }

    @Test func leavesTheLeastSumOfSquares() throws {
        var generator = SplitMix64(seed: 6)
        func random() -> SIMD3<Double> { SIMD3((0..<3).map { _ in Double.random(in: -1...1, using: &generator) }) }
        let points = (0..<10).map { _ in random() }
        let targets = points.map { $0 + 0.2 * random() }
        func error(_ place: (SIMD3<Double>) -> SIMD3<Double>) -> Double {
            zip(points, targets).reduce(0) { sum, pair in
                let difference = place(pair.0) - pair.1
                return sum + (difference * difference).sum()
            }
        }
        let align = try #require(Similarity(moving: points, onto: targets))
        let best = error { align($0) }
        for _ in 0..<50 {
            let (shift, turn) = (0.02 * random(), 0.02 * random())
            let scale = Double.random(in: 0.98...1.02, using: &generator)
            #expect(
                error { point in
                    let placed = align(point)
                    let turned = SIMD3(
                        placed.x + turn.y * placed.z - turn.z * placed.y,
                        placed.y + turn.z * placed.x - turn.x * placed.z,
                        placed.z + turn.x * placed.y - turn.y * placed.x)
                    return scale * turned + shift
                } >= best)
        }
    }
}
