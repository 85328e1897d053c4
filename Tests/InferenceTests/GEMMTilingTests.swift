import PoiseInference
import Testing
import PoiseTestSupport

/// The GEMM tiling of matrix products, for random sizes.
@Suite struct GEMMTilingTests {
    /// A product and its tiling.
    private struct Case {
        let pixels: Int
        let outputs: Int
        let taps: Int
        let isGathered: Bool

        init(seed: Int) {
            var random = SplitMix64(seed: UInt64(seed))
            func size(_ exponents: ClosedRange<Int>) -> Int {
                Int.random(in: 1...(1 << Int.random(in: exponents, using: &random)), using: &random)
            }
            pixels = size(0...16)
            outputs = size(0...12)
            taps = size(0...21)
            isGathered = Bool.random(using: &random)
        }

        func tiling(_ unpackedWork: Int) -> GEMMTiling {
            GEMMTiling(
                pixels: pixels, outputs: outputs, taps: taps, isGathered: isGathered, unpackedWork: unpackedWork)
        }
    }

    @Test(arguments: 0..<500) func tilesAreWithinTheResult(seed: Int) {
        let product = Case(seed: seed)
        for work in [0, 1_000_000] {
            let tiling = product.tiling(work)
            #expect((1...product.pixels).contains(tiling.rows))
            // A column of tiles may be rounded up to a cache line.
            #expect((1..<product.outputs + 16).contains(tiling.columns))
        }
    }

    /// The elements gathered for a tile are limited for any network, except that a single row is always gathered.
    @Test(arguments: 0..<500) func gatheredRowsAreFew(seed: Int) {
        let product = Case(seed: seed)
        guard product.isGathered else { return }
        for work in [0, 1_000_000] {
            let tiling = product.tiling(work)
            #expect(tiling.rows == 1 || tiling.rows * product.taps <= 1 << 20)
        }
    }

    /// Either nothing is packed for a tile, or the tiling is the same as without unpacked products.
    @Test(arguments: 0..<500) func tilesAreSmallOrWide(seed: Int) {
        let product = Case(seed: seed)
        let tiling = product.tiling(1_000_000)
        #expect(
            tiling.rows * tiling.columns * product.taps <= 1_000_000 || tiling == product.tiling(0))
    }

    /// The detector's widest layer: 49 pixels, 192 channels, 1152 outputs.
    @Test func expansionOfASmallImage() {
        let product = { GEMMTiling(pixels: 49, outputs: 1152, taps: 192, isGathered: false, unpackedWork: $0) }
        #expect(product(1_000_000).columns == 96)
        #expect(product(1_000_000).rows == 49)
        #expect(product(0).columns == 288)
        #expect(product(0).rows == 49)
    }
}
