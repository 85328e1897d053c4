import Poise
import PoiseCommandSupport

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
        return "\(frames) \(frames == 1 ? "frame" : "frames"), people in \(framesWithPeople), \(people)"
    }

    /// Writes the summary of a run over a video to standard error.
    ///
    /// - Parameters:
    ///   - file: The name of the video.
    ///   - damaged: The number of packets that could not be decoded.
    ///   - confused: The number of frames in which both arms or both legs lie on one limb.
    ///   - drawing: The drawing of the run, which may lack the sound.
    func show(of file: String, damaged: Int, confused: Int = 0, _ drawing: DrawnVideo?) async {
        var text = "\(file.printable): \(text)" + Self.damage(damaged)
        if confused > 0 { text += ", both arms or legs on one limb in \(confused)" }
        if let obstacle = await drawing?.audioObstacle { text += "; \(obstacle)" }
        StandardError.write(text + "\n")
    }

    /// Returns the count of packets that could not be decoded, after a comma; an empty text without any.
    static func damage(_ packets: Int) -> String {
        packets > 0 ? ", \(packets) damaged \(packets == 1 ? "packet" : "packets")" : ""
    }
}

/// A line on a terminal that shows the progress through a video: frames per second and the remaining time; nothing if
/// standard error is not a terminal.
struct FrameProgress {
    private var line: StatusLine
    private let total: Int?
    private let begin = ContinuousClock.now

    /// - Parameter total: The total number of frames, if known.
    init(total: Int?, quiet: Bool) {
        self.total = total
        line = StatusLine(quiet: quiet)
    }

    /// Shows the number of finished frames, at most every 200 ms.
    mutating func show(_ done: Int) {
        let (total, begin) = (total, begin)
        line.showNowAndThen {
            let elapsed = (ContinuousClock.now - begin) / .seconds(1)
            let rate = Double(done) / max(elapsed, 1e-3)
            var text = "\(done)" + (total.map { " of \($0)" } ?? "") + " frames"
            text += "  \(Int(rate.rounded())) per second"
            if let total, total >= done, rate > 0 { text += "  \(Self.clock(Double(total - done) / rate)) left" }
            return text
        }
    }

    /// Clears the line, before other output or at the end.
    func clear() { line.clear() }

    private static func clock(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded(.up))
        let rest = whole % 60
        return "\(whole / 60):\(rest < 10 ? "0" : "")\(rest)"
    }
}
