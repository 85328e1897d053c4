/// Damages a file at random and passes it to a reader, which must read it or throw an error.
public struct Mutation: Sendable {
    /// Outcomes of the damaged files.
    public struct Counts: Sendable, Equatable {
        /// The number of files that the reader accepted.
        public var loaded = 0
        /// The number of files that the reader rejected with an error.
        public var refused = 0
    }

    private let original: [UInt8]
    private let places: [Range<Int>]
    private var generator: SplitMix64

    /// Creates a source of damaged copies of a file.
    ///
    /// - Parameters:
    ///   - original: The intact file.
    ///   - places: Ranges in which single bytes are changed, the whole file by default; a range is chosen, then a byte
    ///     in it.
    ///   - seed: Seed; equal seeds give equal copies.
    ///   - seed: the same seed gives the same copies.
    public init(of original: [UInt8], in places: [Range<Int>] = [], seed: UInt64) {
        precondition(!original.isEmpty)
        self.original = original
        let sound = places.filter { !$0.isEmpty }
        self.places = sound.isEmpty ? [original.indices] : sound
        generator = SplitMix64(seed: seed)
    }

    /// Returns the next damaged copy: mostly one to eight bytes changed, else truncated, extended, or with a segment
    /// copied elsewhere.
    public mutating func next() -> [UInt8] {
        var bytes = original
        switch Int.random(in: 0..<16, using: &generator) {
        case 0:
            bytes.removeLast(Int.random(in: 1...bytes.count, using: &generator))
        case 1:
            for _ in 0..<Int.random(in: 1...64, using: &generator) {
                bytes.append(UInt8.random(in: 0...255, using: &generator))
            }
        case 2, 3:
            let count = Int.random(in: 1...min(64, bytes.count), using: &generator)
            let from = Int.random(in: 0...bytes.count - count, using: &generator)
            let to = Int.random(in: 0...bytes.count - count, using: &generator)
            bytes.replaceSubrange(to..<to + count, with: original[from..<from + count])
        default:
            for _ in 0..<Int.random(in: 1...8, using: &generator) { change(&bytes) }
        }
        return bytes
    }

    /// Passes damaged copies to a reader. An error that the reader throws counts as a rejection.
    public mutating func run(_ count: Int, reader: ([UInt8]) throws -> Void) -> Counts {
        var counts = Counts()
        for _ in 0..<count {
            let bytes = next()
            do {
                try reader(bytes)
                counts.loaded += 1
            } catch {
                counts.refused += 1
            }
        }
        return counts
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        // The ranges are not empty, so there is always an element.
        let place = places[Int.random(in: places.indices, using: &generator)]
        let position = Int.random(in: place, using: &generator)
        bytes[position] =
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes[position] ^ 1 << UInt8.random(in: 0..<8, using: &generator)
            case 1: [0, 1, 0x7F, 0x80, 0xFF][Int.random(in: 0..<5, using: &generator)]
            case 2: bytes[position] &+ UInt8.random(in: 1...8, using: &generator)
            default: UInt8.random(in: 0...255, using: &generator)
            }
    }
}
