/// A block of numbers that begins at a cache line. All zero at first; freed with the object.
final class AlignedMemory: Sendable {
    nonisolated(unsafe) let start: UnsafeMutablePointer<Float>
    /// Number of elements.
    let count: Int

    /// Bytes of a cache line, and of the widest vector.
    static let alignment = 64
    /// The same in elements.
    static let elementAlignment = alignment / MemoryLayout<Float>.stride

    init(count: Int) {
        self.count = count
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: max(count, 1) * MemoryLayout<Float>.stride, alignment: AlignedMemory.alignment)
        start = memory.initializeMemory(as: Float.self, repeating: 0, count: max(count, 1))
    }

    /// A copy of an array.
    convenience init(_ values: [Float]) {
        self.init(count: values.count)
        start.update(from: values, count: values.count)
    }

    deinit { start.deallocate() }

    /// A number of elements rounded up to whole cache lines.
    static func rounded(_ count: Int) -> Int {
        (count + elementAlignment - 1) / elementAlignment * elementAlignment
    }
}
