/// A copy of a feature map between blocked and CHW layout in generated code; an item is a block.
struct Transposition: Kernel {
    let code: ExecutableMemory
    /// The code for a whole block, and for the last one, which may have fewer channels.
    let function: TranspositionEmitter.Function
    let lastFunction: TranspositionEmitter.Function
    /// Offsets of the first pixel.
    let blocked: Int
    let planar: Int
    let blockStride: Int
    /// Elements between the first channels of adjacent blocks.
    let planarStride: Int
    let blocks: Int
    let rows: Int

    var itemCount: Int { blocks }

    func run(item: Int, memory: KernelMemory) {
        (item == blocks - 1 ? lastFunction : function)(
            memory.values + (blocked + item * blockStride), memory.values + (planar + item * planarStride), rows)
    }
}

extension AssembledCompiler {
    /// Compiles a copy between the two layouts; see ``LayoutSelection``.
    mutating func compileTransposition(from source: Int, to target: Int) {
        let toPlanar = planar(target) != nil
        guard let blocked = toPlanar ? blocked(source) : blocked(target),
            let planar = toPlanar ? planar(target) : planar(source), planar.layout.width >= TranspositionEmitter.group
        else {
            add(RearrangementKernel(from: indexed(source), to: indexed(target)))
            return
        }
        let block = blocked.layout.block
        func function(channels: Int) -> Int {
            code.function(
                TranspositionEmitter(
                    blocked: blocked.layout, planar: planar.layout, channels: channels, toPlanar: toPlanar))
        }
        let whole = function(channels: min(block, planar.layout.channels))
        let last = function(channels: planar.layout.channels - (blocked.layout.blockCount - 1) * block)
        makers.append { memory, _ in
            Transposition(
                code: memory, function: memory.function(at: whole, as: TranspositionEmitter.Function.self),
                lastFunction: memory.function(at: last, as: TranspositionEmitter.Function.self),
                blocked: blocked.offset + blocked.layout.origin, planar: planar.offset + planar.layout.origin,
                blockStride: blocked.layout.blockStride, planarStride: block * planar.layout.planeStride,
                blocks: blocked.layout.blockCount, rows: planar.layout.height)
        }
    }
}
