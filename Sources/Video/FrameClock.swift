import CFFmpeg

/// Gives each picture its time: the file's where it states one, else the frame rate's, and always a later one than that
/// of the picture before. Pictures that come live without times have those at which they come.
struct FrameClock {
    private let base: AVRational
    private let interval: Duration
    private var last: Duration?
    private var zero: Duration?
    /// Whether the first picture's time is taken for zero.
    var startsAtZero = false
    /// Whether the times are those at which pictures come.
    var takesArrivals = false
    private var firstArrival: ContinuousClock.Instant?

    init(base: AVRational, frameRate: Double?) {
        self.base = base
        // 25 is what FFmpeg assumes of bare pictures.
        interval = .seconds(1 / min(max(frameRate ?? 25, 0.001), 1e6))
    }

    /// Forgets the last picture: the next one may come from anywhere.
    mutating func reset() { last = nil }

    /// Whether the file states a picture's time.
    static func isStated(in picture: UnsafeMutablePointer<AVFrame>) -> Bool {
        picture.pointee.best_effort_timestamp != poise_no_time
    }

    /// The time of the next picture.
    mutating func time(of picture: UnsafeMutablePointer<AVFrame>) -> Duration {
        var time = last.map { $0 + interval } ?? .zero
        if takesArrivals {
            let arrival = ContinuousClock.now
            let first = firstArrival ?? arrival
            firstArrival = first
            time = arrival - first
        } else if Self.isStated(in: picture) {
            time = Duration(ticks: picture.pointee.best_effort_timestamp, base: base)
            let zero = self.zero ?? (startsAtZero ? time : .zero)
            self.zero = zero
            time -= zero
        }
        if let last, time <= last { time = last + interval }
        last = time
        return time
    }
}
