import Inference
import Testing
import TestSupport

/// Products of matrices by Swift, and the check of those by a library.
@Suite struct MatrixProductTests {
    /// Matrices of whole numbers, whose products and sums are exact in single precision.
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

        /// The result after the product was added, elements between its rows included.
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

        /// The same by its definition, in whole numbers.
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

    /// A fault in a single element, a rounding, a number that is none, and a write between rows are all noticed.
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
        // The left matrix in half precision, as bfloat16 and TensorFloat-32 would round it, too.
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
