/// Rows of an input in memory, to be filled. The memory between two rows does not belong to the input.
package struct InputRows {
    /// The start of the first of all rows.
    private let start: UnsafeMutablePointer<Float>
    /// Elements between the starts of adjacent rows.
    package let stride: Int
    /// Indices of the rows to be filled.
    package let range: Range<Int>
    /// Elements in a row.
    package let length: Int

    /// Returns the memory of a row.
    package subscript(row: Int) -> UnsafeMutablePointer<Float> { start + row * stride }
}

/// A type that fills the input of a network, `[1, height, width, channels]`.
package protocol InputFiller {
    /// Fills some rows; called until all rows are filled, possibly by several threads at the same time.
    func fill(_ rows: InputRows)
}

extension InputRows {
    /// Creates rows that follow each other without gaps.
    package init(dense elements: UnsafeMutableBufferPointer<Float>, rows: Int) {
        guard let start = elements.baseAddress, rows > 0, elements.count % rows == 0 else {
            preconditionFailure("\(elements.count) elements do not divide into \(rows) rows")
        }
        length = elements.count / rows
        stride = length
        range = 0..<rows
        self.start = start
    }

    /// Creates all rows of an input.
    init(_ place: ValueLayout, in memory: UnsafeMutablePointer<Float>) {
        switch place {
        case .dense(let offset, let shape):
            precondition(shape.count == 4, "an input that is not a feature map has no rows")
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
        case .chw: preconditionFailure("an input in CHW layout has no rows of whole pixels")
        }
    }

    /// Returns a range of these rows.
    fileprivate func rows(_ range: Range<Int>) -> InputRows {
        InputRows(start: start, stride: stride, range: range, length: length)
    }
}

/// The filling of an input, split into ranges of rows.
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
