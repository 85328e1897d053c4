import Synchronization

/// Counts what was lost on the way, while it happens.
final class Tally: Sendable {
    private let damage = Atomic<Int>(0)
    private let drops = Atomic<Int>(0)

    /// Packets that could not be decoded, or not wholly.
    var damagedPackets: Int { damage.load(ordering: .relaxed) }
    /// Frames that came faster than they were taken.
    var droppedFrames: Int { drops.load(ordering: .relaxed) }

    func addDamage() { damage.add(1, ordering: .relaxed) }
    func addDrop() { drops.add(1, ordering: .relaxed) }
}
