/// A step of a chain, as the schedule sees it.
struct RowStage {
    /// Rows that it makes in all.
    let height: Int
    /// The rows that it reads for each pair of rows; the ones outside of the image left out.
    let inputRows: [[Int]]
    /// The stages that make its input and its addend.
    let input: Int?
    let addend: Int?
}

/// The order in which the stages of a chain make their rows, and how many rows of each have to be kept.
///
/// Each band of the last stage's rows is made by itself, with all that it needs; rows at the edges of bands are made
/// twice. Within a band every stage makes its rows as late as it can.
struct RowSchedule {
    /// Two rows made by a stage.
    struct Call {
        let stage: Int
        let row: Int
    }

    /// What is called for each band.
    private(set) var bands: [[Call]] = []
    /// How many rows of each stage there are at a time; a row takes the place of the one that is so many rows older.
    private(set) var depths: [Int]

    private let stages: [RowStage]
    /// The next row of each stage.
    private var next: [Int] = []

    /// - Parameters:
    ///   - stages: Each after those that it reads.
    ///   - bandRows: Rows of a band, an even number.
    init(_ stages: [RowStage], bandRows: Int) {
        self.stages = stages
        depths = Array(repeating: RowPointers.rows, count: stages.count)
        guard let last = stages.indices.last else { return }
        for first in stride(from: 0, to: stages[last].height, by: bandRows) {
            next = firstRows(band: first)
            bands.append([])
            make(last, through: min(first + bandRows, stages[last].height) - 1)
        }
    }

    /// The first rows that a band needs, by stage.
    private func firstRows(band first: Int) -> [Int] {
        var rows = stages.map(\.height)
        rows[rows.count - 1] = first
        for (index, stage) in stages.enumerated().reversed() where rows[index] < stage.height {
            let pair = rows[index] / RowPointers.rows
            rows[index] = pair * RowPointers.rows
            if let addend = stage.addend { rows[addend] = min(rows[addend], rows[index]) }
            guard let input = stage.input, let needed = stage.inputRows[pair...].joined().min() else { continue }
            rows[input] = min(rows[input], needed)
        }
        return rows
    }

    /// Lets a stage make its rows up to one.
    private mutating func make(_ index: Int, through row: Int) {
        let stage = stages[index]
        while next[index] <= row {
            let first = next[index]
            let rows = stage.inputRows[first / RowPointers.rows]
            if let input = stage.input { make(input, for: rows) }
            if let addend = stage.addend { make(addend, for: [first, first + RowPointers.rows - 1]) }
            // The addend may have needed rows of the input's stage: only now is it known how old rows are.
            if let input = stage.input { keep(input, from: rows.min()) }
            if let addend = stage.addend { keep(addend, from: first) }
            bands[bands.count - 1].append(Call(stage: index, row: first))
            next[index] += RowPointers.rows
        }
    }

    private mutating func make(_ index: Int, for rows: [Int]) {
        guard let last = rows.max() else { return }
        make(index, through: last)
    }

    private mutating func keep(_ index: Int, from row: Int?) {
        guard let row else { return }
        let rows = next[index] - row
        depths[index] = max(depths[index], (rows + RowPointers.rows - 1) / RowPointers.rows * RowPointers.rows)
    }
}
