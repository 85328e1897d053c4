/// A stage of a chain, as input of the schedule.
struct RowStage {
    /// Number of rows that the stage computes.
    let height: Int
    /// The rows that it reads for each pair of rows, without rows outside the image.
    let inputRows: [[Int]]
    /// The stages that compute its input and its addend.
    let input: Int?
    let addend: Int?
}

/// The order in which the stages of a chain compute their rows, and the number of rows of each to keep.
///
/// Each band of the last stage's rows is computed independently with everything it needs; rows at the edges of bands
/// are computed twice. Within a band every stage computes its rows as late as possible.
struct RowSchedule {
    /// The computation of two rows by a stage.
    struct Call {
        let stage: Int
        let row: Int
    }

    /// The calls for each band.
    private(set) var bands: [[Call]] = []
    /// Number of rows of each stage that exist at a time; a row replaces the one that is that many rows older.
    private(set) var depths: [Int]

    private let stages: [RowStage]
    /// The next row of each stage.
    private var next: [Int] = []

    /// - Parameters:
    ///   - stages: The stages, each after those that it reads.
    ///   - bandRows: Number of rows in a band, which is even.
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

    /// Returns the first row that a band needs from each stage.
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

    /// Schedules the rows of a stage up to the given row.
    private mutating func make(_ index: Int, through row: Int) {
        let stage = stages[index]
        while next[index] <= row {
            let first = next[index]
            let rows = stage.inputRows[first / RowPointers.rows]
            if let input = stage.input { make(input, for: rows) }
            if let addend = stage.addend { make(addend, for: [first, first + RowPointers.rows - 1]) }
            // The addend may have needed rows of the input's stage: the age of rows is known only now.
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
