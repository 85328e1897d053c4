import PoiseSupport

/// The selection of frames of a video.
struct FrameSelection: Sendable {
    /// The start of the time range; earlier frames are skipped.
    var from: Duration?
    /// The end of the time range, exclusive.
    var to: Duration?
    /// The interval of selected frames.
    var interval = FrameInterval.every
    /// The zero time on the file's clock; `nil` for the time of the first frame.
    var zero: Duration?
    /// Whether frames stay in the decoder's memory where they can be read there.
    var keepsPlanes = false
}

/// The interval at which frames of a video are selected, beginning with the first frame of the time range.
public enum FrameInterval: Sendable, Hashable {
    /// Every n-th frame; n is at least 1.
    case frames(Int)
    /// The first frame in each interval of this length, longer than zero, by the times of the frames.
    case time(Duration)

    /// Every frame.
    public static let every = FrameInterval.frames(1)

    /// Returns the rate of the selected frames at a frame rate, both in frames per second.
    public func rate(of rate: Double) -> Double {
        switch self {
        case .frames(let count): rate / Double(count)
        case .time(let length): min(rate, 1 / (length / .seconds(1)))
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
    /// The interval as short text, such as `3` or `0.5s`.
    public var description: String {
        switch self {
        case .frames(let count): "\(count)"
        case .time(let length): "\(brief(length / .seconds(1), decimals: 3))s"
        }
    }
}

/// A selector of frames at an interval.
package struct FramePicker: Sendable {
    private let interval: FrameInterval
    private var count = 0
    private var first: Duration?
    private var last: Int128?

    /// The rounding of times in containers.
    private static let rounding = Duration.milliseconds(1)

    /// Creates a selector before its first frame.
    package init(_ interval: FrameInterval) {
        precondition(interval.isPositive, "an interval must be at least one frame, or longer than zero")
        self.interval = interval
    }

    /// Returns whether the next frame is selected.
    ///
    /// - Parameter time: The presentation time of the frame; times must increase from call to call.
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
