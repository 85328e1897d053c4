/// How a product of matrices, `[pixels, taps] x [taps, outputs]`, is cut into tiles of the result.
package struct ProductTiling: Equatable {
    /// Rows of a tile, at most.
    package let rows: Int
    /// Columns of a tile, at most.
    package let columns: Int

    /// Elements of a tile: a part of the second-level cache, where the result is still when its epilogue comes.
    private static let elements = 16 << 10
    /// Elements that are gathered at most for a tile, so that no network needs absurd amounts of scratch memory.
    private static let gatheredElements = 1 << 20

    /// - Parameters:
    ///   - isGathered: Whether the left matrix has to be made, some rows at a time.
    ///   - unpackedWork: See ``BLAS/unpackedWork``.
    package init(pixels: Int, outputs: Int, taps: Int, isGathered: Bool, unpackedWork: Int) {
        let rows = isGathered ? min(pixels, max(1, ProductTiling.gatheredElements / taps)) : pixels
        self =
            ProductTiling(unpackedWork, pixels, outputs, taps, rowLimit: rows, isGathered: isGathered)
            ?? ProductTiling(pixels, outputs, rowLimit: rows)
    }

    private init(_ pixels: Int, rows: Int, columns: Int) {
        self.rows = ProductTiling.even(pixels, atMost: rows)
        self.columns = columns
    }

    /// Tiles of so little work that nothing is packed for them; `nil` where they would be too narrow.
    ///
    /// The kernels take 32 columns, and a dozen rows or two, at a time.
    private init?(_ work: Int, _ pixels: Int, _ outputs: Int, _ taps: Int, rowLimit: Int, isGathered: Bool) {
        let leastRows = min(24, rowLimit)
        let columns = isGathered ? outputs : min(outputs, max(32, min(96, work / (leastRows * taps) / 32 * 32)))
        let rows = min(work / (columns * taps), ProductTiling.elements / columns, rowLimit)
        guard rows >= leastRows else { return nil }
        self.init(pixels, rows: rows, columns: columns)
    }

    /// Tiles of a product whose matrices are packed first: as wide as can be, for the left one is packed for each column
    /// of tiles anew, and the right one for each row.
    private init(_ pixels: Int, _ outputs: Int, rowLimit: Int) {
        let rows = min(max(2 * ProductTiling.elements / outputs, 96), rowLimit)
        if rows < pixels {
            self.init(pixels, rows: rows, columns: outputs)
        } else {
            // At least two, for there may be two threads; of whole cache lines.
            let parts = max(2, (outputs + 287) / 288)
            self.init(pixels, rows: rows, columns: ((outputs + parts - 1) / parts + 15) / 16 * 16)
        }
    }

    /// The length of parts of at most the given length, made even.
    private static func even(_ count: Int, atMost limit: Int) -> Int {
        let parts = (count + limit - 1) / limit
        return (count + parts - 1) / parts
    }
}
