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
