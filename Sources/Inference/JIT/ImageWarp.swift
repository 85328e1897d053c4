/// An image and its mapping to the pixels of a network's input.
package struct WarpedImage {
    /// The places of the pixels in memory, which the functions read without copies.
    package let pixels: WarpedPixels
    /// The size of the image.
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
        pixels: WarpedPixels, width: Int, height: Int, isBlackOutside: Bool, x: SIMD3<Double>,
        y: SIMD3<Double>, divisor: SIMD3<Double>, scale: Float, offset: Float
    ) {
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
        let plane = pixels.firstPlane
        let (stepX, stepY) = pixels.swapsAxes ? (plane.stepY, plane.stepX) : (plane.stepX, plane.stepY)
        let bytes = down.rounded() * Double(stepY) + right * Double(stepX)
        return bytes.magnitude < Double(plane.bytes.count) ? Int(bytes) : 0
    }

    /// The distance in 1/32 pixels beyond which positions are clamped.
    static let farAway = Double(1 << 24)
}

/// The places of an image's pixels in memory, by column and row of the upright image.
package enum WarpedPixels {
    /// Channels beside each other; `order` has the index of red, green and blue.
    case interleaved(WarpedPlane, order: (red: Int, green: Int, blue: Int))
    /// Brightness, and color differences at half the size, both planes of which have equal steps.
    case yCbCr(luma: WarpedPlane, blue: WarpedPlane, red: WarpedPlane, WarpedColors)

    var firstPlane: WarpedPlane {
        switch self {
        case .interleaved(let plane, _), .yCbCr(let plane, _, _, _): plane
        }
    }

    /// Whether columns of the upright image are rows of the planes.
    fileprivate var swapsAxes: Bool {
        if case .yCbCr(_, _, _, let colors) = self { colors.swapsAxes } else { false }
    }

    /// Whether distances in bytes are 32-bit integers, and four bytes can be read at once.
    fileprivate var isReadable: Bool {
        func isReadable(_ plane: WarpedPlane) -> Bool { 4...Int(Int32.max) ~= plane.bytes.count }
        return switch self {
        case .interleaved(let plane, _): isReadable(plane)
        case .yCbCr(let luma, let blue, let red, _):
            isReadable(luma) && isReadable(blue) && isReadable(red) && luma.stepX == 1 && blue.stepX <= 2
                && blue.stepX == red.stepX && blue.stepY == red.stepY
        }
    }
}

/// A plane of an image.
package struct WarpedPlane {
    package let bytes: UnsafeRawBufferPointer
    /// Bytes from one column and one row of the upright image to the next; with color differences, of the plane.
    package let stepX: Int
    package let stepY: Int
    /// The place of the first pixel of the upright image, bytes.
    package let first: Int

    package init(bytes: UnsafeRawBufferPointer, first: Int = 0, stepX: Int, stepY: Int) {
        self.bytes = bytes
        self.first = first
        self.stepX = stepX
        self.stepY = stepY
    }
}

/// The way from indices of the upright image to those of planes with color differences, and the conversion to RGB in 16-bit
/// integers: products are `value * factor >> 16`.
package struct WarpedColors {
    /// Whether columns of the upright image are rows of the planes.
    package let swapsAxes: Bool
    /// Sign and offset of columns, and of rows: stored index = offset + sign * index.
    package let across: (sign: Int, offset: Int)
    package let down: (sign: Int, offset: Int)
    /// Subtracted from 8 times the brightness.
    package let offset: Int32
    package let luma: Int32
    package let redByCr: Int32
    package let greenByCb: Int32
    package let greenByCr: Int32
    package let blueByCb: Int32

    package init(
        swapsAxes: Bool, across: (sign: Int, offset: Int), down: (sign: Int, offset: Int), offset: Int32, luma: Int32,
        redByCr: Int32, greenByCb: Int32, greenByCr: Int32, blueByCb: Int32
    ) {
        self.swapsAxes = swapsAxes
        self.across = across
        self.down = down
        self.offset = offset
        self.luma = luma
        self.redByCr = redByCr
        self.greenByCb = greenByCb
        self.greenByCr = greenByCr
        self.blueByCb = blueByCb
    }
}

/// Samples images with generated code: in a quarter of the time of compiled code, and equally fast in a debug build.
package final class ImageWarp: Sendable {
    /// The instance of this process; `nil` where code cannot be generated.
    package static let shared = ImageWarp()

    /// Number of output rows between the sampled row and the row whose pixels are prefetched.
    private static let rowsAhead = 4

    private let code: ExecutableMemory
    /// By emitter.
    private let functions: [WarpEmitter: WarpEmitter.Function]

    private init?() {
        guard Processor.current.vectorWidth != nil else { return nil }
        var assembler = Assembler(width: .eight)
        var offsets: [WarpEmitter: Int] = [:]
        for emitter in WarpEmitter.all {
            assembler.align()
            offsets[emitter] = assembler.bytes.count
            emitter.emit(&assembler)
        }
        guard let memory = ExecutableMemory(assembler.bytes) else { return nil }
        code = memory
        functions = offsets.mapValues { memory.function(at: $0, as: WarpEmitter.Function.self) }
    }

    /// Whether rows of `rowLength` elements can be filled from this image: eight pixels are sampled at a time,
    /// distances in bytes are 32-bit integers, and four bytes are read at once.
    package func canSample(_ image: WarpedImage, rowLength: Int) -> Bool {
        rowLength % (3 * 8) == 0 && rowLength > 0 && image.pixels.isReadable
    }

    /// Fills some rows, `[rows, columns, 3]`.
    package func sample(_ image: WarpedImage, into rows: InputRows) {
        let plane = image.pixels.firstPlane
        guard canSample(image, rowLength: rows.length), let function = functions[WarpEmitter(image)],
            let pixels = plane.bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        else { preconditionFailure("generated code cannot sample rows of \(rows.length) elements") }
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: WarpConstants.count) { memory in
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: WarpConstants.planeCount) { planeMemory in
                guard let start = memory.baseAddress, let planes = planeMemory.baseAddress else { return }
                let constants = WarpConstants(start: start, planes: planes)
                constants.set(image)
                for row in rows.range {
                    constants.set(image, row: row)
                    function(
                        start, pixels, rows[row], rows.length / (3 * 8),
                        image.distance(ofRows: ImageWarp.rowsAhead), plane.stepY, planes)
                }
            }
        }
    }
}

extension WarpEmitter {
    /// The emitter of the function for an image.
    fileprivate init(_ image: WarpedImage) {
        isBlackOutside = image.isBlackOutside
        source =
            switch image.pixels {
            case .interleaved: .interleaved
            case .yCbCr: image.pixels.swapsAxes ? .turnedYCbCr : .yCbCr
            }
    }
}
