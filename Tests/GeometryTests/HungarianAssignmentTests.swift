import PoiseGeometry
import PoiseTestSupport
import Testing

@Suite("Assignment of least cost") struct HungarianAssignmentTests {
    /// Returns the least sum over all ways of giving each row a column of its own.
    private static func leastSum(_ costs: [[Double]], row: Int = 0, taken: Set<Int> = []) -> Double {
        guard row < costs.count else { return 0 }
        return costs[row].indices.filter { !taken.contains($0) }.map { column in
            costs[row][column] + leastSum(costs, row: row + 1, taken: taken.union([column]))
        }.min() ?? .infinity
    }

    private static func sum(_ costs: [[Double]], _ columns: [Int]) -> Double {
        zip(costs, columns).reduce(0) { $0 + $1.0[$1.1] }
    }

    @Test("The sum is that of a search through all assignments", arguments: 0..<200)
    func bruteForce(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let rows = Int.random(in: 1...5, using: &generator)
        let columns = rows + Int.random(in: 0...3, using: &generator)
        // Some seeds have few different costs, so that there are ties; some have costs of very different sizes.
        let costs = (0..<rows).map { _ in
            (0..<columns).map { _ -> Double in
                switch seed % 3 {
                case 0: Double(Int.random(in: 0...3, using: &generator))
                case 1: Double.random(in: -10...10, using: &generator)
                default: Bool.random(using: &generator) ? 1e6 : Double.random(in: 0...50, using: &generator)
                }
            }
        }
        let assigned = HungarianAssignment.solve(costs)
        #expect(assigned.count == rows && Set(assigned).count == rows)
        #expect(assigned.allSatisfy { (0..<columns).contains($0) })
        #expect(abs(Self.sum(costs, assigned) - Self.leastSum(costs)) < 1e-6)
    }

    @Test("The row with the lower cost does not take the column that the sum needs")
    func greedyIsWrong() {
        // Row by row, the first would take column 0 at cost 1, and leave 100 to the second.
        #expect(HungarianAssignment.solve([[1, 2], [1, 100]]) == [1, 0])
    }

    @Test("No rows have no columns")
    func empty() {
        #expect(HungarianAssignment.solve([]).isEmpty)
    }
}
