import ArgumentParser

/// A time in a video as the user writes it: seconds (`90`, `90.5`, `90s`), milliseconds (`500ms`), or hours, minutes and
/// seconds (`1:30`, `00:01:30.5`).
package struct MediaTime: Comparable {
    package let time: Duration

    /// The upper limit of times in a video, seconds: thirty years.
    private static let limit = 1e9

    package init?(_ argument: String) {
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
    package static func reader(of option: String) -> @Sendable (String) throws -> MediaTime {
        { argument in
            if let time = MediaTime(argument) { return time }
            throw ValidationError(
                "\(option) must be a number of seconds, such as 90, 90.5 or 90.5s, or minutes and seconds, such as 1:30 "
                    + "or 00:01:30.5.")
        }
    }

    package static func < (first: MediaTime, second: MediaTime) -> Bool { first.time < second.time }
}
