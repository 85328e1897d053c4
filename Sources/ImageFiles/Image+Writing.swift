import CPoisePNG
import CPoiseTurboJPEG
import PoiseSupport
import PoiseImaging

#if canImport(FoundationEssentials)
    public import struct FoundationEssentials.URL
#else
    public import struct Foundation.URL
#endif

extension Image {
    /// The default quality of JPEG files: hard to distinguish from the original.
    public static let defaultQuality = 92

    /// Writes the image to a file. Gray images make gray files.
    ///
    /// An existing file is replaced in one step, and stays unchanged on an error. Pipes and devices are written to directly.
    ///
    /// - Parameters:
    ///   - url: The URL of a local file.
    ///   - format: The format; by default that of the name's extension, `.png`, `.jpg` or `.jpeg`.
    ///   - quality: The quality of JPEG, 1 (poor) to 100.
    /// - Throws: ``MediaError`` with the file's path.
    public func write(
        to url: URL, as format: ImageFileFormat? = nil, quality: Int = Image.defaultQuality
    ) throws(MediaError) {
        guard url.isFileURL else {
            throw MediaError(.cannotCreate(detail: "this is not the address of a local file"), path: url.absoluteString)
        }
        guard let format = format ?? ImageFileFormat(fileExtension: url.pathExtension) else {
            throw MediaError(.unknownExtension, path: url.path)
        }
        try write(toPath: url.path, as: format, quality: quality)
    }

    /// Writes the image to a file by its literal path.
    package func write(
        toPath path: String, as format: ImageFileFormat, quality: Int = Image.defaultQuality
    ) throws(MediaError) {
        do throws(MediaError) {
            let bytes =
                switch format {
                case .jpeg: try jpegData(quality: quality)
                case .png: try pngData()
                default: throw MediaError(.cannotEncode(format, detail: "images can be written only as PNG and JPEG"))
                }
            do { try AtomicFile.write(bytes, to: path) } catch { throw MediaError(error) }
        } catch {
            throw error.at(path)
        }
    }

    /// Returns the image as a PNG file in memory, with the same channels.
    ///
    /// - Throws: ``MediaError`` if a side is longer than libpng's limit of a million pixels.
    public func pngData() throws(MediaError) -> [UInt8] {
        guard let width = UInt32(exactly: width), let height = UInt32(exactly: height) else {
            throw MediaError(.cannotEncode(.png, detail: "a side is too long"))
        }
        var file: [UInt8] = []
        var message = [CChar](repeating: 0, count: 256)
        let isWritten = withUnsafeMutablePointer(to: &file) { file in
            poise_png_write(
                pixels, width, height, Int32(format.channels),
                { file, bytes, count in
                    file?.assumingMemoryBound(to: [UInt8].self).pointee
                        .append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
                }, file, &message, message.count)
        }
        guard isWritten else {
            let detail = String(decoding: message.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            throw MediaError(.cannotEncode(.png, detail: detail))
        }
        return file
    }

    /// Returns the image as a JPEG file in memory, in gray or color; opacity is dropped.
    ///
    /// Chroma keeps the full resolution (4:4:4), since poses are drawn on these images as thin lines of color.
    ///
    /// - Parameter quality: The quality, 1 (poor) to 100.
    /// - Throws: ``MediaError`` if a side is longer than JPEG's limit of 65,500 pixels.
    public func jpegData(quality: Int = Image.defaultQuality) throws(MediaError) -> [UInt8] {
        precondition((1...100).contains(quality), "the quality must be from 1 to 100")
        guard let width = Int32(exactly: width), let height = Int32(exactly: height) else {
            throw MediaError(.cannotEncode(.jpeg, detail: "a side is too long"))
        }
        let layout =
            switch format {
            case .grey: TJPF_GRAY
            case .rgb: TJPF_RGB
            case .rgba: TJPF_RGBX
            }
        let encoder = tjInitCompress()
        defer { tjDestroy(encoder) }
        var bytes: UnsafeMutablePointer<UInt8>?
        defer { tjFree(bytes) }
        var count: UInt = 0
        let status = tjCompress2(
            encoder, pixels, width, 0, height, layout.code, &bytes, &count,
            (format == .grey ? TJSAMP_GRAY : TJSAMP_444).code, Int32(quality), TJFLAG_ACCURATEDCT)
        guard status == 0 else {
            throw MediaError(.cannotEncode(.jpeg, detail: String(cString: tjGetErrorStr2(encoder))))
        }
        return [UInt8](UnsafeBufferPointer(start: bytes, count: Int(count)))
    }
}

extension MediaError {
    /// Creates the media error for an error of writing a file.
    fileprivate init(_ error: FileError) {
        switch error.step {
        case .create: self.init(.cannotCreate(detail: error.detail))
        case .write: self.init(.writeFailed(detail: error.detail))
        }
    }
}
