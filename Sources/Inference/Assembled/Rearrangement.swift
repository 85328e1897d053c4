extension RearrangementKernel {
    /// Creates a copy of the same elements in the same order, in another layout.
    init(from source: IndexedValue, to target: IndexedValue, transform: Transform = .none) {
        self.init(count: source.shape.reduce(1, *), transform: transform) { (source.place($0), target.place($0)) }
    }

    /// Creates a copy that rearranges channels into blocks of pixels; see ``DepthToSpace``.
    init(depthToSpace block: Int, from source: IndexedValue, to target: IndexedValue) {
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
    init(concatenating parts: [IndexedValue], along axis: Int, to target: IndexedValue) {
        let outer = target.shape[..<axis].reduce(1, *)
        let lengths = parts.map { $0.shape[axis...].reduce(1, *) }
        let total = lengths.reduce(0, +)
        var all: [Run] = []
        var start = 0
        for (part, length) in zip(parts, lengths) {
            let kernel = RearrangementKernel(count: outer * length, transform: .none) { number in
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
