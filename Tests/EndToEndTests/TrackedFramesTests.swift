import Poise
import PoiseMannequin
import Testing

/// `frames.tracked(by:)` beside a loop over the tracker.
@Suite struct TrackedFramesTests {
    private struct Frame: TimedImage {
        let image: Image
        let time: Duration
        let index: Int
    }

    /// Returns frames of a person who squats, ten per second.
    private static func frames(_ count: Int = 6) throws -> [Frame] {
        try (0..<count).map { index in
            let figure = Figure(posture: .squat(depth: Double(index) / 10))
            let image = try Scene(figure, camera: Camera(width: 256, height: 256), backdrop: .room).render().image
            return Frame(image: image, time: .milliseconds(100 * index), index: index)
        }
    }

    private static func stream(_ frames: [Frame]) -> AsyncStream<Frame> {
        AsyncStream { continuation in
            for frame in frames { continuation.yield(frame) }
            continuation.finish()
        }
    }

    @Test("Each frame comes once, in order, with the people of the tracker", arguments: [0, 2])
    func frames(delay: Int) async throws {
        let frames = try Self.frames()
        let smoothing: Smoothing = delay == 0 ? .oneEuro() : .kalman(delayFrames: delay)
        let tracker = try PoseTracker(options: PoseTracker.Options(smoothing: smoothing))
        var expected: [TrackedFrame] = []
        var loop = tracker
        for frame in frames {
            if let final = try loop.trackDelayed(frame.image, at: frame.time) { expected.append(final) }
        }
        expected += loop.finish()
        try #require(expected.count == frames.count && expected.allSatisfy { $0.people.count == 1 })

        var index = 0
        for try await (frame, people) in Self.stream(frames).tracked(by: tracker) {
            #expect(frame.index == index && frame.time == expected[index].time)
            #expect(people == expected[index].people)
            index += 1
        }
        #expect(index == frames.count)
    }

    @Test("A time that does not increase ends the sequence with the tracker's error")
    func wrongTime() async throws {
        let frames = try Self.frames(2)
        var count = 0
        await #expect(throws: TrackingError.timeDoesNotAdvance(last: .milliseconds(100), given: .milliseconds(100))) {
            for try await _ in Self.stream(frames + [frames[1]]).tracked(by: try PoseTracker()) { count += 1 }
        }
        #expect(count == 2)
    }

    @Test("An empty sequence has no frames")
    func empty() async throws {
        for try await _ in Self.stream([]).tracked(
            by: try PoseTracker(options: .init(smoothing: .kalman(delayFrames: 2))))
        {
            Issue.record("there is no frame")
        }
    }
}
