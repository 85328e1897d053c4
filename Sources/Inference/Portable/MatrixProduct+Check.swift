extension MatrixProduct {
    /// Returns whether an implementation computes correct products, for sizes that libraries handle in separate code.
    ///
    /// Libraries can compute wrong products on processors that their authors did not have: OpenBLAS 0.3.34 on arm64
    /// with SME returns zeros, and reports it on standard error at most.
    package static func isCorrect(_ add: (MatrixProduct) -> Void) -> Bool {
        checkedSizes.allSatisfy { size in
            var random = IntegerSequence()
            let left = random.next(size.rows * size.depth, in: 4095)
            let right = random.next(size.depth * size.columns, in: 15)
            var expected = random.next(size.rows * size.stride, in: 999)
            var actual = expected
            for row in 0..<size.rows {
                for index in 0..<size.depth {
                    for column in 0..<size.columns {
                        expected[row * size.stride + column] +=
                            left[row * size.depth + index] * right[index * size.columns + column]
                    }
                }
            }
            actual.withUnsafeMutableBufferPointer { result in
                left.withUnsafeBufferPointer { left in
                    right.withUnsafeBufferPointer { right in
                        add(
                            MatrixProduct(
                                rows: size.rows, columns: size.columns, depth: size.depth, left: left.baseAddress!,
                                right: right.baseAddress!, result: result.baseAddress!, resultStride: size.stride))
                    }
                }
            }
            return actual == expected
        }
    }

    /// Square and dense; a tile of a wider result, with remainders; a single row; a single column; and one with more
    /// than 10^6 multiplications, above which OpenBLAS packs matrices on all processors.
    private static let checkedSizes: [(rows: Int, columns: Int, depth: Int, stride: Int)] = [
        (16, 16, 16, 16), (13, 21, 35, 29), (1, 96, 96, 96), (49, 1, 96, 1), (96, 96, 120, 96),
    ]

    /// Pseudorandom integers, the same in each process.
    ///
    /// They make every sum of the check exact in any order of computation: 120 x 4095 x 15 is below 2^24. The integers
    /// of the left matrix have twelve bits, which formats narrower than single precision cannot hold.
    private struct IntegerSequence {
        private var state: UInt32 = 1

        /// Returns numbers from `-limit` up to `limit`.
        mutating func next(_ count: Int, in limit: Int) -> [Float] {
            (0..<count).map { _ in
                // Constants of Numerical Recipes, 3rd edition, 7.1: a linear congruential generator.
                state = state &* 1_664_525 &+ 1_013_904_223
                return Float(Int(state >> 8) % (2 * limit + 1) - limit)
            }
        }
    }
}
