/// Rows of an input's memory, to be filled. What lies between two of them is not the input's.
package struct InputRows {
    /// Where the first of all rows begins.
    private let start: UnsafeMutablePointer<Float>
    /// Elements from a row to the next.
    private let stride: Int
    /// The rows to be filled, by number.
    package let range: Range<Int>
    /// Elements in a row.
    package let length: Int

    /// The memory of a row.
    package subscript(row: Int) -> UnsafeMutablePointer<Float> { start + row * stride }
}

/// Something that fills the input of a network, `[1, height, width, channels]`.
package protocol InputFiller {
    /// Fills some rows; called for all of them in turn, perhaps by several threads at the same time.
    func fill(_ rows: InputRows)
}

extension InputRows {
    /// Rows that follow each other without gaps.
    package init(dense elements: UnsafeMutableBufferPointer<Float>, rows: Int) {
        guard let start = elements.baseAddress, rows > 0, elements.count % rows == 0 else {
            preconditionFailure("\(elements.count) numbers are not \(rows) rows")
        }
        length = elements.count / rows
        stride = length
        range = 0..<rows
        self.start = start
    }

    /// All rows of an input.
    init(_ place: IndexedValue, in memory: UnsafeMutablePointer<Float>) {
        switch place {
        case .dense(let offset, let shape):
            precondition(shape.count == 4, "an input that is no feature map has no rows")
            length = shape[2] * shape[3]
            stride = length
            range = 0..<shape[1]
            start = memory + offset
        case .blocked(let offset, let layout):
            precondition(layout.block == layout.channels, "an input in several blocks has no rows")
            length = layout.width * layout.channels
            stride = layout.rowStride
            range = 0..<layout.height
            start = memory + (offset + layout.origin)
        case .planar: preconditionFailure("an input in planes has no rows of whole pixels")
        }
    }

    /// Some of these rows.
    fileprivate func rows(_ range: Range<Int>) -> InputRows {
        InputRows(start: start, stride: stride, range: range, length: length)
    }
}

/// The filling of an input, cut into stretches of rows.
struct InputWork<Filler: InputFiller>: ParallelWork {
    let filler: Filler
    let rows: InputRows

    private static var rowsPerItem: Int { 16 }

    var itemCount: Int { (rows.range.count + Self.rowsPerItem - 1) / Self.rowsPerItem }

    func run(item: Int, worker: Int) {
        let first = item * Self.rowsPerItem
        filler.fill(rows.rows(first..<min(first + Self.rowsPerItem, rows.range.count)))
    }
}
