/// The layout of a value in the memory of a session: maps the index of an element to its offset.
enum ValueLayout: Sendable {
    /// Any tensor, dense and row-major.
    case dense(offset: Int, shape: [Int])
    /// A feature map in blocks of channels.
    case blocked(offset: Int, BlockedLayout)
    /// A feature map in CHW layout.
    case chw(offset: Int, CHWLayout)

    /// The dimensions.
    var shape: [Int] {
        switch self {
        case .dense(_, let shape): shape
        case .blocked(_, let layout): [1, layout.height, layout.width, layout.channels]
        case .chw(_, let layout): [1, layout.height, layout.width, layout.channels]
        }
    }

    /// Returns the offset of the element at a row-major index.
    func place(_ number: Int) -> Int {
        switch self {
        case .dense(let offset, _): return offset + number
        case .blocked(let offset, let layout):
            let channel = number % layout.channels
            let pixel = number / layout.channels
            return offset + layout.offset(pixel / layout.width, pixel % layout.width, channel)
        case .chw(let offset, let layout):
            let channel = number % layout.channels
            let pixel = number / layout.channels
            return offset + layout.offset(pixel / layout.width, pixel % layout.width, channel)
        }
    }

    /// Writes elements, given in row-major order, to memory.
    func write(_ elements: [Float], to memory: UnsafeMutablePointer<Float>) {
        for (number, element) in elements.enumerated() { memory[place(number)] = element }
    }

    /// Returns the elements in row-major order.
    func read(from memory: UnsafePointer<Float>) -> [Float] {
        (0..<shape.reduce(1, *)).map { memory[place($0)] }
    }
}

/// A dense value as the portable kernels address it.
struct DenseValue: Sendable {
    /// Offset in the memory of a session, in elements.
    let offset: Int
    let shape: [Int]

    var count: Int { shape.reduce(1, *) }
    var height: Int { shape[1] }
    var width: Int { shape[2] }
    var channels: Int { shape[3] }
}
