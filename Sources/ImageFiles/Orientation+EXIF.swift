import PoiseGeometry
import PoiseImaging

extension Orientation {
    /// Creates an orientation from a value of the EXIF tag Orientation (0x0112), which TIFF uses, too; `nil` for others than 1
    /// to 8.
    package init?(exif value: Int) {
        switch value {
        case 1: self.init()
        case 2: self.init(mirrorsX: true)
        case 3: self.init(mirrorsX: true, mirrorsY: true)
        case 4: self.init(mirrorsY: true)
        case 5: self.init(swapsAxes: true)
        case 6: self.init(swapsAxes: true, mirrorsX: true)
        case 7: self.init(swapsAxes: true, mirrorsX: true, mirrorsY: true)
        case 8: self.init(swapsAxes: true, mirrorsY: true)
        default: return nil
        }
    }

    /// Returns the RGB pixels of the upright image; the stored ones are consumed.
    func upright(_ pixels: consuming [UInt8], stored: ImageSize) -> [UInt8] {
        if self == .upright { return pixels }
        let count = pixels.count
        return [UInt8](unsafeUninitializedCapacity: count) { output, initialized in
            pixels.withUnsafeBufferPointer { input in
                guard let input = input.baseAddress, let output = output.baseAddress else { return }
                copy(input, stride: stored.width * 3, width: stored.width, height: stored.height, to: output)
                initialized = count
            }
        }
    }
}
