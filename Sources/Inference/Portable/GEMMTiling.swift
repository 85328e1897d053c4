/// The GEMM tiling: splits the result of a matrix product, `[pixels, taps] x [taps, outputs]`, into tiles.
package struct GEMMTiling: Equatable {
    /// Maximum number of rows in a tile.
    package let rows: Int
    /// Maximum number of columns in a tile.
    package let columns: Int

    /// Elements in a tile: a part of the second-level cache, which still holds the result when its epilogue runs.
    private static let elements = 16 << 10
    /// Maximum number of gathered elements for a tile, to bound scratch memory for any network.
    private static let gatheredElements = 1 << 20

    /// - Parameters:
    ///   - isGathered: Whether the left matrix has to be gathered, some rows at a time.
    ///   - unpackedWork: The limit of ``BLAS/unpackedWork``.
    package init(pixels: Int, outputs: Int, taps: Int, isGathered: Bool, unpackedWork: Int) {
        let rows = isGathered ? min(pixels, max(1, GEMMTiling.gatheredElements / taps)) : pixels
        self =
            GEMMTiling(unpackedWork, pixels, outputs, taps, rowLimit: rows, isGathered: isGathered)
            ?? GEMMTiling(pixels, outputs, rowLimit: rows)
    }

    private init(_ pixels: Int, rows: Int, columns: Int) {
        self.rows = GEMMTiling.even(pixels, atMost: rows)
        self.columns = columns
    }

    /// Creates tiles with so little work that nothing is packed for them; `nil` if they would be too narrow.
    ///
    /// The kernels process 32 columns, and one or two dozen rows, at a time.
    private init?(_ work: Int, _ pixels: Int, _ outputs: Int, _ taps: Int, rowLimit: Int, isGathered: Bool) {
        let leastRows = min(24, rowLimit)
        let columns = isGathered ? outputs : min(outputs, max(32, min(96, work / (leastRows * taps) / 32 * 32)))
        let rows = min(work / (columns * taps), GEMMTiling.elements / columns, rowLimit)
        guard rows >= leastRows else { return nil }
        self.init(pixels, rows: rows, columns: columns)
    }

    /// Creates tiles for a product whose matrices are packed first.
    ///
    /// The tiles are as wide as possible, because the left matrix is packed again for each column of tiles and the
    /// right one for each row.
    private init(_ pixels: Int, _ outputs: Int, rowLimit: Int) {
        let rows = min(max(2 * GEMMTiling.elements / outputs, 96), rowLimit)
        if rows < pixels {
            self.init(pixels, rows: rows, columns: outputs)
        } else {
            // At least two, for two threads; each of whole cache lines.
            let parts = max(2, (outputs + 287) / 288)
            self.init(pixels, rows: rows, columns: ((outputs + parts - 1) / parts + 15) / 16 * 16)
        }
    }

    /// Returns the length of equal parts that are at most `limit` long.
    private static func even(_ count: Int, atMost limit: Int) -> Int {
        let parts = (count + limit - 1) / limit
        return (count + parts - 1) / parts
    }
}
