import PoiseBodyModel
import PoiseLandmarkPipeline
import PoiseImaging
import PoiseInference
import PoiseTestSupport
import Testing

/// Inputs filled by generated code are those of the sampler, to the bit.
@Suite(.enabled(if: Sampler.canGenerateCode, "needs generated code")) struct RegionInputTests {
    private static let rows = 24
    private static let columns = 40

    /// Returns the input for a map, filled by one executor.
    private func input(
        _ image: ImageView, _ map: ProjectiveMap, _ sampler: Sampler, _ executor: Executor
    ) -> [UInt32] {
        var values = [Float](repeating: .nan, count: Self.rows * Self.columns * 3)
        values.withUnsafeMutableBufferPointer { buffer in
            let rows = InputRows(dense: buffer, rows: Self.rows)
            RegionInput(image: image, map: map, sampler: sampler, executor: executor).fill(rows)
        }
        return values.map(\.bitPattern)
    }

    private func expectSame(
        _ image: Image, _ map: ProjectiveMap, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        expectSame(ImageView(image), map, sourceLocation: sourceLocation)
    }

    private func expectSame(_ image: ImageView, _ map: ProjectiveMap, sourceLocation: SourceLocation = #_sourceLocation)
    {
        for sampler in [Sampler(border: .zero, range: -1...1), Sampler(border: .replicate, range: 0...1)] {
            let plain = input(image, map, sampler, .portable)
            #expect(
                input(image, map, sampler, .jit) == plain, "\(image.width) x \(image.height), \(map)",
                sourceLocation: sourceLocation)
        }
    }

    private func noise(_ width: Int, _ height: Int, _ generator: inout SplitMix64) throws -> Image {
        try Image(
            width: width, height: height,
            pixels: (0..<width * height * 3).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }

    @Test(arguments: 0..<40) func randomMaps(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        func random(_ limit: Double) -> Double { Double.random(in: -limit...limit, using: &generator) }
        // Small images, which lie mostly beyond the edge, and larger ones; the smallest has one pixel.
        let width = Int.random(in: 1...(seed % 2 == 0 ? 5 : 200), using: &generator)
        let height = Int.random(in: 1...(seed % 3 == 0 ? 5 : 200), using: &generator)
        let image = try noise(width, height, &generator)
        for _ in 0..<10 {
            let perspective = seed % 4 == 0 ? 0.02 : 0
            expectSame(
                image,
                ProjectiveMap(
                    x: [random(4), random(4), random(100)], y: [random(4), random(4), random(100)],
                    w: [random(perspective), random(perspective), 1]))
        }
    }

    /// Every row and column of the image is sampled, the first and last ones included.
    @Test func identity() throws {
        var generator = SplitMix64(seed: 1)
        for (width, height) in [(40, 24), (1, 1), (2, 1), (1, 2), (39, 23), (41, 25)] {
            let image = try noise(width, height, &generator)
            for shift: Double in [0, -0.5, 0.5, -1, 0.015625] {
                expectSame(image, ProjectiveMap(xx: 1, xy: 0, x0: shift, yx: 0, yy: 1, y0: shift))
            }
        }
    }

    /// Positions at and beyond the bounds, infinite ones, and a divisor that passes through zero.
    @Test func farAwayPlaces() throws {
        var generator = SplitMix64(seed: 2)
        let image = try noise(30, 20, &generator)
        for distance in [524_287.96875, 524_288, 1e9, 1e300, 1.7e308] {
            for sign in [1.0, -1] {
                expectSame(image, ProjectiveMap(xx: 1, xy: 0, x0: sign * distance, yx: 0, yy: 1, y0: 3))
                expectSame(image, ProjectiveMap(xx: 1, xy: 0, x0: 3, yx: sign * distance, yy: 1, y0: 0))
            }
        }
        expectSame(image, ProjectiveMap(x: [1, 0, 0], y: [0, 1, 0], w: [-0.125, 0, 1]))
        expectSame(image, ProjectiveMap(x: [0, 0, 0], y: [0, 0, 0], w: [-0.125, 0, 1]))
    }

    /// Each format, turned and mirrored, from memory that ends or begins where an access beyond it ends the process.
    @Test(arguments: ViewFormats.all, Orientation.all)
    func formatsAndOrientations(format: ImageView.Format, orientation: Orientation) throws {
        var generator = SplitMix64(seed: 3)
        func random(_ limit: Double) -> Double { Double.random(in: -limit...limit, using: &generator) }
        for (width, height) in [(4, 4), (5, 7), (41, 23), (64, 30)] {
            for edge in GuardedBytes.Edge.allCases {
                let view = try ViewFormats.view(
                    format, width: width, height: height, padding: width % 3, orientation, edge, &generator)
                for _ in 0..<4 {
                    expectSame(
                        view,
                        ProjectiveMap(xx: random(3), xy: random(3), x0: random(60), yx: random(3), yy: random(3), y0: 9)
                    )
                }
                expectSame(view, ProjectiveMap(xx: 1, xy: 0, x0: -0.5, yx: 0, yy: 1, y0: -0.5))
            }
        }
    }
}
