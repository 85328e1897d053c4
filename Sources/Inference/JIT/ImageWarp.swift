/// An image and its mapping to the pixels of a network's input.
package struct WarpedImage {
    /// RGB. `[height, width, 3]`
    package let pixels: UnsafeBufferPointer<UInt8>
    package let width: Int
    package let height: Int
    /// Whether pixels beyond the edge of the image are black; otherwise the edge pixel is repeated.
    package let isBlackOutside: Bool
    /// Coefficients that map column, row and 1 of an output pixel to x, y, and the divisor of both.
    package let x: SIMD3<Double>
    package let y: SIMD3<Double>
    package let divisor: SIMD3<Double>
    /// The factor and then the offset applied to each byte.
    package let scale: Float
    package let offset: Float

    package init(
        pixels: UnsafeBufferPointer<UInt8>, width: Int, height: Int, isBlackOutside: Bool, x: SIMD3<Double>,
        y: SIMD3<Double>, divisor: SIMD3<Double>, scale: Float, offset: Float
    ) {
        precondition(pixels.count == width * height * 3, "an image has three bytes per pixel")
        self.pixels = pixels
        self.width = width
        self.height = height
        self.isBlackOutside = isBlackOutside
        self.x = x
        self.y = y
        self.divisor = divisor
        self.scale = scale
        self.offset = offset
    }

    /// Returns the approximate distance in bytes between the pixels of output rows that are `rows` apart.
    func distance(ofRows rows: Int) -> Int {
        let (right, down) = (Double(rows) * x.y / divisor.z, Double(rows) * y.y / divisor.z)
        let bytes = 3 * (down.rounded() * Double(width) + right)
        return bytes.magnitude < Double(pixels.count) ? Int(bytes) : 0
    }

    /// The distance in 1/32 pixels beyond which positions are clamped.
    static let farAway = Double(1 << 24)
}

/// Samples images with generated code: in a quarter of the time of compiled code, and equally fast in a debug build.
package final class ImageWarp: Sendable {
    /// The instance of this process; `nil` where code cannot be generated.
    package static let shared = ImageWarp()

    /// Number of output rows between the sampled row and the row whose pixels are prefetched.
    private static let rowsAhead = 4

    private let code: ExecutableMemory
    private let replicate: WarpEmitter.Function
    private let black: WarpEmitter.Function

    private init?() {
        guard Processor.current.vectorWidth != nil else { return nil }
        var assembler = Assembler(width: .eight)
        WarpEmitter(isBlackOutside: false).emit(&assembler)
        assembler.align()
        let second = assembler.bytes.count
        WarpEmitter(isBlackOutside: true).emit(&assembler)
        guard let memory = ExecutableMemory(assembler.bytes) else { return nil }
        code = memory
        replicate = memory.function(at: 0, as: WarpEmitter.Function.self)
        black = memory.function(at: second, as: WarpEmitter.Function.self)
    }

    /// Whether rows of `rowLength` elements can be filled from this image: eight pixels are sampled at a time,
    /// distances in bytes are 32-bit integers, and four bytes are read at once.
    package func canSample(_ picture: WarpedImage, rowLength: Int) -> Bool {
        rowLength % (3 * 8) == 0 && rowLength > 0 && 4...Int(Int32.max) ~= picture.pixels.count
    }

    /// Fills some rows, `[rows, columns, 3]`.
    package func sample(_ picture: WarpedImage, into rows: InputRows) {
        guard canSample(picture, rowLength: rows.length), let pixels = picture.pixels.baseAddress else {
            preconditionFailure("generated code cannot sample rows of \(rows.length) elements")
        }
        let function = picture.isBlackOutside ? black : replicate
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: WarpConstants.count) { memory in
            guard let start = memory.baseAddress else { return }
            let constants = WarpConstants(start: start)
            constants.set(picture)
            for row in rows.range {
                constants.set(picture, row: row)
                function(
                    start, pixels, rows[row], rows.length / (3 * 8), picture.distance(ofRows: ImageWarp.rowsAhead),
                    3 * picture.width)
            }
        }
    }
}
