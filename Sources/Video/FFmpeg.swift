import CFFmpeg
import Glibc

/// What all parts need of FFmpeg.
enum FFmpeg {
    /// Silences FFmpeg, which otherwise writes remarks to standard error, and makes cameras known; once for the process.
    static let start: Void = {
        av_log_set_level(AV_LOG_QUIET)
        avdevice_register_all()
    }()

    /// FFmpeg's words for an error.
    static func message(_ code: Int32) -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        av_strerror(code, &buffer, buffer.count)
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

/// Names and values that FFmpeg takes when something is opened. It removes those it used.
struct FFmpegOptions: ~Copyable {
    var dictionary: OpaquePointer?

    init(_ values: KeyValuePairs<String, String> = [:]) {
        for (name, value) in values { self[name] = value }
    }

    subscript(name: String) -> String {
        get { av_dict_get(dictionary, name, nil, 0).map { String(cString: $0.pointee.value) } ?? "" }
        set { av_dict_set(&dictionary, name, newValue, 0) }
    }

    deinit {
        var dictionary = dictionary
        av_dict_free(&dictionary)
    }
}

extension AVRational {
    /// The quotient; `nil` when it is not a positive number.
    var positive: Double? { num > 0 && den > 0 ? Double(num) / Double(den) : nil }
}

extension Duration {
    /// A time that FFmpeg counts in units of `base` seconds. What no `Duration` can hold becomes the nearest that it can.
    init(ticks: Int64, base: AVRational) {
        let denominator = Int128(max(base.den, 1))
        let seconds = (Int128(ticks) * Int128(base.num)).quotientAndRemainder(dividingBy: denominator)
        let limit = Int128(Int64.max)
        let whole = min(max(seconds.quotient, -limit), limit)
        let fraction = (seconds.remainder * 1_000_000_000_000_000_000) / denominator
        self.init(secondsComponent: Int64(whole), attosecondsComponent: Int64(fraction))
    }

    /// The time in units of `base` seconds, rounded. What does not fit becomes the nearest that does.
    func ticks(base: AVRational) -> Int64 {
        let unit = Int128(base.num) * 1_000_000_000_000_000_000 / Int128(max(base.den, 1))
        guard unit > 0 else { return 0 }
        let half = attoseconds < 0 ? -unit / 2 : unit / 2
        return Int64(clamping: (attoseconds + half) / unit)
    }

    /// The time as a number of seconds.
    var inSeconds: Double { Double(attoseconds) / 1e18 }
}
