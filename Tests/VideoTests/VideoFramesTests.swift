import Foundation
import Synchronization
import PoiseTestSupport
import Testing
import PoiseVideo

@Suite("Frames as a sequence", .timeLimit(.minutes(5)))
struct VideoFramesTests {
    @Test("A canceled task stops, and so does the decoder")
    func cancellation() async throws {
        try await withTemporaryFolder { folder in
            let url = folder.appending(path: "a.mp4")
            try Fixtures.write(url, times: Fixtures.times(300))
            let frames = try VideoFile(url).frames
            let task = Task {
                var count = 0
                for try await _ in frames {
                    count += 1
                    if count == 10 { withUnsafeCurrentTask { $0?.cancel() } }
                }
                return count
            }
            #expect((10...13).contains(try await task.value))
        }
    }

    @Test("A consumer can leave its loop, and start again")
    func leaving() async throws {
        try await withTemporaryFolder { folder in
            let url = folder.appending(path: "a.mp4")
            try Fixtures.write(url, times: Fixtures.times(100))
            let frames = try VideoFile(url).frames
            for _ in 0..<20 {
                for try await frame in frames where frame.index == 3 { break }
            }
            var iterator = frames.makeAsyncIterator()
            var last = -1
            while let frame = try await iterator.next() { last = frame.index }
            #expect(last == 99)
            #expect(try await iterator.next() == nil)
            #expect(try await iterator.next() == nil)
        }
    }

    @Test("The decoder waits for a slow consumer, and no frame is lost")
    func backPressure() async throws {
        try await withTemporaryFolder { folder in
            let url = folder.appending(path: "a.mp4")
            try Fixtures.write(url, times: Fixtures.times(60))
            let frames = try VideoFile(url).frames
            var count = 0
            for try await _ in frames {
                try await Task.sleep(for: .milliseconds(2))
                count += 1
            }
            #expect(count == 60)
            #expect(frames.droppedFrames == 0)
        }
    }

    @Test("Several read one file at the same time")
    func concurrency() async throws {
        try await withTemporaryFolder { folder in
            let url = folder.appending(path: "a.mp4")
            try Fixtures.write(url, times: Fixtures.times(60))
            let frames = try VideoFile(url).frames
            try await withThrowingTaskGroup { group in
                for _ in 0..<8 {
                    group.addTask { try await Fixtures.read(frames).filter { Fixtures.shows($0.index, $0) }.count }
                }
                for try await count in group { #expect(count == 60) }
            }
        }
    }
}

@Suite("Memory use of videos", .enabled(if: TestProcess.isAlone), .serialized)
struct VideoMemoryGrowthTests {
    @Test("Memory stays constant over many frames written and read")
    func frames() async throws {
        try await withTemporaryFolder { folder in
            let url = folder.appending(path: "a.mp4")
            func run() async throws {
                try Fixtures.write(url, times: Fixtures.times(200), width: 320, height: 240)
                for try await _ in try VideoFile(url).frames {}
            }
            // Memory of the first runs may be kept, such as the heaps of ended threads.
            var least = Int.max
            for _ in 0..<20 where least > 0 {
                let before = TestProcess.residentBytes()
                try await run()
                least = min(least, TestProcess.residentBytes() - before)
            }
            // Less than one image of the two hundred written and read.
            #expect(least < 320 * 240 * 3, "\(least)")
        }
    }
}
