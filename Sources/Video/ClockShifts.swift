import Synchronization

/// The clock shifts of joined recordings: where the clock of a file goes back, the later times are moved behind the earlier
/// ones. They are found by the frames and applied to the sound of the same file.
final class ClockShifts: Sendable {
    /// A shift of all times from a position in the file on, until the next shift.
    struct Shift: Equatable {
        /// The first stated time after the join, on the file's own clock.
        var from: Duration
        /// The offset added to stated times, relative to the zero time of the clock.
        var by: Duration
    }

    private let shifts = Mutex<[Shift]>([])

    /// The shifts in file order, as far as the file was read.
    var all: [Shift] { shifts.withLock { $0 } }

    /// Adds the next shift, unless an earlier pass over the file has added it.
    func add(_ shift: Shift) {
        shifts.withLock { if !$0.contains(shift) { $0.append(shift) } }
    }
}
