import CPoiseFFmpeg
import PoiseLibC

/// The setup and the error messages of FFmpeg.
enum FFmpeg {
    /// Silences FFmpeg, which otherwise writes remarks to standard error, and registers cameras; once per process.
    static let start: Void = {
        av_log_set_level(AV_LOG_QUIET)
        avdevice_register_all()
    }()

    /// Returns FFmpeg's message for an error code.
    static func message(_ code: Int32) -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        av_strerror(code, &buffer, buffer.count)
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

/// A dictionary of options for opening files and codecs. FFmpeg removes the options that it used.
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
    /// The quotient; `nil` if it is not a positive number.
    var positive: Double? { num > 0 && den > 0 ? Double(num) / Double(den) : nil }
}

extension Duration {
    /// Creates a duration from a number of units of `base` seconds, clamped to the range of `Duration`.
    init(ticks: Int64, base: AVRational) {
        let denominator = Int128(max(base.den, 1))
        let seconds = (Int128(ticks) * Int128(base.num)).quotientAndRemainder(dividingBy: denominator)
        let limit = Int128(Int64.max)
        let whole = min(max(seconds.quotient, -limit), limit)
        let fraction = (seconds.remainder * 1_000_000_000_000_000_000) / denominator
        self.init(secondsComponent: Int64(whole), attosecondsComponent: Int64(fraction))
    }

    /// Returns the time in units of `base` seconds, rounded and clamped to the range of `Int64`.
    func ticks(base: AVRational) -> Int64 {
        let unit = Int128(base.num) * 1_000_000_000_000_000_000 / Int128(max(base.den, 1))
        guard unit > 0 else { return 0 }
        let half = attoseconds < 0 ? -unit / 2 : unit / 2
        return Int64(clamping: (attoseconds + half) / unit)
    }
}

/// The current packet or frame of a stream and, if it has been read, the next one.
struct LookaheadPair<Content>: ~Copyable {
    private(set) var current: UnsafeMutablePointer<Content>
    private(set) var next: UnsafeMutablePointer<Content>
    /// Whether the next one has been read.
    private(set) var hasNext = false
    private let free: (UnsafeMutablePointer<UnsafeMutablePointer<Content>?>?) -> Void
    private let empty: (UnsafeMutablePointer<Content>?) -> Void
    private let move: (UnsafeMutablePointer<Content>?, UnsafeMutablePointer<Content>?) -> Void

    /// Creates an empty pair with FFmpeg's functions for the content; `nil` if out of memory.
    init?(
        _ allocate: () -> UnsafeMutablePointer<Content>?,
        _ free: @escaping (UnsafeMutablePointer<UnsafeMutablePointer<Content>?>?) -> Void,
        _ empty: @escaping (UnsafeMutablePointer<Content>?) -> Void,
        _ move: @escaping (UnsafeMutablePointer<Content>?, UnsafeMutablePointer<Content>?) -> Void
    ) {
        guard let first = allocate(), let second = allocate() else { return nil }
        current = first
        next = second
        self.free = free
        self.empty = empty
        self.move = move
    }

    deinit {
        var both = [Optional(current), Optional(next)]
        for index in both.indices { free(&both[index]) }
    }

    /// Moves the content that a reader owns into the next one.
    mutating func put(_ content: UnsafeMutablePointer<Content>) {
        empty(next)
        move(next, content)
        hasNext = true
    }

    /// Makes the next one the current one.
    mutating func advance() {
        swap(&current, &next)
        empty(next)
        hasNext = false
    }

    /// Empties both.
    mutating func removeAll() {
        empty(current)
        empty(next)
        hasNext = false
    }
}
