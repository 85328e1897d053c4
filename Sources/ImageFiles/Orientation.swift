import PoiseGeometry
import PoiseImaging

/// The rotation and mirroring that make a stored image upright. The raw values are those of the EXIF tag Orientation
/// (0x0112).
package enum Orientation: Int, CaseIterable {
    case upright = 1
    case mirrored = 2
    case halfTurn = 3
    case mirroredHalfTurn = 4
    case transposed = 5
    case quarterTurnRight = 6
    case transposedHalfTurn = 7
    case quarterTurnLeft = 8

    /// Whether stored rows become columns.
    private var swapsAxes: Bool { rawValue >= 5 }
    /// Whether the upright image begins at the last stored column.
    private var startsAtLastColumn: Bool { [2, 3, 7, 8].contains(rawValue) }
    /// Whether the upright image begins at the last stored row.
    private var startsAtLastRow: Bool { [3, 4, 6, 7].contains(rawValue) }

    /// Returns the size of the upright image.
    func size(_ stored: ImageSize) -> ImageSize {
        swapsAxes ? ImageSize(width: stored.height, height: stored.width) : stored
    }

    /// Returns the RGB pixels of the upright image; the stored ones are consumed.
    func upright(_ pixels: consuming [UInt8], stored: ImageSize) -> [UInt8] {
        if self == .upright { return pixels }
        let column = startsAtLastColumn ? -3 : 3
        let row = (startsAtLastRow ? -3 : 3) * stored.width
        let first =
            (startsAtLastColumn ? (stored.width - 1) * 3 : 0)
            + (startsAtLastRow ? (stored.height - 1) * stored.width * 3 : 0)
        let (stepRight, stepDown) = swapsAxes ? (row, column) : (column, row)
        let size = size(stored)
        let count = pixels.count
        return [UInt8](unsafeUninitializedCapacity: count) { output, initialized in
            pixels.withUnsafeBufferPointer { input in
                // In bands of rows, so that reading along columns reuses cache lines.
                for top in stride(from: 0, to: size.height, by: 16) {
                    for x in 0..<size.width {
                        for y in top..<min(top + 16, size.height) {
                            let source = first + x * stepRight + y * stepDown
                            let destination = (y * size.width + x) * 3
                            output[destination] = input[source]
                            output[destination + 1] = input[source + 1]
                            output[destination + 2] = input[source + 2]
                        }
                    }
                }
            }
            initialized = count
        }
    }
}
