import PoiseMachineCode

/// Emits the copy of a feature map between blocked and CHW layout, for a block of channels.
///
/// It processes four pixels at a time: four vectors of channels on one side, four pixels of each channel on the other.
/// In every quad of lanes the four vectors are a 4 x 4 matrix, which is transposed.
///
///     rdi  blocked, at the row's first pixel    r10  blocked, advancing along the row
///     rsi  CHW, at the row's first pixel        r11  CHW, likewise
///     rdx  rows left                            rax  groups of four pixels left
struct TranspositionEmitter: KernelEmitter {
    let blocked: BlockedLayout
    let chw: CHWLayout
    /// Number of existing channels in the block.
    let channels: Int
    let toCHW: Bool

    var lanes: Int { blocked.block }

    /// Blocked, CHW, number of rows; the direction is fixed in the code.
    typealias Function = @convention(c) (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void

    /// Number of pixels processed at a time.
    static let group = 4

    func emit(_ code: inout Assembler) {
        let row = code.here
        code.move(.r10, .rdi)
        code.move(.r11, .rsi)
        code.move(.rax, chw.width / TranspositionEmitter.group)
        let next = code.here
        emitGroup(&code)
        advance(&code, pixels: TranspositionEmitter.group)
        code.countDown(.rax, to: next)
        let rest = chw.width % TranspositionEmitter.group
        if rest > 0 {
            // The last four overlap the previous ones.
            advance(&code, pixels: rest - TranspositionEmitter.group)
            emitGroup(&code)
        }
        code.add(.rdi, 4 * blocked.rowStride)
        code.add(.rsi, 4 * chw.rowStride)
        code.countDown(.rdx, to: row)
        code.returnToCaller()
    }

    private func advance(_ code: inout Assembler, pixels: Int) {
        code.add(.r10, 4 * pixels * blocked.block)
        code.add(.r11, 4 * pixels)
    }

    private func emitGroup(_ code: inout Assembler) {
        let vectors = (0..<4).map { VectorRegister($0) }
        let pairs = (4..<8).map { VectorRegister($0) }
        let results = (8..<12).map { VectorRegister($0) }
        func pixel(_ index: Int) -> Address { Address(.r10, 4 * index * blocked.block) }
        /// The quads of lanes and vectors of the CHW side, each with the address of its channel.
        let quads = (0..<lanes / 4).flatMap { quad in
            (0..<4).compactMap { index -> (quad: Int, index: Int, place: Address)? in
                let channel = 4 * quad + index
                return channel < channels ? (quad, index, Address(.r11, 4 * channel * chw.planeStride)) : nil
            }
        }

        for (index, vector) in vectors.enumerated() {
            if toCHW { code.load(vector, pixel(index)) } else { code.clear(vector) }
        }
        if !toCHW {
            for (quad, index, place) in quads {
                code.insertQuad(vectors[index], vectors[index], place, quad: quad)
            }
        }
        code.unpackLow(pairs[0], vectors[0], vectors[1])
        code.unpackHigh(pairs[1], vectors[0], vectors[1])
        code.unpackLow(pairs[2], vectors[2], vectors[3])
        code.unpackHigh(pairs[3], vectors[2], vectors[3])
        for half in 0..<2 {
            code.shuffle(results[2 * half], pairs[half], pairs[half + 2], lanes: (0, 1, 0, 1))
            code.shuffle(results[2 * half + 1], pairs[half], pairs[half + 2], lanes: (2, 3, 2, 3))
        }
        if toCHW {
            for (quad, index, place) in quads { code.storeQuad(results[index], quad: quad, place) }
        } else {
            for (index, result) in results.enumerated() { code.store(result, pixel(index)) }
        }
    }

    var instructionEstimate: Int { 80 }
}
