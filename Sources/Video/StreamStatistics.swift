import Synchronization

/// The statistics of a stream, updated while it is read.
final class StreamStatistics: Sendable {
    private let damage = Atomic<Int>(0)
    private let drops = Atomic<Int>(0)
    private let rate = Mutex<Double?>(nil)
    private let firstColor = Mutex<VideoColor?>(nil)
    /// The shifts of a clock that goes back, as in joined recordings.
    let shifts: ClockShifts

    init(shifts: ClockShifts = ClockShifts()) { self.shifts = shifts }

    /// The number of packets that could not be decoded, or only in part.
    var damagedPackets: Int { damage.load(ordering: .relaxed) }
    /// The number of frames dropped because they arrived faster than they were consumed.
    var droppedFrames: Int { drops.load(ordering: .relaxed) }

    /// The frame rate stated by the source, frames per second; `nil` if it states none or is not open yet.
    var frameRate: Double? { rate.withLock { $0 } }

    /// The colors of the first frame; `nil` before it.
    var color: VideoColor? { firstColor.withLock { $0 } }

    func note(color: VideoColor) { firstColor.withLock { $0 = color } }
    func note(frameRate: Double?) { rate.withLock { $0 = frameRate } }
    func addDamage() { damage.add(1, ordering: .relaxed) }
    func addDrop() { drops.add(1, ordering: .relaxed) }
}
