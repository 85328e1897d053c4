/// A picture, and how it is laid under the pixels of a network's input.
package struct WarpedPicture {
    /// RGB. `[height, width, 3]`
    package let pixels: UnsafeBufferPointer<UInt8>
    package let width: Int
    package let height: Int
    /// Whether it is black beyond the picture's edge; else the pixel at the edge goes on.
    package let isBlackOutside: Bool
    /// From an output pixel's column, row and 1 to the place's x, y, and the divisor of both.
    package let x: SIMD3<Double>
    package let y: SIMD3<Double>
    package let divisor: SIMD3<Double>
    /// What a byte is multiplied with, and what is added then.
    package let scale: Float
    package let offset: Float

    package init(
        pixels: UnsafeBufferPointer<UInt8>, width: Int, height: Int, isBlackOutside: Bool, x: SIMD3<Double>,
        y: SIMD3<Double>, divisor: SIMD3<Double>, scale: Float, offset: Float
    ) {
        precondition(pixels.count == width * height * 3, "a picture has three bytes a pixel")
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

    /// About how many bytes lie between the pixels of an output row and of one so many rows below.
    func distance(ofRows rows: Int) -> Int {
        let (right, down) = (Double(rows) * x.y / divisor.z, Double(rows) * y.y / divisor.z)
        let bytes = 3 * (down.rounded() * Double(width) + right)
        return bytes.magnitude < Double(pixels.count) ? Int(bytes) : 0
    }

    /// Places further out than this many 1/32 pixels are all the same.
    static let farAway = Double(1 << 24)
}

/// Samples pictures by generated code: in a quarter of the time of compiled code, and no more in a debug build.
package final class PictureWarp: Sendable {
    /// The one of this process; `nil` where no code can be made.
    package static let shared = PictureWarp()

    /// Output rows from the one that is sampled to the one whose pixels are asked for.
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

    /// Whether rows of so many numbers can be filled with this picture: eight pixels are sampled at a time, the distances
    /// of bytes are 32-bit integers, and four bytes are read at once.
    package func canSample(_ picture: WarpedPicture, rowLength: Int) -> Bool {
        rowLength % (3 * 8) == 0 && rowLength > 0 && 4...Int(Int32.max) ~= picture.pixels.count
    }

    /// Fills some rows, `[rows, columns, 3]`.
    package func sample(_ picture: WarpedPicture, into rows: InputRows) {
        guard canSample(picture, rowLength: rows.length), let pixels = picture.pixels.baseAddress else {
            preconditionFailure("rows of \(rows.length) numbers are not sampled by generated code")
        }
        let function = picture.isBlackOutside ? black : replicate
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: WarpConstants.count) { memory in
            guard let start = memory.baseAddress else { return }
            let constants = WarpConstants(start: start)
            constants.set(picture)
            for row in rows.range {
                constants.set(picture, row: row)
                function(
                    start, pixels, rows[row], rows.length / (3 * 8), picture.distance(ofRows: PictureWarp.rowsAhead),
                    3 * picture.width)
            }
        }
    }
}
