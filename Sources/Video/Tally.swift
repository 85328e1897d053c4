import Synchronization

/// Counts what was lost on the way, while it happens, and notes what was learnt.
final class Tally: Sendable {
    private let damage = Atomic<Int>(0)
    private let drops = Atomic<Int>(0)
    private let rate = Mutex<Double?>(nil)
    private let firstColor = Mutex<VideoColor?>(nil)
    /// The shifts of a clock that goes back.
    let shifts: ClockShifts

    init(shifts: ClockShifts = ClockShifts()) { self.shifts = shifts }

    /// Packets that could not be decoded, or not wholly.
    var damagedPackets: Int { damage.load(ordering: .relaxed) }
    /// Frames that came faster than they were taken.
    var droppedFrames: Int { drops.load(ordering: .relaxed) }

    /// Frames a second, as the source states them; `nil` when it does not, or is not open yet.
    var frameRate: Double? { rate.withLock { $0 } }

    /// The colors of the first frame; `nil` before it.
    var color: VideoColor? { firstColor.withLock { $0 } }

    func note(color: VideoColor) { firstColor.withLock { $0 = color } }
    func note(frameRate: Double?) { rate.withLock { $0 = frameRate } }
    func addDamage() { damage.add(1, ordering: .relaxed) }
    func addDrop() { drops.add(1, ordering: .relaxed) }
}
