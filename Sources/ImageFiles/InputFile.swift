import PoiseSupport
import PoiseLibC

/// A reader of whole files.
enum InputFile {
    /// Returns the bytes of an image file, pipe or device.
    ///
    /// At most the bytes that an image within the limit can need are kept in memory.
    ///
    /// - Parameter recognize: A closure that gets the first ``ImageFileFormat/signatureLength`` bytes, or all of a shorter
    ///   file, and throws if they do not begin an image; the rest is then not read.
    static func bytes(
        path: String, maximumPixels: Int, recognize: (ArraySlice<UInt8>) throws(MediaError) -> Void
    ) throws(MediaError) -> [UInt8] {
        let descriptor = try open(path: path)
        defer { _ = close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw MediaError(.readFailed(detail: systemError())) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw MediaError(.isFolder) }

        let limit = maximumBytes(pixels: maximumPixels)
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
        defer { chunk.deallocate() }
        var bytes: [UInt8] = []
        var isRecognized = false
        while true {
            let count = try readBytes(of: descriptor, into: chunk)
            bytes.append(contentsOf: chunk[..<count])
            if !isRecognized, count == 0 || bytes.count >= ImageFileFormat.signatureLength {
                try recognize(bytes.prefix(ImageFileFormat.signatureLength))
                isRecognized = true
                guard status.st_size <= limit else { throw MediaError(.tooManyBytes(maximum: limit)) }
                bytes.reserveCapacity(Int(status.st_size))
            }
            guard bytes.count <= limit else { throw MediaError(.tooManyBytes(maximum: limit)) }
            if count == 0 { return bytes }
        }
    }

    private static func open(path: String) throws(MediaError) -> Int32 {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        if descriptor >= 0 { return descriptor }
        switch errno {
        case ENOENT, ENOTDIR: throw MediaError(.notFound)
        default: throw MediaError(.cannotOpen(detail: systemError()))
        }
    }

    /// Reads the next bytes and returns their number; 0 at the end of the file.
    private static func readBytes(
        of descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer
    ) throws(MediaError) -> Int {
        while true {
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR { throw MediaError(.readFailed(detail: systemError())) }
        }
    }

    /// Returns the limit of bytes for a limit of pixels: 8 bytes per uncompressed pixel (16-bit RGB and opacity), plus 64 MiB
    /// for profiles and other metadata.
    private static func maximumBytes(pixels: Int) -> Int {
        min(max(pixels, 0), Int.max / 16) * 8 + (64 << 20)
    }
}
