import PoiseSupport

/// An error in writing a sequence as JSON Lines or reading it, with the line and the fault.
public struct PoseSequenceError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The line, counted from 1; line 1 is the header.
    public var line: Int
    /// The fault of the line.
    public var fault: Fault

    /// Creates an error from its parts.
    public init(line: Int, _ fault: Fault) {
        self.line = line
        self.fault = fault
    }

    /// The fault of a line.
    public enum Fault: Error, Equatable, Sendable {
        /// There is no header because the text is empty.
        case empty
        /// The header names another format, or none.
        case wrongFormat(String?)
        /// The header names other joints, or names them in another order.
        case wrongJoints
        /// The text is not JSON, or lacks a field, or a field has another type.
        case malformed(reason: String)
        /// The last line is incomplete: the file was not written to its end.
        case truncated
        /// The line is longer than any frame of people can need.
        case tooLong(limit: Int)
        /// The number is infinite or NaN, which JSON cannot represent.
        case notFinite(name: String)
        /// A list has the wrong length.
        case wrongCount(name: String, expected: Int, actual: Int)
        /// A side of the image is not positive.
        case emptySide(width: Int, height: Int)
        /// The frame rate is not positive.
        case rateNotPositive(Double)
        /// The frame's number is negative, or not above the previous one.
        case frameDoesNotAdvance(last: Int?, given: Int)
        /// The frame's time is not after that of the previous frame.
        case timeDoesNotAdvance(last: Duration, given: Duration)
        /// The frame's time, in seconds, is farther from 0 than 285 years.
        case timeOutOfRange(Double)
        /// Two people of a frame have the same id.
        case personTwice(id: Int)
    }

    /// One sentence that says what is wrong and where.
    public var description: String { "line \(line): \(fault)" }
}

extension PoseSequenceError.Fault: CustomStringConvertible {
    /// The sentence without the line number.
    public var description: String {
        switch self {
        case .empty: "there is no header"
        case .wrongFormat(let format?): "the format is “\(format)” instead of “\(SequenceHeaderFields.format)”"
        case .wrongFormat(nil): "the header names no format, such as “\(SequenceHeaderFields.format)”"
        case .wrongJoints: "the joints are not the 33 of BlazePose in their order"
        case .malformed(let reason): "the line is not part of a pose sequence: \(reason)"
        case .truncated: "the last line is incomplete; the file was not written to its end"
        case .tooLong(let limit): "the line is longer than \(limit) bytes"
        case .notFinite(let name): "\(name) is not a finite number"
        case .wrongCount(let name, let expected, let actual):
            "\(name) has \(actual) elements instead of \(expected)"
        case .emptySide(let width, let height): "an image of \(width) x \(height) pixels has no pixels"
        case .rateNotPositive(let rate): "a video cannot have \(brief(rate, decimals: 3)) frames a second"
        case .frameDoesNotAdvance(let last?, let given):
            "frame \(given) follows frame \(last); frame numbers must increase"
        case .frameDoesNotAdvance(nil, let given): "a frame cannot have the number \(given)"
        case .timeDoesNotAdvance(let last, let given):
            "a frame at \(brief(given / .seconds(1), decimals: 6)) s follows one at \(brief(last / .seconds(1), decimals: 6)) s; times must increase"
        case .timeOutOfRange(let time): "a frame cannot be at \(time) s"
        case .personTwice(let id): "person \(id) occurs twice"
        }
    }

    init(_ error: FieldError) {
        self =
            switch error {
            case .notFinite(let name): .notFinite(name: name)
            case .wrongCount(let name, let expected, let actual):
                .wrongCount(name: name, expected: expected, actual: actual)
            }
    }
}
