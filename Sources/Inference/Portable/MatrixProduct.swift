/// A matrix product that is added to its result, `[rows, depth] x [depth, columns]`; all matrices are row-major.
package struct MatrixProduct {
    package let rows: Int
    package let columns: Int
    package let depth: Int
    /// `[rows, depth]`
    package let left: UnsafePointer<Float>
    /// `[depth, columns]`
    package let right: UnsafePointer<Float>
    /// `[rows, columns]`; adjacent rows begin ``resultStride`` elements apart.
    package let result: UnsafeMutablePointer<Float>
    package let resultStride: Int

    package init(
        rows: Int, columns: Int, depth: Int, left: UnsafePointer<Float>, right: UnsafePointer<Float>,
        result: UnsafeMutablePointer<Float>, resultStride: Int
    ) {
        self.rows = rows
        self.columns = columns
        self.depth = depth
        self.left = left
        self.right = right
        self.result = result
        self.resultStride = resultStride
    }

    /// Adds the product to the result.
    func add(by multiplier: Multiplier) {
        switch multiplier {
        case .openBLAS: addByOpenBLAS()
        case .swift: addBySwift()
        }
    }

    /// The implementation that computes products.
    package enum Multiplier: String, Sendable, CaseIterable {
        case openBLAS = "openblas"
        /// Compiled Swift, which is slower.
        case swift

        /// The implementation of the options, or Swift where OpenBLAS computes wrong products in this process.
        static var usable: Multiplier {
            let named = EngineOptions.current.multiplier
            return named == .openBLAS && !BLAS.isCorrect ? .swift : named
        }
    }
}

extension MatrixProduct {
    /// Adds the product in tiles of four rows by eight columns, whose sums stay in registers.
    ///
    /// Strips of eight columns are processed in sequence: the strip of the right matrix then stays in the cache for all
    /// rows.
    package func addBySwift() {
        let tiled = columns / 8 * 8
        for column in stride(from: 0, to: tiled, by: 8) {
            for row in stride(from: 0, to: rows, by: 4) { addTile(row: row, column: column) }
        }
        for column in tiled..<columns {
            for row in 0..<rows {
                var sum = result[row * resultStride + column]
                for index in 0..<depth { sum += left[row * depth + index] * right[index * columns + column] }
                result[row * resultStride + column] = sum
            }
        }
    }

    /// Adds one tile. Rows beyond the last are replaced by the last row, which stores the same values again.
    private func addTile(row: Int, column: Int) {
        let rows = (row, min(row + 1, rows - 1), min(row + 2, rows - 1), min(row + 3, rows - 1))
        let results = (
            result + rows.0 * resultStride + column, result + rows.1 * resultStride + column,
            result + rows.2 * resultStride + column, result + rows.3 * resultStride + column
        )
        let lefts = (left + rows.0 * depth, left + rows.1 * depth, left + rows.2 * depth, left + rows.3 * depth)
        var (sum0, sum1) = (Row(results.0), Row(results.1))
        var (sum2, sum3) = (Row(results.2), Row(results.3))
        var source = right + column
        for index in 0..<depth {
            let values = Row(source)
            sum0.addProduct(lefts.0[index], values)
            sum1.addProduct(lefts.1[index], values)
            sum2.addProduct(lefts.2[index], values)
            sum3.addProduct(lefts.3[index], values)
            source += columns
        }
        sum0.store(to: results.0)
        sum1.store(to: results.1)
        sum2.store(to: results.2)
        sum3.store(to: results.3)
    }

    /// Eight adjacent values.
    private struct Row {
        var low: Lanes
        var high: Lanes

        @inline(__always)
        init(_ pointer: UnsafePointer<Float>) { (low, high) = (load(pointer), load(pointer + Lanes.scalarCount)) }

        @inline(__always)
        func store(to pointer: UnsafeMutablePointer<Float>) {
            PoiseInference.store(low, to: pointer)
            PoiseInference.store(high, to: pointer + Lanes.scalarCount)
        }

        @inline(__always)
        mutating func addProduct(_ factor: Float, _ values: Row) {
            #if arch(arm64)
                // One instruction on arm64. On x86-64, compiled code cannot assume it and would make one call per
                // value.
                low.addProduct(Lanes(repeating: factor), values.low)
                high.addProduct(Lanes(repeating: factor), values.high)
            #else
                low += Lanes(repeating: factor) * values.low
                high += Lanes(repeating: factor) * values.high
            #endif
        }
    }
}
