import CPoiseFFmpeg
import PoiseSupport
import PoiseLibC

/// An input of FFmpeg with the options for opening it.
struct Input: Sendable {
    /// The name in errors, as the caller named the input.
    var place: String
    /// The URL for FFmpeg.
    var url: String
    /// FFmpeg's name of the format, if it cannot be recognized from the bytes.
    var format: String?
    /// The options for opening the input.
    var options: [String: String] = [:]
    /// Additional options of the first attempt; if it fails, the input is opened without them.
    var preferences: [String: String] = [:]
    /// The descriptor to read from instead of the URL.
    var descriptor: Int32?
    /// Whether frames arrive in real time and the source does not wait: then they are decoded with low latency rather than
    /// high throughput, and the oldest are dropped if the consumer is slow.
    var isLive = false
    /// Whether this is a camera, which is polled for frames instead of blocking.
    var isDevice = false

    /// Returns the input for a file.
    ///
    /// The file may refer to others, as playlists do; they must be local too. The path is used literally, not as a pattern.
    static func file(_ path: String, named name: String? = nil) -> Input {
        Input(
            place: name ?? path, url: "file:" + path,
            options: ["protocol_whitelist": "file,crypto,data", "pattern_type": "none"])
    }

    /// Checks that the path is a regular file or block device, with clearer errors than FFmpeg's.
    ///
    /// - Throws: ``VideoError`` otherwise, or if the file is empty.
    func checkFile() throws(VideoError) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            let isMissing = errno == ENOENT || errno == ENOTDIR
            throw VideoError(isMissing ? .notFound : .cannotOpen(detail: systemError()), at: place)
        }
        if status.st_mode & S_IFMT == S_IFDIR { throw VideoError(.isFolder, at: place) }
        guard status.st_mode & S_IFMT == S_IFREG || status.st_mode & S_IFMT == S_IFBLK else {
            throw VideoError(.cannotOpen(detail: "a pipe or device must be read as a stream"), at: place)
        }
        if status.st_mode & S_IFMT == S_IFREG, status.st_size == 0 { throw VideoError(.empty, at: place) }
    }

    /// The path of a local file.
    private var path: String { String(url.dropFirst("file:".count)) }

    /// Whether the input is a local file.
    var isFile: Bool { url.hasPrefix("file:") }

    /// Returns the cause of an error: a file that cannot be read may only lack its end.
    func cause(of error: VideoError) -> VideoError {
        error.kind == .badData && lacksIndex ? VideoError(.incomplete, at: place) : error
    }

    /// Whether the input is an MP4 or QuickTime file whose index, the box `moov`, is cut off or missing.
    private var lacksIndex: Bool {
        guard isFile, let file = fopen(path, "rbe") else { return false }
        defer { fclose(file) }
        fseek(file, 0, SEEK_END)
        let end = ftell(file)
        var position = 0
        while position < end, fseek(file, position, SEEK_SET) == 0 {
            var header = [UInt8](repeating: 0, count: 16)
            let count = fread(&header, 1, 16, file)
            let name = header[4..<8]
            if position == 0, !name.elementsEqual("ftyp".utf8) { return false }
            guard count >= 8 else { return true }
            // A size of 1 means a 64-bit size after the name, and 0 the rest of the file.
            var size = header[0..<4].reduce(0) { $0 << 8 | Int($1) }
            if size == 1, header[8] == 0 { size = header[8..<16].reduce(0) { $0 << 8 | Int($1) } }
            if size == 0 { size = end - position }
            guard size >= 8 else { return false }
            if name.elementsEqual("moov".utf8) { return size > end - position }
            guard size <= end - position else { return true }
            position += size
        }
        return true
    }
}

/// An input of FFmpeg from an open file descriptor, usually a pipe, that ends at the deadline or cancellation of its watch.
/// FFmpeg's own reader of pipes waits forever.
final class DescriptorInput {
    private let descriptor: Int32
    private let watch: InterruptDeadline
    private(set) var context: UnsafeMutablePointer<AVIOContext>?
    /// Whether any bytes were received.
    private(set) var hasReceived = false

    init(_ descriptor: Int32, watch: InterruptDeadline) {
        self.descriptor = descriptor
        self.watch = watch
        let size = 1 << 16
        context = avio_alloc_context(
            av_malloc(size)?.assumingMemoryBound(to: UInt8.self), Int32(size), 0,
            Unmanaged.passUnretained(self).toOpaque(),
            { input, buffer, count in
                guard let input, let buffer else { return poise_error_end }
                return Unmanaged<DescriptorInput>.fromOpaque(input).takeUnretainedValue().read(buffer, count)
            }, nil, nil)
    }

    deinit {
        // FFmpeg may have replaced the buffer.
        av_free(context?.pointee.buffer)
        avio_context_free(&context)
    }

    private func read(_ buffer: UnsafeMutablePointer<UInt8>, _ count: Int32) -> Int32 {
        while true {
            if watch.isOver { return poise_error_interrupted }
            var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&request, 1, 50)
            if ready == 0 || ready < 0 && errno == EINTR { continue }
            let received = Glibc.read(descriptor, buffer, Int(count))
            if received > 0 {
                hasReceived = true
                return Int32(received)
            }
            if received == 0 { return poise_error_end }
            if errno != EINTR && errno != EAGAIN { return poise_error_of_system(errno) }
        }
    }
}
