import CPoiseFFmpeg
import PoiseLibC

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
