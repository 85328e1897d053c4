/// The places of an upright image's pixels in memory. Valid as long as the memory is.
package enum PixelLayout {
    case interleaved(InterleavedPixels)
    case yCbCr(YCbCrPixels)

    /// Returns a pixel inside the upright image.
    package func rgb(_ column: Int, _ row: Int) -> (red: UInt8, green: UInt8, blue: UInt8) {
        switch self {
        case .interleaved(let pixels):
            let place = pixels.first + column * pixels.stepX + row * pixels.stepY
            let order = pixels.order
            return (
                pixels.bytes[place + order.red], pixels.bytes[place + order.green], pixels.bytes[place + order.blue]
            )
        case .yCbCr(let pixels): return pixels.rgb(column, row)
        }
    }
}

/// A plane of equal pixels.
package struct PlacedPlane {
    package let bytes: UnsafeRawBufferPointer
    /// Bytes from one pixel to the next in a row.
    package let pixelBytes: Int
    /// Bytes from the start of a row to that of the next.
    package let stride: Int

    init(_ plane: ImageView.Plane, pixelBytes: Int) {
        bytes = plane.bytes
        self.pixelBytes = pixelBytes
        stride = plane.stride
    }
}

/// Pixels whose channels lie beside each other.
package struct InterleavedPixels {
    package let bytes: UnsafeRawBufferPointer
    /// The place of the upright image's first pixel, and the steps to its next pixel and its next row, bytes.
    package let first: Int
    package let stepX: Int
    package let stepY: Int
    /// The index of each channel's byte in a pixel.
    package let order: (red: Int, green: Int, blue: Int)

    init(
        _ plane: PlacedPlane, width: Int, height: Int, _ orientation: Orientation,
        order: (red: Int, green: Int, blue: Int)
    ) {
        let steps = orientation.steps(
            pixelBytes: plane.pixelBytes, stride: plane.stride, width: width, height: height)
        bytes = plane.bytes
        (first, stepX, stepY) = (steps.first, steps.x, steps.y)
        self.order = order
    }

    /// Copies the upright image. `[height, width, 3]`
    func copy(width: Int, height: Int, to output: UnsafeMutableBufferPointer<UInt8>) {
        guard let input = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), let output = output.baseAddress
        else { return }
        if stepX == 3, order == (0, 1, 2) {
            for y in 0..<height {
                (output + y * width * 3).update(from: input + (first + y * stepY), count: width * 3)
            }
            return
        }
        // In bands of rows, so that reading along columns reuses cache lines.
        for top in stride(from: 0, to: height, by: 16) {
            for x in 0..<width {
                for y in top..<min(top + 16, height) {
                    let source = input + (first + x * stepX + y * stepY)
                    let destination = output + (y * width + x) * 3
                    destination[0] = source[order.red]
                    destination[1] = source[order.green]
                    destination[2] = source[order.blue]
                }
            }
        }
    }
}

/// Pixels of brightness and color differences, the latter at half the size.
package struct YCbCrPixels {
    /// The way from an index of the upright image to one of the stored planes: its sign and what is added.
    package struct Axis {
        package let sign: Int
        package let offset: Int

        init(isMirrored: Bool, count: Int) {
            (sign, offset) = isMirrored ? (-1, count - 1) : (1, 0)
        }

        @inline(__always)
        func stored(_ index: Int) -> Int { offset &+ sign &* index }
    }

    package let luma: PlacedPlane
    package let blue: PlacedPlane
    package let red: PlacedPlane
    /// Whether columns of the upright image are stored as rows.
    package let swapsAxes: Bool
    /// The ways of columns and of rows of the upright image.
    package let across: Axis
    package let down: Axis
    package let conversion: YCbCrConversion

    init(
        width: Int, height: Int, _ orientation: Orientation, luma: PlacedPlane, blue: PlacedPlane, red: PlacedPlane,
        _ colors: YCbCr
    ) {
        let size = orientation.size(width: width, height: height)
        self.luma = luma
        self.blue = blue
        self.red = red
        swapsAxes = orientation.swapsAxes
        across = Axis(isMirrored: orientation.mirrorsX, count: size.width)
        down = Axis(isMirrored: orientation.mirrorsY, count: size.height)
        conversion = YCbCrConversion(colors)
    }

    /// Returns a pixel of the upright image.
    @inline(__always)
    func rgb(_ column: Int, _ row: Int) -> (red: UInt8, green: UInt8, blue: UInt8) {
        let (x, y) =
            swapsAxes
            ? (down.stored(row), across.stored(column)) : (across.stored(column), down.stored(row))
        let (halfX, halfY) = (x >> 1, y >> 1)
        return conversion.rgb(
            luma.bytes[y &* luma.stride &+ x],
            cb: blue.bytes[halfY &* blue.stride &+ halfX &* blue.pixelBytes],
            cr: red.bytes[halfY &* red.stride &+ halfX &* red.pixelBytes])
    }

    /// Copies the upright image. `[height, width, 3]`
    func copy(width: Int, height: Int, to output: UnsafeMutableBufferPointer<UInt8>) {
        var index = 0
        for row in 0..<height {
            for column in 0..<width {
                (output[index], output[index + 1], output[index + 2]) = rgb(column, row)
                index += 3
            }
        }
    }
}
