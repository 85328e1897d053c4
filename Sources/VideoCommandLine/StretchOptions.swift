import ArgumentParser
import CommandSupport
import Video

/// Which frames of a video are taken: the options of all commands that read one.
struct StretchOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Leave out what comes before this time.", valueName: "seconds")) var from: Double?

    @Option(help: ArgumentHelp("Leave out what comes from this time on.", valueName: "seconds")) var to: Double?

    @Option(help: ArgumentHelp("Take one frame of so many.", valueName: "count")) var every = 1

    func validate() throws {
        guard every >= 1 else { throw ValidationError("--every must be at least 1.") }
        for (name, time) in [("--from", from), ("--to", to)] {
            guard time.map({ $0 >= 0 && $0 < 1e9 }) ?? true else {
                throw ValidationError("\(name) must be a number of seconds, at least 0.")
            }
        }
        if let from, let to, from >= to { throw ValidationError("--from must lie before --to.") }
    }

    /// The frames.
    func frames(of video: VideoFile) -> VideoFrames {
        video.frames(from: from.map { .seconds($0) }, to: to.map { .seconds($0) }, every: every)
    }

    /// How many there will be, when the file tells.
    func count(of video: VideoFile) -> Int? {
        guard from == nil, to == nil else { return nil }
        return video.frameCount.map { ($0 + every - 1) / every }
    }

    /// What is wrong when a video ended after so many frames; `nil` when all came.
    ///
    /// A header may count a few frames more than are shown; with damage, the rest is missing.
    func breakage(of video: VideoFile, _ selected: VideoFrames, after done: Int, named file: String) -> Failure? {
        guard let total = count(of: video), selected.damagedPackets > 0, done + selected.damagedPackets < total else {
            return nil
        }
        return Failure(file, "the video breaks off after \(done) of \(total) frames", .badData)
    }
}
