import CFFmpeg
import Files
import Glibc

/// Where a video is written, as FFmpeg knows files: a pipe or device, which is written to directly, or a file that gets its
/// name when all is done.
final class OutputFile {
    private let place: String
    private let file: AtomicFile
    private(set) var context: UnsafeMutablePointer<AVIOContext>?

    /// Whether FFmpeg may go back and write something else.
    var isSeekable: Bool { file.isAside }

    init(path: String) throws(VideoError) {
        place = path
        do { file = try AtomicFile(path: path) } catch { throw VideoError(error, at: path) }
        makeContext()
    }

    deinit {
        av_free(context?.pointee.buffer)
        avio_context_free(&context)
    }

    /// Gives the file its final name. Everything must have been flushed into it.
    func commit() throws(VideoError) {
        do { try file.commit() } catch { throw VideoError(error, at: place) }
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
    /// What writing a file failed with.
    fileprivate init(_ error: FileError, at place: String) {
        switch error.step {
        case .create: self.init(.cannotCreate(detail: error.detail), at: place)
        case .write: self.init(.writeFailed(detail: error.detail), at: place)
        }
    }
}
