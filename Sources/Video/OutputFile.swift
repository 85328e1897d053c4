import CPoiseFFmpeg
import PoiseSupport
import PoiseLibC

/// An output of FFmpeg: a pipe or device, which is written to directly, or a file that gets its name when it is complete.
final class OutputFile {
    /// The file, as the caller named it.
    let place: String
    private let file: AtomicFile
    private(set) var context: UnsafeMutablePointer<AVIOContext>?

    /// Whether FFmpeg can seek back and overwrite.
    var isSeekable: Bool { file.isAside }

    /// The format of the name's extension, or MP4 for a pipe or device without one; `nil` if the extension is unknown.
    var format: VideoFileFormat? {
        // A leading dot marks a hidden file and begins no extension.
        let name = (place.split(separator: "/").last ?? "").drop { $0 == "." }
        let fileExtension = name.lastIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? ""
        return VideoFileFormat(fileExtension: fileExtension) ?? (isSeekable ? nil : .mp4)
    }

    /// Opens an output.
    ///
    /// - Parameter path: The path of the file; `-` is standard output.
    init(path: String) throws(VideoError) {
        place = path
        do { file = try AtomicFile(path: path == "-" ? "/dev/stdout" : path) } catch {
            throw VideoError(error, at: path)
        }
        makeContext()
    }

    deinit {
        av_free(context?.pointee.buffer)
        avio_context_free(&context)
    }

    /// Seeks to the beginning to write another content. A pipe or device must not have been written to before.
    func restart() throws(VideoError) {
        av_free(context?.pointee.buffer)
        avio_context_free(&context)
        if file.isAside {
            do { _ = try file.seek(0, from: SEEK_SET) } catch { throw VideoError(error, at: place) }
        }
        makeContext()
    }

    /// Gives the file its final name, as `AtomicFile.commit(isComplete:)` does. The content must have been flushed.
    ///
    /// - Returns: The path of the partial file, or `nil` if the file has the name that the caller gave.
    func commit(isComplete: Bool) throws(VideoError) -> String? {
        let isNamed = isSeekable
        do {
            let path = try file.commit(isComplete: isComplete)
            return isNamed && path != place ? path : nil
        } catch { throw VideoError(error, at: place) }
    }

    private func makeContext() {
        let size = 1 << 16
        context = avio_alloc_context(
            av_malloc(size)?.assumingMemoryBound(to: UInt8.self), Int32(size), 1,
            Unmanaged.passUnretained(self).toOpaque(), nil,
            { output, bytes, count in
                guard let output, let bytes else { return poise_error_of_system(EINVAL) }
                let file = Unmanaged<OutputFile>.fromOpaque(output).takeUnretainedValue()
                return file.write(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
            },
            !isSeekable
                ? nil
                : { output, offset, origin in
                    guard let output else { return -1 }
                    let file = Unmanaged<OutputFile>.fromOpaque(output).takeUnretainedValue()
                    return file.seek(offset, origin)
                })
    }

    private func write(_ bytes: UnsafeRawBufferPointer) -> Int32 {
        do { try file.write(bytes) } catch { return poise_error_of_system(error.code) }
        return Int32(bytes.count)
    }

    private func seek(_ offset: Int64, _ origin: Int32) -> Int64 {
        do {
            return origin & AVSEEK_SIZE != 0 ? try file.byteCount() : try file.seek(offset, from: origin & 3)
        } catch {
            return Int64(poise_error_of_system(error.code))
        }
    }
}

extension VideoError {
    /// Creates the video error for an error of writing a file.
    fileprivate init(_ error: FileError, at place: String) {
        switch error.step {
        case .create: self.init(.cannotCreate(detail: error.detail), at: place)
        case .write: self.init(.writeFailed(detail: error.detail), at: place)
        }
    }
}
