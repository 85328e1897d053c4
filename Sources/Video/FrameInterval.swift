import Tables

/// How often a frame of a video is taken, beginning with the first one of the time range.
public enum FrameInterval: Sendable, Hashable {
    /// Takes one frame of this many, at least 1.
    case frames(Int)
    /// Takes the first frame in each interval of this length, longer than zero, by the times of the frames.
    case time(Duration)

    /// Takes every frame.
    public static let every = FrameInterval.frames(1)

    /// Returns the rate of the frames that are taken where frames come at a rate, both a second.
    public func rate(of rate: Double) -> Double {
        switch self {
        case .frames(let count): rate / Double(count)
        case .time(let length): min(rate, 1 / length.inSeconds)
        }
    }

    var isPositive: Bool {
        switch self {
        case .frames(let count): count >= 1
        case .time(let length): length > .zero
        }
    }
}

extension FrameInterval: CustomStringConvertible {
    /// The interval in short, such as `3` or `0.5s`.
    public var description: String {
        switch self {
        case .frames(let count): "\(count)"
        case .time(let length): "\(brief(length.inSeconds, decimals: 3))s"
        }
    }
}

/// Picks frames at an interval, one after another.
package struct FramePicker: Sendable {
    private let interval: FrameInterval
    private var count = 0
    private var first: Duration?
    private var last: Int128?

    /// Containers round times to a millisecond.
    private static let rounding = Duration.milliseconds(1)

    /// A picker that has seen nothing.
    package init(_ interval: FrameInterval) {
        precondition(interval.isPositive, "an interval is at least one frame, or longer than no time")
        self.interval = interval
    }

    /// Returns whether the next frame is taken.
    ///
    /// - Parameter time: When it is shown; times advance from call to call.
    package mutating func takes(_ time: Duration) -> Bool {
        switch interval {
        case .frames(let step):
            defer { count += 1 }
            return count % step == 0
        case .time(let length):
            let first = first ?? time
            self.first = first
            // The difference of two durations may not fit into one.
            let passed = time.attoseconds - first.attoseconds + min(Self.rounding, length / 4).attoseconds
            let number = passed / length.attoseconds
            defer { last = number }
            return number != last
        }
    }
}
