import PoiseBody

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Incremental writer of a sequence as JSON Lines: the header line, then one line per frame.
///
///     {"file":"a.mp4","format":"poise/1","framesPerSecond":30,"height":1080,"joints":["nose",..],"model":"full","width":1920}
///     {"frame":0,"people":[{"confidence":[0.97,..],"expectedError":[4.1,..],"id":1,
///      "landmarks":[[x,y,z,visibility,presence],..],"presence":0.99,"quality":0.83,
///      "region":{"rotation":0,"size":400,"x":..,"y":..},"world":[[x,y,z],..]}],"time":0.0333}
///
/// A person with a limb confusion, where that was checked, also has `"collapsed":["arms"]`, `["legs"]` or both. A frame
/// whose image size differs from the header's states it as `"height":..` and `"width":..`.
///
/// Units: pixels for landmarks, `expectedError` and the center and size of the region of interest, meters for `world`,
/// radians for `rotation`, seconds for `time`. `confidence`, `expectedError` and `quality` are omitted where they are
/// unknown.
///
/// Equal frames give equal text: keys are sorted and numbers rounded, pixels to 3 decimals, meters, radians and
/// probabilities to 5, seconds to 6. Lines have no line break at their end.
public struct PoseSequenceWriter: Sendable {
    /// Properties common to all frames.
    public let header: PoseSequence.Header

    private var order = FrameOrder()
    /// Number of lines written.
    private var lines = 1

    /// Creates a writer of a sequence.
    public init(header: PoseSequence.Header) { self.header = header }

    /// Returns the first line.
    ///
    /// - Throws: ``PoseSequenceError`` when the image size or the frame rate is not positive.
    public func headerLine() throws(PoseSequenceError) -> String {
        do throws(PoseSequenceError.Fault) {
            return try encoded(try SequenceHeaderFields(header))
        } catch { throw PoseSequenceError(line: 1, error) }
    }

    /// Returns the line of the next frame.
    ///
    /// - Throws: ``PoseSequenceError`` when the frame does not follow the previous one, or a number is infinite or NaN.
    ///   The writer then continues as if the frame had not been passed.
    public mutating func line(of frame: PoseSequence.Frame) throws(PoseSequenceError) -> String {
        do throws(PoseSequenceError.Fault) {
            let fields: SequenceFrameFields
            do throws(FieldError) {
                fields = try SequenceFrameFields(frame)
            } catch { throw PoseSequenceError.Fault(error) }
            var next = order
            // The time as written: two times that rounding makes equal could not be read back.
            try next.advance(index: fields.frame, time: try fields.instant(), ids: fields.people.lazy.map(\.id))
            let line = try encoded(fields)
            order = next
            lines += 1
            return line
        } catch { throw PoseSequenceError(line: lines + 1, error) }
    }

    private func encoded(_ fields: some Encodable) throws(PoseSequenceError.Fault) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(fields), as: UTF8.self)
        } catch {
            throw .malformed(reason: "\(error)")
        }
    }
}

extension PoseSequence {
    /// Returns the sequence as JSON Lines, each with a line break at its end, in the format of ``PoseSequenceWriter``.
    ///
    /// - Throws: ``PoseSequenceError`` when a number is infinite or NaN, or frames are not in order.
    public func jsonLines() throws(PoseSequenceError) -> String {
        var writer = PoseSequenceWriter(header: header)
        var text = try writer.headerLine() + "\n"
        for frame in frames { text += try writer.line(of: frame) + "\n" }
        return text
    }
}
