import PoiseMachineCode

/// Emits a 1x1 convolution with mostly zero weights, for some vectors of pixels and a range of input channels.
///
/// For one output channel at a time, the sums of all pixels are in registers. Its weights are a stream of entries, see
/// ``SparseWeights``; each entry is multiplied by the pixels of its input channel.
///
///     rdi  input, at the first pixel       r9   output channels left
///     rsi  stream of weights               rbx  output channel
///     rdx  output, at the first pixel      rbp  the addend's channel
///     rcx  addend, at the first pixel      rax  pairs of entries left
///     r8   mask, at the first pixel        r10  input channel of an entry
///                                          r11  a vector of sixes
struct SparseConvolutionEmitter: KernelEmitter {
    /// Number of vectors of pixels.
    let vectors: Int
    let lanes: Int
    /// Number of vectors after these to fill with zeros.
    let clearedVectors: Int
    /// Whether these are the first input channels, so that sums start with the bias; otherwise they continue from the
    /// output.
    let isFirst: Bool
    /// Whether these are the last input channels.
    let isLast: Bool
    let epilogue: TileEpilogue

    /// Input, weights, output, addend, mask, number of output channels.
    typealias Function =
        @convention(c) (
            UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>, UnsafePointer<Float>,
            UnsafePointer<Float>, Int
        ) -> Void

    /// Splits the vectors of a plane into strips whose sums fit into the registers, with enough input channels in the
    /// first-level cache.
    static func strips(of layout: CHWLayout) -> [Range<Int>] {
        evenRanges(layout.vectorCount, largest: layout.lanes == VectorWidth.eight.lanes ? 12 : 7)
    }

    /// Number of sums per vector. With few vectors, the two entries of a pair have separate sums to avoid waiting for
    /// each other.
    private var chains: Int { vectors <= 4 ? 2 : 1 }

    func emit(_ code: inout Assembler) {
        let bytes = code.width.bytes
        let range = 0..<vectors
        func sum(_ vector: Int, chain: Int = 0) -> VectorRegister { VectorRegister(chain * vectors + vector) }
        func factor(_ entry: Int) -> VectorRegister { VectorRegister(chains * vectors + entry) }
        let entryBytes = 8

        code.push(.rbx)
        code.push(.rbp)
        if isLast {
            code.move(.r11, .rsi)
            code.add(.rsi, bytes)
        }
        let output = code.here
        code.loadInteger(.rax, Address(.rsi))
        code.loadInteger(.rbx, Address(.rsi, 8))
        code.move(.rbp, .rbx)
        code.add(.rbx, .rdx)
        code.add(.rbp, .rcx)
        if isFirst {
            code.broadcast(sum(0), Address(.rsi, 4))
            for vector in range.dropFirst() { code.copy(sum(vector), sum(0)) }
        } else {
            for vector in range { code.load(sum(vector), Address(.rbx, vector * bytes)) }
        }
        if chains == 2 { for vector in range { code.clear(sum(vector, chain: 1)) } }
        code.add(.rsi, 2 * entryBytes)

        let pair = code.here
        code.prefetch(Address(.rsi, Assembler.prefetchDistance))
        for entry in 0..<2 {
            code.loadInteger(.r10, Address(.rsi, entry * entryBytes))
            code.broadcast(factor(entry), Address(.rsi, entry * entryBytes + 4))
            code.add(.r10, .rdi)
            for vector in range {
                code.multiplyAdd(sum(vector, chain: entry % chains), factor(entry), Address(.r10, vector * bytes))
            }
        }
        code.add(.rsi, 2 * entryBytes)
        code.countDown(.rax, to: pair)

        if chains == 2 { for vector in range { code.add(sum(vector), sum(vector), sum(vector, chain: 1)) } }
        if isLast {
            epilogue.emit(
                &code, sums: range.map { (sum($0), $0 * bytes) }, addend: .rbp, six: Address(.r11), spare: factor(0))
            for vector in range { code.and(sum(vector), sum(vector), Address(.r8, vector * bytes)) }
        }
        for vector in range { code.store(sum(vector), Address(.rbx, vector * bytes)) }
        if clearedVectors > 0 {
            code.clear(factor(0))
            for vector in 0..<clearedVectors { code.store(factor(0), Address(.rbx, (vectors + vector) * bytes)) }
        }
        code.countDown(.r9, to: output)
        code.pop(.rbp)
        code.pop(.rbx)
        code.returnToCaller()
    }

    var instructionEstimate: Int { 10 * (vectors + 2) + clearedVectors }
}
