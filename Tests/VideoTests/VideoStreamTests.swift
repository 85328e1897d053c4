import Foundation
import PoiseImaging
import PoiseTestSupport
import Synchronization
import Testing
import PoiseVideo

@Suite("Cameras, networks and pipes", .timeLimit(.minutes(5)))
struct VideoStreamTests {
    /// Returns a pipe that a thread writes to; the writing end is closed afterward unless it must stay open.
    private static func pipe(_ bytes: [UInt8], staysOpen: Bool = false) -> (input: Int32, output: Int32) {
        var ends: [Int32] = [0, 0]
        Glibc.pipe(&ends)
        let output = ends[1]
        Thread.detachNewThread {
            var written = 0
            while written < bytes.count {
                let count = bytes.withUnsafeBytes {
                    write(output, $0.baseAddress?.advanced(by: written), $0.count - written)
                }
                if count <= 0 { break }
                written += count
            }
            if !staysOpen { close(output) }
        }
        return (ends[0], output)
    }

    /// Returns numbered gray images as YUV4MPEG2, 25 per second.
    private static func y4m(_ count: Int) -> [UInt8] {
        Array("YUV4MPEG2 W64 H48 F25:1 Ip A1:1 C420\n".utf8)
            + (0..<count).flatMap { number in
                // Luma of a gray value, in limited range.
                let luma = UInt8(16 + (Int(Fixtures.level(number)) * 219 + 127) / 255)
                return Array("FRAME\n".utf8) + [UInt8](repeating: luma, count: 64 * 48)
                    + [UInt8](repeating: 128, count: 64 * 24)
            }
    }

    @Test("YUV4MPEG2 on a pipe")
    func y4m() async throws {
        let ends = Self.pipe(Self.y4m(20))
        let frames = try await Fixtures.read(VideoStream(.descriptor(ends.input, .y4m)).frames)
        close(ends.input)
        #expect(frames.map(\.time) == (0..<20).map { .milliseconds(40 * $0) })
        #expect(frames.allSatisfy { Fixtures.shows($0.index, $0) })
    }

    @Test("Raw images on a pipe, equal to the byte")
    func rgb() async throws {
        let pixels = (0..<3 * 30 * 20 * 5).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let ends = Self.pipe(pixels)
        let stream = VideoStream(.descriptor(ends.input, .rgb(width: 30, height: 20, frameRate: 10)))
        let frames = try await Fixtures.read(stream.frames)
        close(ends.input)
        #expect(frames.map(\.time) == (0..<5).map { .milliseconds(100 * $0) })
        #expect(frames.flatMap(\.image.pixels) == pixels)
    }

    @Test("An empty pipe, and invalid bytes")
    func badPipe() async throws {
        for (bytes, format) in [([], VideoStream.PipeFormat.y4m), ([], .recognized), (Array("nonsense\n".utf8), .y4m)] {
            let ends = Self.pipe(bytes)
            let error = await videoError {
                _ = try await Fixtures.read(VideoStream(.descriptor(ends.input, format)).frames)
            }
            close(ends.input)
            #expect(error?.kind == .badData, "\(String(describing: error))")
            #expect((error?.reason == .nothingSent) == bytes.isEmpty, "\(String(describing: error))")
        }
    }

    @Test("A pipe without data is an error after the given timeout")
    func silentPipe() async throws {
        let ends = Self.pipe(Self.y4m(3), staysOpen: true)
        var count = 0
        let error = await videoError {
            for try await _ in VideoStream(.descriptor(ends.input, .y4m), timeout: .milliseconds(300)).frames {
                count += 1
            }
        }
        #expect(error?.reason == .timedOut(after: .milliseconds(300)))
        close(ends.output)
        close(ends.input)
    }

    @Test("A task that waits for a pipe can be canceled; then the pipe is no longer read")
    func cancelledPipe() async throws {
        let ends = Self.pipe(Self.y4m(3), staysOpen: true)
        let received = Mutex(0)
        let frames = VideoStream(.descriptor(ends.input, .y4m), dropsFrames: false).frames
        let task = Task {
            var all: [VideoFrame] = []
            for try await frame in frames {
                all.append(frame)
                received.withLock { $0 += 1 }
            }
            return all
        }
        while received.withLock({ $0 }) < 3 { try await Task.sleep(for: .milliseconds(10)) }
        task.cancel()
        // Neither an error nor, as long as the writing end is open, a wait.
        let all = try await task.value
        #expect(all.count == 3)
        #expect(all.allSatisfy { Fixtures.shows($0.index, $0) })
        // The reading thread checks for the cancellation within a twentieth of a second; until then it may read a byte.
        var byte: UInt8 = 0
        var unread: Int32 = 0
        for _ in 0..<20 where unread == 0 {
            #expect(write(ends.output, &byte, 1) == 1)
            try await Task.sleep(for: .milliseconds(200))
            #expect(ioctl(ends.input, UInt(FIONREAD), &unread) == 0)
        }
        #expect(unread > 0)
        close(ends.output)
        close(ends.input)
    }

    @Test("A missing camera")
    func missingCamera() async throws {
        for source in [VideoStream.Source.camera(4711), .device(path: "/dev/no-camera")] {
            let error = await videoError { _ = try await Fixtures.read(VideoStream(source).frames) }
            #expect(error?.reason == .notFound)
        }
        let error = await videoError { _ = try await Fixtures.read(VideoStream(.device(path: "/dev/null")).frames) }
        #expect(error?.kind == .noInput)
    }

    @Test("A server that sends a video")
    func network() async throws {
        try await withTemporaryFolder { folder in
            let bytes = try Self.fragments(in: folder)
            let server = try LoopbackServer(answering: bytes, length: bytes.count)
            let frames = VideoStream(.network(try #require(server.url)), dropsFrames: false).frames
            let received = try await Fixtures.read(frames)
            server.end()
            #expect(received.count == 60)
            #expect(received.allSatisfy { Fixtures.shows($0.index, $0) })
            #expect(frames.droppedFrames == 0)
        }
    }

    @Test("A server that stops sending is an error", .timeLimit(.minutes(5)), arguments: [0, 0.5, 1])
    func silentServer(share: Double) async throws {
        try await withTemporaryFolder { folder in
            let bytes = try Self.fragments(in: folder)
            let part = bytes.prefix(Int(Double(bytes.count) * share))
            let server = try LoopbackServer(answering: part, length: bytes.count + 1_000_000)
            let url = try #require(server.url)
            let error = await videoError {
                _ = try await Fixtures.read(VideoStream(.network(url), timeout: .milliseconds(500)).frames)
            }
            server.end()
            #expect(error == VideoError(.timedOut(after: .milliseconds(500)), at: url.absoluteString))
        }
    }

    @Test("A server that never answers is an error without the password", arguments: ["http", "rtsp"])
    func noAnswer(scheme: String) async throws {
        let server = try LoopbackServer(answering: Data(), length: nil)
        let url = try #require(URL(string: "\(scheme)://me:secret@127.0.0.1:\(server.port)/stream"))
        let error = await videoError {
            _ = try await Fixtures.read(VideoStream(.network(url), timeout: .milliseconds(300)).frames)
        }
        server.end()
        let place = "\(scheme)://me@127.0.0.1:\(server.port)/stream"
        #expect(error == VideoError(.timedOut(after: .milliseconds(300)), at: place))
    }

    @Test("A server that closes the connection is an error")
    func lostServer() async throws {
        try await withTemporaryFolder { folder in
            let bytes = try Self.fragments(in: folder)
            let part = bytes.prefix(bytes.count / 2)
            let server = try LoopbackServer(answering: part, length: bytes.count)
            let url = try #require(server.url)
            server.end(after: .milliseconds(300))
            let error = await videoError { _ = try await Fixtures.read(VideoStream(.network(url)).frames) }
            #expect(error?.kind == .inputOutput, "\(String(describing: error))")
        }
    }

    @Test("A missing server")
    func noServer() async throws {
        let server = try LoopbackServer(answering: Data(), length: 0)
        server.end()
        try await Task.sleep(for: .milliseconds(100))
        let url = try #require(server.url)
        let error = await videoError { _ = try await Fixtures.read(VideoStream(.network(url)).frames) }
        #expect(error?.kind == .noInput, "\(String(describing: error))")
    }

    @Test("A slow consumer of a live stream gets recent frames, and the dropped ones are counted")
    func drops() async throws {
        try await withTemporaryFolder { folder in
            let bytes = try Self.fragments(in: folder)
            let server = try LoopbackServer(answering: bytes, length: bytes.count)
            let frames = VideoStream(.network(try #require(server.url))).frames
            var received: [VideoFrame] = []
            for try await frame in frames {
                if received.isEmpty { try await Task.sleep(for: .milliseconds(700)) }
                received.append(frame)
            }
            server.end()
            #expect(received.last?.index == 59)
            #expect(frames.droppedFrames > 0)
            #expect(received.count + frames.droppedFrames == 60)
        }
    }

    /// Returns sixty frames as a video that can be read without seeking.
    private static func fragments(in folder: URL) throws -> Data {
        let url = folder.appending(path: "fragments.mp4")
        try Fixtures.write(url, times: Fixtures.times(60), inFragments: true)
        return try Data(contentsOf: url)
    }
}
