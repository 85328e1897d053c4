import PoiseMachineCode

/// An image and its mapping to the pixels of a network's input.
struct SampledImage {
    let layout: PixelLayout
    /// The size of the image.
    let width: Int
    let height: Int
    /// Whether pixels beyond the edge of the image are black; otherwise the edge pixel is repeated.
    let isBlackOutside: Bool
    let map: ProjectiveMap
    /// The factor and then the offset applied to each byte.
    let scale: Float
    let offset: Float

    /// Returns the approximate distance in bytes between the pixels of output rows that are `rows` apart.
    func distance(ofRows rows: Int) -> Int {
        let (right, down) = (Double(rows) * map.x.y / map.w.z, Double(rows) * map.y.y / map.w.z)
        let steps = layout.firstSteps
        let (stepX, stepY) = layout.swapsAxes ? (steps.down, steps.across) : (steps.across, steps.down)
        let bytes = down.rounded() * Double(stepY) + right * Double(stepX)
        return bytes.magnitude < Double(layout.firstBytes.count) ? Int(bytes) : 0
    }

    /// The distance in 1/32 pixels beyond which positions are clamped.
    static let farAway = Double(1 << 24)
}

extension PixelLayout {
    /// The memory of the pixels, or of their brightness.
    fileprivate var firstBytes: UnsafeRawBufferPointer {
        switch self {
        case .interleaved(let pixels): pixels.bytes
        case .yCbCr(let pixels): pixels.luma.bytes
        }
    }

    /// Bytes from one column and one row to the next: of the upright image, or of the plane of brightness.
    fileprivate var firstSteps: (across: Int, down: Int) {
        switch self {
        case .interleaved(let pixels): (pixels.stepX, pixels.stepY)
        case .yCbCr(let pixels): (pixels.luma.pixelBytes, pixels.luma.stride)
        }
    }

    /// Whether columns of the upright image are rows of the planes.
    fileprivate var swapsAxes: Bool {
        if case .yCbCr(let pixels) = self { pixels.swapsAxes } else { false }
    }

    /// Whether distances in bytes are 32-bit integers, and four bytes can be read at once.
    fileprivate var isReadable: Bool {
        func isReadable(_ bytes: UnsafeRawBufferPointer) -> Bool { 4...Int(Int32.max) ~= bytes.count }
        switch self {
        case .interleaved(let pixels): return isReadable(pixels.bytes)
        case .yCbCr(let pixels):
            let (luma, blue, red) = (pixels.luma, pixels.blue, pixels.red)
            return isReadable(luma.bytes) && isReadable(blue.bytes) && isReadable(red.bytes) && luma.pixelBytes == 1
                && blue.pixelBytes <= 2 && blue.pixelBytes == red.pixelBytes && blue.stride == red.stride
        }
    }
}

/// Samples images with generated code: in a quarter of the time of compiled code, and equally fast in a debug build.
final class GeneratedSampler: Sendable {
    /// The instance of this process; `nil` where code cannot be generated.
    static let shared = GeneratedSampler()

    /// Number of output rows between the sampled row and the row whose pixels are prefetched.
    private static let rowsAhead = 4

    private let code: ExecutableMemory
    /// By emitter.
    private let functions: [SamplerEmitter: SamplerEmitter.Function]

    private init?() {
        guard Processor.current.vectorWidth != nil else { return nil }
        var assembler = Assembler(width: .eight)
        var offsets: [SamplerEmitter: Int] = [:]
        for emitter in SamplerEmitter.all {
            assembler.align()
            offsets[emitter] = assembler.bytes.count
            emitter.emit(&assembler)
        }
        guard let memory = ExecutableMemory(assembler.bytes) else { return nil }
        code = memory
        functions = offsets.mapValues { memory.function(at: $0, as: SamplerEmitter.Function.self) }
    }

    /// Whether rows of `rowLength` elements can be filled from this image: eight pixels are sampled at a time,
    /// distances in bytes are 32-bit integers, and four bytes are read at once.
    func canSample(_ image: SampledImage, rowLength: Int) -> Bool {
        rowLength % (3 * 8) == 0 && rowLength > 0 && image.layout.isReadable
    }

    /// Fills some rows.
    func sample(_ image: SampledImage, into rows: SampledRows) {
        guard canSample(image, rowLength: rows.length), let function = functions[SamplerEmitter(image)],
            let pixels = image.layout.firstBytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        else { preconditionFailure("generated code cannot sample rows of \(rows.length) elements") }
        let distance = image.distance(ofRows: GeneratedSampler.rowsAhead)
        let stride = image.layout.firstSteps.down
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: SamplerConstants.count) { memory in
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: SamplerConstants.planeCount) { planeMemory in
                guard let start = memory.baseAddress, let planes = planeMemory.baseAddress else { return }
                let constants = SamplerConstants(start: start, planes: planes)
                constants.set(image)
                for row in rows.range {
                    constants.set(image, row: row)
                    function(start, pixels, rows[row], rows.length / (3 * 8), distance, stride, planes)
                }
            }
        }
    }
}

extension SamplerEmitter {
    /// The emitter of the function for an image.
    fileprivate init(_ image: SampledImage) {
        isBlackOutside = image.isBlackOutside
        source =
            switch image.layout {
            case .interleaved: .interleaved
            case .yCbCr(let pixels): pixels.swapsAxes ? .turnedYCbCr : .yCbCr
            }
    }
}
