import Synchronization

/// The shifts that joined recordings need: where the clock of a file goes back, what follows is moved behind what came
/// before. Frames find them, and the sound of the same file takes them over.
final class ClockShifts: Sendable {
    /// A shift of all times from a place in the file on, until the next one.
    struct Shift: Equatable {
        /// The first stated time behind the join, on the file's own clock.
        var from: Duration
        /// What is added to stated times, less the time that is zero.
        var by: Duration
    }

    private let shifts = Mutex<[Shift]>([])

    /// The shifts in their order in the file, as far as it was read.
    var all: [Shift] { shifts.withLock { $0 } }

    /// Adds the next shift, unless an earlier pass through the file found it.
    func add(_ shift: Shift) {
        shifts.withLock { if !$0.contains(shift) { $0.append(shift) } }
    }
}
