import Tables

/// Why a sequence cannot be written as JSON Lines or read from them: which line, and what is wrong with it.
public struct PoseSequenceError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The line, from 1, which is the header.
    public var line: Int
    /// What is wrong.
    public var fault: Fault

    /// An error from its parts.
    public init(line: Int, _ fault: Fault) {
        self.line = line
        self.fault = fault
    }

    /// What can be wrong with a line.
    public enum Fault: Error, Equatable, Sendable {
        /// There is no header, not even a line.
        case empty
        /// The header names another format, or none.
        case wrongFormat(String?)
        /// The header names other joints, or in another order.
        case wrongJoints
        /// The text is not JSON, or lacks a field, or a field has another type.
        case malformed(reason: String)
        /// The last line ends within its text: the file was not written to its end.
        case truncated
        /// A line is longer than any that a frame of people can need.
        case tooLong(limit: Int)
        /// JSON has no infinity and no NaN.
        case notFinite(name: String)
        /// A list has the wrong length.
        case wrongCount(name: String, expected: Int, actual: Int)
        /// A picture has at least one pixel a side.
        case emptySide(width: Int, height: Int)
        /// A video has frames a second.
        case rateNotPositive(Double)
        /// A frame's number is negative, or not above the one before.
        case frameDoesNotAdvance(last: Int?, given: Int)
        /// A frame's time is that of the frame before, or earlier.
        case timeDoesNotAdvance(last: Double, given: Double)
        /// Two people of a frame have one number.
        case personTwice(id: Int)
    }

    /// One sentence that says what is wrong and where.
    public var description: String { "line \(line): \(fault)" }
}

extension PoseSequenceError.Fault: CustomStringConvertible {
    /// The sentence without the line.
    public var description: String {
        switch self {
        case .empty: "there is no header"
        case .wrongFormat(let format?): "the format is “\(format)” instead of “\(SequenceHeaderFields.format)”"
        case .wrongFormat(nil): "the header names no format, such as “\(SequenceHeaderFields.format)”"
        case .wrongJoints: "the joints are not the 33 of BlazePose in their order"
        case .malformed(let reason): "it is not a line of a pose sequence: \(reason)"
        case .truncated: "the last line ends within its text; the file was not written to its end"
        case .tooLong(let limit): "the line is longer than \(limit) bytes"
        case .notFinite(let name): "\(name) is not a finite number"
        case .wrongCount(let name, let expected, let actual):
            "\(name) has \(actual) elements instead of \(expected)"
        case .emptySide(let width, let height): "a picture of \(width) x \(height) pixels has no pixels"
        case .rateNotPositive(let rate): "a video cannot have \(brief(rate, decimals: 3)) frames a second"
        case .frameDoesNotAdvance(let last?, let given):
            "frame \(given) came after frame \(last); frames must advance"
        case .frameDoesNotAdvance(nil, let given): "a frame cannot have the number \(given)"
        case .timeDoesNotAdvance(let last, let given):
            "a frame at \(brief(given, decimals: 6)) s came after one at \(brief(last, decimals: 6)) s; times must advance"
        case .personTwice(let id): "person \(id) is there twice"
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
