import PoiseJSON
import PoiseBody

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension ReportCard {
    /// Returns the report as JSON on one line, without a final line break. Keys are sorted, and numbers rounded.
    ///
    ///     {"duration":12.5,"file":"a.mp4","frames":375,"lines":[{"about":"tracking","reason":"..","verdict":"good"},..],
    ///      "measures":{"collapses":[..],"joints":{"leftWrist":{"hidden":0.1,"outside":0},..},..},"verdict":"fair"}
    ///
    /// A line has `advice` if there is something to improve, and no `verdict` if there was nothing to measure. Units:
    /// seconds for times, pixels for sizes, degrees for angles; shares are 0 to 1. Values that were not measured are
    /// omitted.
    /// - Throws: `ImageRecordError.notFinite(name:)` when a number is infinite or NaN.
    public func jsonLine() throws(ImageRecordError) -> String {
        let fields: ReportFields
        do throws(FieldError) { fields = try ReportFields(self) } catch { throw ImageRecordError(error) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(fields), as: UTF8.self)
        } catch {
            throw .malformed(reason: "\(error)")
        }
    }
}

/// The JSON fields of a report.
private struct ReportFields: Encodable {
    struct Line: Encodable {
        var about: ReportCard.Aspect
        var verdict: Grade?
        var reason: String
        var advice: String?
    }
    struct TrackingGap: Encodable { var start, end: Double, frames: Int }
    struct TimestampGap: Encodable { var time, duration: Double }
    struct Sight: Encodable { var hidden, outside: Double }
    struct Collapse: Encodable { var person: Int, limbs: String, frames: [Int] }
    struct Measure: Encodable { var median, poorShare: Double }
    struct Jitter: Encodable {
        var pixels, relative, degrees, worstPixels, worstDegrees: Double?
        var worstJoint, worstAngle: String?
    }
    struct Measures: Encodable {
        var trackedShare, severalShare: Double
        var mostPeople: Int
        var losses: [TrackingGap]
        var framesPerSecond: Double?
        var irregularSteps, missingFrames: Int
        var repeatedFrames: Int?
        var jumps: [TimestampGap]
        var jitter: Jitter
        var joints: [String: Sight]
        var collapses: [Collapse]
        var size: Double?
        var blur, contrast, brightness, whiteShare, blackShare: Measure?
    }

    var file: String
    var frames: Int
    var duration: Double
    var verdict: Grade
    var lines: [Line]
    var measures: Measures

    init(_ card: ReportCard) throws(FieldError) {
        file = card.file
        frames = card.quality.tracking.frames
        duration = try rounded(card.duration / .seconds(1), .seconds, "duration")
        verdict = card.grade
        lines = card.lines.map {
            Line(about: $0.aspect, verdict: $0.grade, reason: $0.reason, advice: $0.advice)
        }
        measures = try Measures(card.quality, card.images)
    }
}

extension ReportFields.Measures {
    init(_ quality: SequenceQuality, _ images: ImageMeasures?) throws(FieldError) {
        let (tracking, timing) = (quality.tracking, quality.timing)
        trackedShare = try rounded(tracking.share, .probability, "trackedShare")
        severalShare = try rounded(tracking.shareWithMore, .probability, "severalShare")
        mostPeople = tracking.mostPeople
        losses = []
        for loss in tracking.gaps {
            losses.append(
                ReportFields.TrackingGap(
                    start: try rounded(loss.start / .seconds(1), .seconds, "losses, start"),
                    end: try rounded(loss.end / .seconds(1), .seconds, "losses, end"), frames: loss.frames))
        }
        framesPerSecond = try optional(timing.rate, .seconds, "framesPerSecond")
        (irregularSteps, missingFrames) = (timing.irregularSteps, timing.missingFrames)
        repeatedFrames = timing.repeatedFrames
        jumps = []
        for jump in timing.gaps {
            jumps.append(
                ReportFields.TimestampGap(
                    time: try rounded(jump.time / .seconds(1), .seconds, "jumps, time"),
                    duration: try rounded(jump.duration / .seconds(1), .seconds, "jumps, duration")))
        }
        jitter = try ReportFields.Jitter(quality.jitter)
        joints = [:]
        for sight in quality.joints {
            joints[sight.joint.identifier] = ReportFields.Sight(
                hidden: try rounded(sight.hidden, .probability, "joints, hidden"),
                outside: try rounded(sight.outside, .probability, "joints, outside"))
        }
        collapses = quality.collapses.map {
            ReportFields.Collapse(person: $0.id, limbs: "\($0.limbs)", frames: $0.frames)
        }
        size = try optional(quality.size, .pixels, "size")
        blur = try ReportFields.Measure(images?.blur, "blur")
        contrast = try ReportFields.Measure(images?.contrast, "contrast")
        brightness = try ReportFields.Measure(images?.brightness, "brightness")
        whiteShare = try ReportFields.Measure(images?.whiteShare, "whiteShare")
        blackShare = try ReportFields.Measure(images?.blackShare, "blackShare")
    }
}

extension ReportFields.Jitter {
    init(_ jitter: PoiseVideoQuality.Jitter) throws(FieldError) {
        pixels = try optional(jitter.pixels, .pixels, "jitter, pixels")
        relative = try optional(jitter.relative, .probability, "jitter, relative")
        degrees = try optional(jitter.degrees, .degrees, "jitter, degrees")
        worstPixels = try optional(jitter.worstPixels, .pixels, "jitter, worstPixels")
        worstDegrees = try optional(jitter.worstDegrees, .degrees, "jitter, worstDegrees")
        worstJoint = jitter.worstJoint?.identifier
        worstAngle = jitter.worstAngle?.rawValue
    }
}

extension ReportFields.Measure {
    init?(_ measure: ImageMeasures.Measure?, _ name: String) throws(FieldError) {
        guard let measure else { return nil }
        median = try rounded(measure.median, .pixels, "\(name), median")
        poorShare = try rounded(measure.poorShare, .probability, "\(name), poorShare")
    }
}

private func optional(_ value: Double?, _ precision: Precision, _ name: String) throws(FieldError) -> Double? {
    guard let value else { return nil }
    return try rounded(value, precision, name)
}
