import CFFmpeg

/// Gives each picture its time: the file's where it states one, else the frame rate's, and always a later one than that
/// of the picture before.
struct FrameClock {
    private let base: AVRational
    private let interval: Duration
    private var last: Duration?
    private var zero: Duration?
    /// Whether the first picture's time is taken for zero.
    var startsAtZero = false

    init(base: AVRational, frameRate: Double?) {
        self.base = base
        // 25 is what FFmpeg assumes of bare pictures.
        interval = .seconds(1 / min(max(frameRate ?? 25, 0.001), 1e6))
    }

    /// Forgets the last picture: the next one may come from anywhere.
    mutating func reset() { last = nil }

    /// The time of the next picture.
    mutating func time(of picture: UnsafeMutablePointer<AVFrame>) -> Duration {
        let stated = picture.pointee.best_effort_timestamp
        var time =
            stated == poise_no_time ? last.map { $0 + interval } ?? .zero : Duration(ticks: stated, base: base)
        if startsAtZero, stated != poise_no_time {
            let zero = self.zero ?? time
            self.zero = zero
            time -= zero
        }
        if let last, time <= last { time = last + interval }
        last = time
        return time
    }
}
