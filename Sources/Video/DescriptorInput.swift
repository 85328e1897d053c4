import CFFmpeg
import Glibc

/// Feeds FFmpeg from an open file descriptor, a pipe mostly, and gives up when its watch says so; FFmpeg's own reader of
/// pipes waits for ever.
final class DescriptorInput {
    private let descriptor: Int32
    private let watch: Watch
    private(set) var context: UnsafeMutablePointer<AVIOContext>?

    init(_ descriptor: Int32, watch: Watch) {
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
        // FFmpeg may have put another buffer in the place of ours.
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
            if received > 0 { return Int32(received) }
            if received == 0 { return poise_error_end }
            if errno != EINTR && errno != EAGAIN { return poise_error_of_system(errno) }
        }
    }
}
