/// Solver that assigns each row a column of its own, with the least sum of costs.
///
/// The Hungarian method with shortest augmenting paths (Jonker and Volgenant, "A shortest augmenting path algorithm for
/// dense and sparse linear assignment problems", Computing 38, 1987), in time rows² x columns.
package enum HungarianAssignment {
    /// Returns the column assigned to each row.
    ///
    /// - Parameter costs: Finite costs, rows of equal length, at least as many columns as rows. `[rows, columns]`
    package static func solve(_ costs: [[Double]]) -> [Int] {
        guard let columns = costs.first?.count else { return [] }
        precondition(
            costs.count <= columns && costs.allSatisfy { $0.count == columns }, "one column or more for each row")
        // Row 0 and column 0 stand for "none": rows and columns of the costs count from 1 here.
        var rowPotentials = [Double](repeating: 0, count: costs.count + 1)
        var columnPotentials = [Double](repeating: 0, count: columns + 1)
        var rowOfColumn = [Int](repeating: 0, count: columns + 1)
        for row in 1..<costs.count + 1 {
            rowOfColumn[0] = row
            var current = 0
            var slack = [Double](repeating: .infinity, count: columns + 1)
            var previous = [Int](repeating: 0, count: columns + 1)
            var isReached = [Bool](repeating: false, count: columns + 1)
            repeat {
                isReached[current] = true
                let active = rowOfColumn[current]
                var (least, next) = (Double.infinity, 0)
                for column in 1..<columns + 1 where !isReached[column] {
                    let reduced = costs[active - 1][column - 1] - rowPotentials[active] - columnPotentials[column]
                    if reduced < slack[column] { (slack[column], previous[column]) = (reduced, current) }
                    if slack[column] < least { (least, next) = (slack[column], column) }
                }
                for column in 0..<columns + 1 {
                    if isReached[column] {
                        rowPotentials[rowOfColumn[column]] += least
                        columnPotentials[column] -= least
                    } else {
                        slack[column] -= least
                    }
                }
                current = next
            } while rowOfColumn[current] != 0
            // Each column on the path takes the row of the one before.
            while current != 0 {
                rowOfColumn[current] = rowOfColumn[previous[current]]
                current = previous[current]
            }
        }
        var result = [Int](repeating: 0, count: costs.count)
        for column in 1..<columns + 1 where rowOfColumn[column] != 0 { result[rowOfColumn[column] - 1] = column - 1 }
        return result
    }
}
