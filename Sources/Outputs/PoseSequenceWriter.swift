import Landmarks

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Writes a sequence as JSON Lines while it comes into being: the header's line, then a line a frame.
///
///     {"file":"a.mp4","format":"poise/1","framesPerSecond":30,"height":1080,"joints":["nose",..],"model":"full","width":1920}
///     {"frame":0,"people":[{"confidence":[0.97,..],"expectedError":[4.1,..],"id":1,
///      "landmarks":[[x,y,z,visibility,presence],..],"presence":0.99,"quality":0.83,
///      "region":{"rotation":0,"size":400,"x":..,"y":..},"world":[[x,y,z],..]}],"time":0.0333}
///
/// A person whose arms or legs lie on one limb by mistake, where that was looked for, has `"collapsed":["arms"]`, `["legs"]`
/// or both besides. A frame whose image has another size than the header's states it as `"height":..` and `"width":..`.
///
/// Pixels for landmarks, `expectedError` and the region's middle and size, metres for `world`, radians for `rotation`,
/// seconds for `time`. `confidence`, `expectedError` and `quality` are left out where they are not known.
///
/// Equal frames give equal text: keys are sorted and numbers rounded, pixels to 3 decimals, metres, radians and
/// probabilities to 5, seconds to 6. Lines have no break at their end.
public struct PoseSequenceWriter: Sendable {
    /// What holds for all frames.
    public let header: PoseSequence.Header

    private var order = FrameOrder()
    /// Lines given out.
    private var lines = 1

    /// A writer of a sequence.
    public init(header: PoseSequence.Header) { self.header = header }

    /// The first line.
    ///
    /// - Throws: ``PoseSequenceError`` when a picture has no pixels or a video no frames.
    public func headerLine() throws(PoseSequenceError) -> String {
        do throws(PoseSequenceError.Fault) {
            return try encoded(try SequenceHeaderFields(header))
        } catch { throw PoseSequenceError(line: 1, error) }
    }

    /// The line of the next frame.
    ///
    /// - Throws: ``PoseSequenceError`` when the frame does not come after the one before, or a number is infinite or NaN.
    ///   The writer goes on as if the frame had not been.
    public mutating func line(of frame: PoseSequence.Frame) throws(PoseSequenceError) -> String {
        do throws(PoseSequenceError.Fault) {
            let fields: SequenceFrameFields
            do throws(FieldError) {
                fields = try SequenceFrameFields(frame)
            } catch { throw PoseSequenceError.Fault(error) }
            var next = order
            // The time as it is written: two that become one by rounding would not be read back.
            try next.advance(index: fields.frame, time: fields.time, ids: fields.people.lazy.map(\.id))
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
    /// The sequence as JSON Lines, each with a line break at its end. ``PoseSequenceWriter`` tells what they hold.
    ///
    /// - Throws: ``PoseSequenceError`` when a number is infinite or NaN, or frames do not follow each other.
    public func jsonLines() throws(PoseSequenceError) -> String {
        var writer = PoseSequenceWriter(header: header)
        var text = try writer.headerLine() + "\n"
        for frame in frames { text += try writer.line(of: frame) + "\n" }
        return text
    }
}
