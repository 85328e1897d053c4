import Poise

/// The counts of frames and people in a run.
struct TrackingSummary {
    private(set) var frames = 0
    private var framesWithPeople = 0
    private var numbers: Set<Int> = []

    /// Counts a frame.
    mutating func add(_ people: [TrackedPerson]) {
        frames += 1
        framesWithPeople += people.isEmpty ? 0 : 1
        numbers.formUnion(people.lazy.map(\.id))
    }

    /// The counts, for a person to read.
    var text: String {
        let people = numbers.count == 1 ? "1 person" : "\(numbers.count) people"
        return "\(frames) frames, people in \(framesWithPeople), \(people)"
    }
}
