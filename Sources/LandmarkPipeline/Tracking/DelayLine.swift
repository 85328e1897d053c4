/// Frames that fixed-lag filters have not finalized yet, each with what its caller gave with it.
package struct DelayLine<Subject: Sendable, Payload: Sendable>: Sendable {
    /// A frame of the line.
    package struct Frame: Sendable {
        /// What the caller gave with the frame.
        package let payload: Payload
        /// By id.
        package var subjects: [Tracked<Subject>]
    }

    private let delay: Int
    private var frames: [Frame] = []

    /// - Parameter delay: The number of frames after which a frame is final.
    package init(delay: Int) { self.delay = delay }

    /// Replaces a subject in the last frames.
    ///
    /// - Parameters:
    ///   - id: The subject's id.
    ///   - subjects: The subject in the last frames, in all of which it was observed, the newest last.
    mutating func revise(_ id: Int, _ subjects: [Subject]) {
        for (back, subject) in subjects.reversed().enumerated() where back < frames.count {
            let frame = frames.count - 1 - back
            guard let index = frames[frame].subjects.firstIndex(where: { $0.id == id }) else { continue }
            frames[frame].subjects[index].subject = subject
        }
    }

    /// Adds the newest frame.
    ///
    /// - Returns: The frame that becomes final by it; `nil` as long as there are fewer than the delay.
    mutating func add(_ frame: Frame) -> Frame? {
        frames.append(frame)
        return frames.count > delay ? frames.removeFirst() : nil
    }

    /// Removes and returns all frames, by time.
    mutating func flush() -> [Frame] {
        defer { frames = [] }
        return frames
    }
}

/// A subject of a track in a frame.
package struct Tracked<Subject: Sendable>: Sendable {
    /// The id of the track, from 1; it is not used again.
    package let id: Int
    /// Filtered.
    package var subject: Subject
    /// As observed in this frame alone.
    package let unfiltered: Subject
    /// Whether the subject has been observed in enough frames in a row not to be a mistake.
    package let isConfirmed: Bool
}
