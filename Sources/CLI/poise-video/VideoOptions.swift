import ArgumentParser
import PoiseCommandSupport
import Poise
import PoiseVideo

/// The options that select frames of a video by time and interval, shared by all commands that read one.
struct TimeRangeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Skip the frames before this time: 90, 90.5s, 1:30.", valueName: "time"),
        transform: MediaTime.reader(of: "--from"))
    var from: MediaTime?

    @Option(
        help: ArgumentHelp("Skip the frames from this time on.", valueName: "time"),
        transform: MediaTime.reader(of: "--to"))
    var to: MediaTime?

    @Option(
        help: ArgumentHelp(
            "Use every n-th frame, such as 3, or one frame per time interval, such as 0.5s or 500ms.",
            valueName: "count|time"), transform: FrameInterval.init(option:))
    var every = FrameInterval.every

    func validate() throws {
        if let from, let to, from >= to { throw ValidationError("--from must lie before --to.") }
    }

    /// Returns the selected frames of a video.
    func frames(of video: VideoFile) -> VideoFrames { video.frames(from: from?.time, to: to?.time, every: every) }

    /// Returns whether a frame at a time is selected. Must be called for one frame after another.
    func takes(_ time: Duration, _ picker: inout FramePicker) -> Bool {
        time >= from?.time ?? time && time < to?.time ?? .seconds(Int64.max) && picker.takes(time)
    }

    /// Returns the number of selected frames, or `nil` if the file does not state it.
    func count(of video: VideoFile) -> Int? {
        guard from == nil, to == nil, let total = video.frameCount else { return nil }
        switch every {
        case .frames(let step): return total > 0 ? (total - 1) / step + 1 : 0
        case .time(let length): return video.duration.map { min(total, Int(($0 / length).rounded(.up))) }
        }
    }

    /// Refuses a video whose frame rate is too low for a filter, before any frame is processed.
    func check(_ filter: OfflineSmoothing.Filter, _ video: VideoFile, named name: String) throws(Failure) {
        // The other filters have no minimum rate.
        guard case .butterworth = filter else { return }
        let times: [Duration]?
        do { times = try video.frameTimes() } catch { throw Failure(error) }
        var picker = FramePicker(every)
        // Times that only the decoded frames have are checked later.
        guard let taken = times?.filter({ takes($0, &picker) }), taken.count > 1 else { return }
        do { try OfflineSmoothing(filter).check(taken) } catch {
            throw Failure(name, "\(error); --smooth rts has no minimum rate", .badData)
        }
    }

    /// Returns the failure of a video that ended after `done` frames, or `nil` if it was complete.
    ///
    /// A header may count a few frames more than are shown; frames are missing only if packets were damaged.
    func breakage(of video: VideoFile, _ selected: VideoFrames, after done: Int, named file: String) -> Failure? {
        guard let total = count(of: video), selected.damagedPackets > 0, done + selected.damagedPackets < total else {
            return nil
        }
        return Failure(file, "the video breaks off after \(done) of \(total) frames", .badData)
    }
}

extension FrameInterval {
    fileprivate init(option argument: String) throws {
        if let count = Int(argument), count >= 1 {
            self = .frames(count)
        } else if argument.hasSuffix("s"), let length = MediaTime(argument)?.time, length > .zero {
            self = .time(length)
        } else {
            throw ValidationError("--every must be at least 1, or a time above 0 with its unit, such as 0.5s or 500ms.")
        }
    }

    /// Returns the number of frames per selected frame at a frame rate, frames per second.
    func count(at rate: Double) -> Int { max(1, Int(min((rate / self.rate(of: rate)).rounded(), 1e9))) }
}

/// The options of tracking, shared by all commands that track people.
struct TrackingOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Maximum number of tracked people.", valueName: "count")) var people = 1

    @OptionGroup var networks: NetworkOptions

    @Option(help: ArgumentHelp("Number of compute threads, 1 to 64.", valueName: "count")) var threads = 1

    func validate() throws {
        guard people >= 1 else { throw ValidationError("--people must be at least 1.") }
        guard (1...64).contains(threads) else { throw ValidationError("--threads must lie between 1 and 64.") }
    }

    /// Returns a new tracker.
    ///
    /// - Parameter quiet: Whether to omit the messages on standard error about what slows the networks down.
    func tracker(_ smoothing: Smoothing, quiet: Bool) throws(Failure) -> PoseTracker {
        try networks.model.tracker(
            options: PoseTracker.Options(
                accuracy: networks.accuracy, people: people, smoothing: smoothing,
                spaceCorrection: networks.space.correction, threads: threads), quiet: quiet)
    }
}

/// A time in a video as the user writes it: seconds (`90`, `90.5`, `90s`), milliseconds (`500ms`), or hours, minutes and
/// seconds (`1:30`, `00:01:30.5`).
struct MediaTime: Comparable {
    let time: Duration

    /// The upper limit of times in a video, seconds: thirty years.
    private static let limit = 1e9

    init?(_ argument: String) {
        let fields = argument.split(separator: ":", omittingEmptySubsequences: false)
        guard let last = fields.last, fields.count <= 3 else { return nil }
        var seconds: Double
        if fields.count == 1, last.hasSuffix("ms") {
            guard let number = MediaTime.number(last.dropLast(2)) else { return nil }
            seconds = number / 1000
        } else if fields.count == 1, last.hasSuffix("s") {
            guard let number = MediaTime.number(last.dropLast()) else { return nil }
            seconds = number
        } else {
            guard let number = MediaTime.number(last), fields.count == 1 || number < 60 else { return nil }
            seconds = number
        }
        // Minutes and hours; only the first field may be 60 or more.
        for (index, field) in fields.dropLast().enumerated() {
            guard field.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(field),
                index == 0 || number < 60
            else { return nil }
            seconds += Double(number) * (index == fields.count - 2 ? 60 : 3600)
        }
        guard seconds < MediaTime.limit else { return nil }
        time = .seconds(seconds)
    }

    /// Returns the value of a number written with digits and at most one point; `nil` for other text.
    private static func number(_ text: Substring) -> Double? {
        guard text.allSatisfy({ $0 == "." || $0.isASCII && $0.isNumber }) else { return nil }
        return Double(text)
    }

    /// Returns a function that parses the value of an option as a time.
    static func reader(of option: String) -> @Sendable (String) throws -> MediaTime {
        { argument in
            if let time = MediaTime(argument) { return time }
            throw ValidationError(
                "\(option) must be a number of seconds, such as 90, 90.5 or 90.5s, or minutes and seconds, such as 1:30 "
                    + "or 00:01:30.5.")
        }
    }

    static func < (first: MediaTime, second: MediaTime) -> Bool { first.time < second.time }
}
