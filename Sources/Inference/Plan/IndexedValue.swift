/// The layout of a value in memory: maps the indices of an element to its offset.
enum IndexedValue: Sendable {
    case dense(Int, [Int])
    case blocked(Int, BlockedLayout)
    case planar(Int, PlanarLayout)

    /// The dimensions.
    var shape: [Int] {
        switch self {
        case .dense(_, let shape): shape
        case .blocked(_, let layout): [1, layout.height, layout.width, layout.channels]
        case .planar(_, let layout): [1, layout.height, layout.width, layout.channels]
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
        case .planar(let offset, let layout):
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
