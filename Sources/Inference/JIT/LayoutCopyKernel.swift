/// A layout copy, element by element: the operators that only move values.
struct LayoutCopyKernel: Kernel {
    /// A run of values that are contiguous in both layouts.
    struct Run: Sendable {
        let source: Int
        let target: Int
        let count: Int
    }

    let runs: [Run]
    let transform: Transform

    /// The function applied to each value during the copy.
    enum Transform: Sendable {
        case none, logistic
    }

    private static let runsPerItem = 4096

    var itemCount: Int { (runs.count + Self.runsPerItem - 1) / Self.runsPerItem }

    func run(item: Int, memory: KernelMemory) {
        runs.withUnsafeBufferPointer { all in
            let runs = all[item * Self.runsPerItem..<min((item + 1) * Self.runsPerItem, all.count)]
            switch transform {
            case .none: copy(runs, memory.values)
            case .logistic:
                for run in runs {
                    for index in 0..<run.count {
                        memory.values[run.target + index] = Logistic.value(memory.values[run.source + index])
                    }
                }
            }
        }
    }

    private func copy(_ runs: Slice<UnsafeBufferPointer<Run>>, _ values: UnsafeMutablePointer<Float>) {
        for run in runs {
            let source = UnsafeRawPointer(values + run.source)
            let target = UnsafeMutableRawPointer(values + run.target)
            // Most runs are as long as a block of channels: a call would take longer than the copy.
            switch run.count {
            case 16: target.storeBytes(of: source.loadUnaligned(as: SIMD16<Float>.self), as: SIMD16<Float>.self)
            case 8: target.storeBytes(of: source.loadUnaligned(as: SIMD8<Float>.self), as: SIMD8<Float>.self)
            default: target.copyMemory(from: source, byteCount: run.count * MemoryLayout<Float>.stride)
            }
        }
    }
}

extension LayoutCopyKernel {
    /// Creates a copy of the same elements in the same order, in another layout.
    init(from source: ValueLayout, to target: ValueLayout, transform: Transform = .none) {
        self.init(count: source.shape.reduce(1, *), transform: transform) { (source.place($0), target.place($0)) }
    }

    /// Creates a copy that rearranges channels into blocks of pixels; see ``DepthToSpace``.
    init(depthToSpace block: Int, from source: ValueLayout, to target: ValueLayout) {
        let (width, depth) = (source.shape[2], source.shape[3])
        let channels = depth / (block * block)
        self.init(count: source.shape.reduce(1, *), transform: .none) { number in
            let channel = number % channels
            let x = number / channels % (width * block)
            let y = number / channels / (width * block)
            let pixel = (y / block) * width + x / block
            return (
                source.place(pixel * depth + (y % block * block + x % block) * channels + channel), target.place(number)
            )
        }
    }

    /// Creates a copy that concatenates values along a dimension.
    init(concatenating parts: [ValueLayout], along axis: Int, to target: ValueLayout) {
        let outer = target.shape[..<axis].reduce(1, *)
        let lengths = parts.map { $0.shape[axis...].reduce(1, *) }
        let total = lengths.reduce(0, +)
        var all: [Run] = []
        var start = 0
        for (part, length) in zip(parts, lengths) {
            let kernel = LayoutCopyKernel(count: outer * length, transform: .none) { number in
                (part.place(number), target.place(number / length * total + start + number % length))
            }
            all += kernel.runs
            start += length
        }
        self.init(runs: all, transform: .none)
    }

    /// Creates a copy whose runs join elements that are contiguous in both layouts.
    private init(count: Int, transform: Transform, _ places: (Int) -> (source: Int, target: Int)) {
        var runs: [Run] = []
        var current = (source: 0, target: 0, count: 0)
        for number in 0..<count {
            let (source, target) = places(number)
            if source == current.source + current.count, target == current.target + current.count {
                current.count += 1
            } else {
                if current.count > 0 {
                    runs.append(Run(source: current.source, target: current.target, count: current.count))
                }
                current = (source, target, 1)
            }
        }
        if current.count > 0 { runs.append(Run(source: current.source, target: current.target, count: current.count)) }
        self.init(runs: runs, transform: transform)
    }
}

/// A copy of a feature map to another layout; an item is a row.
struct FeatureMapCopyKernel: Kernel {
    private let source: ValueLayout
    private let target: ValueLayout
    let itemCount: Int

    init(from source: ValueLayout, to target: ValueLayout) {
        self.source = source
        self.target = target
        itemCount = source.shape[1]
    }

    func run(item row: Int, memory: KernelMemory) {
        let source = FeatureMap(source, in: memory.values)
        let target = FeatureMap(target, in: memory.values)
        var channel = 0
        while channel < source.channels {
            // As many channels as are contiguous on both sides.
            let count = min(
                source.block - channel % source.block, target.block - channel % target.block,
                source.channels - channel)
            var from = source.pointer(row: row, column: 0, channel: channel)
            var to = UnsafeMutablePointer(mutating: target.pointer(row: row, column: 0, channel: channel))
            for _ in 0..<source.width {
                to.update(from: from, count: count)
                from += source.block
                to += target.block
            }
            channel += count
        }
    }
}
