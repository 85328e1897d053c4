import PoiseMachineCode

/// A copy of a feature map between blocked and CHW layout in generated code; an item is a block.
struct Transposition: Kernel {
    let code: ExecutableMemory
    /// The code for a whole block, and for the last one, which may have fewer channels.
    let function: TranspositionEmitter.Function
    let lastFunction: TranspositionEmitter.Function
    /// Offsets of the first pixel.
    let blocked: Int
    let chw: Int
    let blockStride: Int
    /// Elements between the first channels of adjacent blocks.
    let chwStride: Int
    let blocks: Int
    let rows: Int

    var itemCount: Int { blocks }

    func run(item: Int, memory: KernelMemory) {
        (item == blocks - 1 ? lastFunction : function)(
            memory.values + (blocked + item * blockStride), memory.values + (chw + item * chwStride), rows)
    }
}

extension JITCompiler {
    /// Compiles a copy of a feature map to another layout; see ``LayoutSelection``.
    mutating func compileCopy(from source: Int, to target: Int) {
        let toCHW = chw(target) != nil
        guard let blocked = toCHW ? blocked(source) : blocked(target),
            let chw = toCHW ? chw(target) : chw(source), chw.layout.width >= TranspositionEmitter.group
        else {
            add(FeatureMapCopyKernel(from: layout(source), to: layout(target)))
            return
        }
        let block = blocked.layout.block
        func function(channels: Int) -> Int {
            code.function(
                TranspositionEmitter(
                    blocked: blocked.layout, chw: chw.layout, channels: channels, toCHW: toCHW))
        }
        let whole = function(channels: min(block, chw.layout.channels))
        let last = function(channels: chw.layout.channels - (blocked.layout.blockCount - 1) * block)
        pendingKernels.append { memory, _ in
            Transposition(
                code: memory, function: memory.function(at: whole, as: TranspositionEmitter.Function.self),
                lastFunction: memory.function(at: last, as: TranspositionEmitter.Function.self),
                blocked: blocked.offset + blocked.layout.origin, chw: chw.offset + chw.layout.origin,
                blockStride: blocked.layout.blockStride, chwStride: block * chw.layout.planeStride,
                blocks: blocked.layout.blockCount, rows: chw.layout.height)
        }
    }
}
