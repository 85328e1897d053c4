/// The blocks of a GIF file (GIF89a specification, section 17 on).
///
/// FFmpeg's decoder returns a truncated image without an error, so the blocks are checked here.
enum GIFStructure {
    /// Returns whether the first image of a file is complete.
    static func hasFirstImage(_ file: [UInt8]) -> Bool {
        var position = 13 + colorTableLength(file, flagsAt: 10)
        while position < file.count {
            switch file[position] {
            case 0x21:
                // An extension: a label, then blocks.
                guard skipBlocks(file, from: &position, after: 2) else { return false }
            case 0x2C:
                // An image: a descriptor, colors, the size of the codes, then blocks.
                let colors = colorTableLength(file, flagsAt: position + 9)
                return skipBlocks(file, from: &position, after: 10 + colors + 1)
            default:
                return false
            }
        }
        return false
    }

    private static func colorTableLength(_ file: [UInt8], flagsAt position: Int) -> Int {
        guard position < file.count, file[position] & 0x80 != 0 else { return 0 }
        return 3 << (Int(file[position] & 7) + 1)
    }

    /// Moves the position behind a list of blocks, each of which begins with its length, up to one of length 0; returns
    /// `false` if the file ends before.
    private static func skipBlocks(_ file: [UInt8], from position: inout Int, after header: Int) -> Bool {
        position += header
        while position < file.count {
            let length = Int(file[position])
            position += 1 + length
            if length == 0 { return true }
        }
        return false
    }
}
