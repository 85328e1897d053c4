import PoiseInference
import Testing
import PoiseTestSupport

/// Matrix products in Swift, and the check of a library's products.
@Suite struct MatrixProductTests {
    /// Matrices of integers, whose products and sums are exact in single precision.
    private struct Case {
        let (rows, columns, depth): (Int, Int, Int)
        let resultStride: Int
        var left: [Float], right: [Float], result: [Float]

        init(seed: Int) {
            var random = SplitMix64(seed: UInt64(seed))
            (rows, columns, depth) = (
                Int.random(in: 1...40, using: &random), Int.random(in: 1...40, using: &random),
                Int.random(in: 1...90, using: &random)
            )
            resultStride = columns + Int.random(in: 0...9, using: &random)
            func numbers(_ count: Int) -> [Float] {
                (0..<count).map { _ in Float(Int.random(in: -300...300, using: &random)) }
            }
            left = numbers(rows * depth)
            right = numbers(depth * columns)
            result = numbers(rows * resultStride)
        }

        /// Returns the result after adding the product, including the elements between its rows.
        func result(_ add: (MatrixProduct) -> Void) -> [Float] {
            var values = result
            values.withUnsafeMutableBufferPointer { values in
                left.withUnsafeBufferPointer { left in
                    right.withUnsafeBufferPointer { right in
                        add(
                            MatrixProduct(
                                rows: rows, columns: columns, depth: depth, left: left.baseAddress!,
                                right: right.baseAddress!, result: values.baseAddress!, resultStride: resultStride))
                    }
                }
            }
            return values
        }

        /// The result by definition, computed in integers.
        var expected: [Float] {
            var values = result
            for row in 0..<rows {
                for column in 0..<columns {
                    let sum = (0..<depth).reduce(0) {
                        $0 + Int(left[row * depth + $1]) * Int(right[$1 * columns + column])
                    }
                    values[row * resultStride + column] += Float(sum)
                }
            }
            return values
        }
    }

    @Test(arguments: 0..<200) func swiftMultipliesRightly(seed: Int) {
        let product = Case(seed: seed)
        #expect(product.result { $0.addBySwift() } == product.expected)
    }

    @Test func rightProductsPass() {
        #expect(MatrixProduct.isCorrect { $0.addBySwift() })
    }

    /// The check detects an error in a single element, a rounding error, a NaN, and a write between rows.
    @Test func wrongProductsDoNotPass() {
        #expect(!MatrixProduct.isCorrect { _ in })
        #expect(!MatrixProduct.isCorrect { $0.result.update(repeating: 0, count: $0.columns) })
        #expect(
            !MatrixProduct.isCorrect { product in
                product.addBySwift()
                product.result[0] = .nan
            })
        #expect(
            !MatrixProduct.isCorrect { product in
                product.addBySwift()
                if product.rows * product.columns * product.depth > 1_000_000 { product.result[4711] += 1 }
            })
        #expect(
            !MatrixProduct.isCorrect { product in
                product.addBySwift()
                if product.resultStride > product.columns { product.result[product.columns] += 1 }
            })
        // The left matrix rounded to half precision, and as bfloat16 and TensorFloat-32 would round it.
        #expect(
            !MatrixProduct.isCorrect { product in
                let left = (0..<product.rows * product.depth).map { Float(Float16(product.left[$0])) }
                left.withUnsafeBufferPointer {
                    MatrixProduct(
                        rows: product.rows, columns: product.columns, depth: product.depth, left: $0.baseAddress!,
                        right: product.right, result: product.result, resultStride: product.resultStride
                    ).addBySwift()
                }
            })
    }
}
