import PoiseMachineCode

/// A line-buffered chain of steps: each item is a band of rows of the last step's output.
struct LineBufferedKernel: Kernel {
    struct Stage: Sendable {
        let function: RowFunction
        /// Offset in the packed weights.
        let weights: Int
        /// Number of pointers that the function takes.
        let pointers: Int
    }

    /// The memory that an offset refers to.
    enum Region: UInt8, Sendable {
        case values, scratch, constants
    }

    /// The location of a row.
    struct Place: Sendable {
        let region: Region
        let offset: Int32
    }

    /// The stages to call, and the pointers of all calls in sequence.
    struct Band: Sendable {
        let calls: [UInt8]
        let places: [Place]
    }

    /// The line buffer of a value, in scratch memory.
    struct Buffer: Sendable {
        let offset: Int
        let layout: RowLayout
        let rows: Int

        /// Number of elements, with the margin after the last row.
        var count: Int { rows * layout.count + RowLayout.margin }
    }

    let code: ExecutableMemory
    let weights: AlignedMemory
    let stages: [Stage]
    let buffers: [Buffer]
    let bands: [Band]

    var itemCount: Int { bands.count }

    var scratchCount: Int { buffers.map { $0.offset + $0.count }.max() ?? 0 }

    func run(item: Int, memory: KernelMemory) {
        for buffer in buffers { clearMargins(of: buffer, memory.scratch) }
        let band = bands[item]
        let capacity = stages.reduce(0) { max($0, $1.pointers) }
        withUnsafeTemporaryAllocation(of: UnsafeMutablePointer<Float>.self, capacity: capacity) { pointers in
            guard let rows = pointers.baseAddress else { return }
            band.places.withUnsafeBufferPointer { places in
                var next = 0
                for number in band.calls {
                    let stage = stages[Int(number)]
                    for index in 0..<stage.pointers {
                        let place = places[next + index]
                        let region =
                            switch place.region {
                            case .values: memory.values
                            case .scratch: memory.scratch
                            case .constants: weights.start
                            }
                        (rows + index).initialize(to: region + Int(place.offset))
                    }
                    next += stage.pointers
                    stage.function(rows, weights.start + stage.weights)
                }
            }
        }
    }

    /// Clears the margins of the rows; other kernels use the memory as well.
    private func clearMargins(of buffer: Buffer, _ scratch: UnsafeMutablePointer<Float>) {
        let margin = RowLayout.margin
        let start = scratch + buffer.offset
        start.update(repeating: 0, count: margin)
        for row in 0..<buffer.rows * buffer.layout.channels {
            (start + (row * buffer.layout.channelStride + margin + buffer.layout.width))
                .update(repeating: 0, count: 2 * margin)
        }
    }
}
