import Landmarks

/// The last frames of a video, whose people the next ones still tell something of.
struct HeldFrames: Sendable {
    private let delay: Int
    private var frames: [TrackedFrame] = []

    /// - Parameter delay: How many frames later a frame is final.
    init(delay: Int) { self.delay = delay }

    /// Puts better poses of a person in place of those held.
    ///
    /// - Parameters:
    ///   - id: The person's number.
    ///   - poses: Of the last frames, in all of which the person was seen, the newest last.
    mutating func revise(_ id: Int, _ poses: [Pose]) {
        for (back, pose) in poses.reversed().enumerated() where back < frames.count {
            let frame = frames.count - 1 - back
            guard let person = frames[frame].people.firstIndex(where: { $0.id == id }) else { continue }
            frames[frame].people[person].pose = pose
        }
    }

    /// Takes the newest frame.
    ///
    /// - Returns: The frame that is final now.
    mutating func add(_ frame: TrackedFrame) -> TrackedFrame? {
        frames.append(frame)
        return frames.count > delay ? frames.removeFirst() : nil
    }

    /// Gives all frames up, by time.
    mutating func removeAll() -> [TrackedFrame] {
        defer { frames = [] }
        return frames
    }
}
