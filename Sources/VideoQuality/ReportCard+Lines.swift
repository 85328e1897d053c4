import PoiseMotion
import PoiseBody
import PoiseSupport

extension ReportCard.Line {
    static func tracking(_ tracking: TrackingQuality) -> ReportCard.Line {
        let grade = tracking.grade
        guard tracking.framesWithPeople > 0 else {
            return line(
                .tracking, .poor, "no person in any frame",
                "Move closer, so that the whole body is in the image and fills a quarter of its longer side.")
        }
        var reason = "a person in \(percent(tracking.share)) of the frames"
        if !tracking.gaps.isEmpty {
            let count = tracking.gaps.count
            reason += ", lost \(count == 1 ? "once" : "\(count) times")"
            if let longest = tracking.gaps.max(by: { $0.duration < $1.duration }) {
                reason +=
                    ", \(count == 1 ? "for" : "longest") \(fixed(longest.duration / .seconds(1), 2)) s at \(fixed(longest.start / .seconds(1), 2)) s"
            }
        }
        let advice = "Leave these time ranges out, or record again with the whole body in the image."
        return line(.tracking, grade, reason, advice)
    }

    static func people(_ tracking: TrackingQuality) -> ReportCard.Line {
        guard tracking.framesWithPeople > 0 else { return line(.people, nil, "no person was detected") }
        let grade = TrackingQuality.othersScale.grade(of: tracking.shareWithMore)
        let expected = tracking.expectedPeople == 1 ? "one person" : "\(tracking.expectedPeople) people"
        let reason =
            tracking.framesWithMore == 0
            ? (tracking.expectedPeople == 1 ? "no other person was detected" : "never more than \(expected)")
            : "more than \(expected) in \(percent(tracking.shareWithMore)) of the frames, at most \(tracking.mostPeople)"
        return line(
            .people, grade, reason,
            "Track all of them (--people), and see in the drawing which id belongs to which person.")
    }

    static func joints(_ joints: [JointVisibilityStats]) -> ReportCard.Line {
        guard !joints.isEmpty else { return line(.joints, nil, "no person was detected") }
        let limbs = joints.filter { Joint.limbs.contains($0.joint) }
        let grade = JointVisibilityStats.grade(of: limbs)
        let missing = limbs.filter { JointVisibilityStats.scale.grade(of: $0.missing) != .good }
            .sorted { ($0.missing, $1.joint.rawValue) > ($1.missing, $0.joint.rawValue) }
        guard !missing.isEmpty else { return line(.joints, grade, "all limb joints are visible") }
        let named = missing.prefix(4).map { sight in
            let how = sight.outside > sight.hidden ? "outside the image" : "hidden"
            return "\(sight.joint.name) \(how) in \(percent(max(sight.outside, sight.hidden)))"
        }
        let rest = missing.count - named.count
        let reason = named.joined(separator: ", ") + (rest > 0 ? ", and \(rest) more" : "")
        let isOutside = missing.contains { $0.outside > $0.hidden }
        return line(
            .joints, grade, reason,
            isOutside
                ? "Move the camera back until the whole body stays in the image."
                : "Use the other side's angles, or record from the side to be measured.")
    }

    static func limbs(_ collapses: [LimbConfusion], share: Double, joints: [JointVisibilityStats]) -> ReportCard.Line {
        guard !joints.isEmpty else { return line(.limbs, nil, "no person was detected") }
        let grade = SequenceQuality.collapseScale.grade(of: share)
        guard !collapses.isEmpty else { return line(.limbs, grade, "no limbs were confused") }
        let pairs = LimbPair.allCases.compactMap { limbs -> String? in
            let count = collapses.count { $0.limbs == limbs }
            guard count > 0 else { return nil }
            return "both \(limbs == .arms ? "arms" : "legs") on one limb \(count == 1 ? "once" : "\(count) times")"
        }
        return line(
            .limbs, grade, pairs.joined(separator: ", ") + ", \(percent(share)) of the frames",
            "Leave these frames out (--json lists them); record a little more from the front.")
    }

    static func jitter(_ jitter: Jitter) -> ReportCard.Line {
        guard let grade = jitter.grade else {
            return line(.jitter, nil, "not measured: nothing kept still for a second")
        }
        var parts: [String] = []
        if let pixels = jitter.pixels, let relative = jitter.relative {
            parts.append(
                "landmarks \(fixed(pixels, 1)) pixels (\(fixed(relative * 1000, 1)) thousandths of the body)")
        }
        if let degrees = jitter.degrees { parts.append("angles \(fixed(degrees, 1))°") }
        var reason = parts.joined(separator: ", ")
        if let angle = jitter.worstAngle, let degrees = jitter.worstDegrees, degrees > GradeScale.angle.good {
            reason += ", \(angle.name) \(fixed(degrees, 1))°"
        }
        return line(
            .jitter, grade, "at rest: " + reason,
            "Smooth the recording (poise video --smooth offline); more light also helps.")
    }

    static func size(_ size: Double?) -> ReportCard.Line {
        guard let size else { return line(.size, nil, "no person was detected") }
        return line(
            .size, ImageMeasures.sizeScale.grade(of: size), "the person is \(fixed(size, 0)) pixels large",
            "Move the camera closer, or record at a higher resolution.")
    }

    /// Returns a line; only lines that are not good carry advice.
    static func line(
        _ aspect: ReportCard.Aspect, _ grade: Grade?, _ reason: String, _ advice: String? = nil
    ) -> ReportCard.Line {
        ReportCard.Line(
            aspect: aspect, grade: grade, reason: reason, advice: grade ?? .good > .good ? advice : nil)
    }
}

/// Returns a share as a readable percentage.
func percent(_ share: Double) -> String {
    // Shares near 0 and 1 must not read as 0 % and 100 %.
    let isNearEnd = share > 0 && share < 0.01 || share > 0.99 && share < 1
    return fixed(share * 100, isNearEnd ? 1 : 0) + " %"
}

extension ReportCard.Line {
    static func frames(_ timing: FrameTiming, every: Int) -> ReportCard.Line {
        guard let rate = timing.rate else {
            return line(.frames, .poor, "there is a single frame", "Measuring movement needs a video.")
        }
        let grade = timing.grade(every: every)
        var parts = ["\(fixed(rate * Double(every), 1)) frames a second"]
        if timing.irregularSteps > 0 { parts.append("irregular in \(percent(timing.irregularShare)) of the steps") }
        if timing.missingFrames > 0 {
            parts.append("\(timing.missingFrames) missing (\(percent(timing.missingShare)))")
        }
        if let repeated = timing.repeatedFrames, let share = timing.repeatedShare, repeated > 0 {
            parts.append("\(repeated) repeated (\(percent(share)))")
        }
        if let jump = timing.gaps.max(by: { $0.duration < $1.duration }) {
            let count = timing.gaps.count
            parts.append(
                "\(count == 1 ? "a jump" : "\(count) jumps, the longest") of \(fixed(jump.duration / .seconds(1), 1)) s at \(fixed(jump.time / .seconds(1), 1)) s"
            )
        }
        let isSlow = FrameTiming.rateScale.grade(of: rate * Double(every)) != .good
        return line(
            .frames, grade, parts.joined(separator: ", "),
            isSlow
                ? "Record 30 frames a second or more; fast movement cannot be measured in this video."
                : "Use the camera's own file, not a conversion or a screen recording; speeds are wrong where frames are missing."
        )
    }

    static func sharpness(_ images: ImageMeasures) -> ReportCard.Line {
        guard let blur = images.blur else { return line(.sharpness, nil, "there are no edges to measure") }
        return line(
            .sharpness, blur.grade(ImageMeasures.blurScale),
            "blur \(fixed(blur.median, 2)) of 1" + poorFrames(blur),
            "Clean the lens, focus on the person, and use more light for a shorter exposure.")
    }

    static func light(_ images: ImageMeasures) -> ReportCard.Line {
        guard let brightness = images.brightness else { return line(.light, nil, "no person was detected") }
        let dark = brightness.grade(ImageMeasures.brightnessScale)
        let bright = images.whiteShare?.grade(ImageMeasures.whiteScale) ?? .good
        var reason = "brightness \(fixed(brightness.median, 0)) of 255" + poorFrames(brightness)
        if let white = images.whiteShare, white.median > 0.01 {
            reason += ", \(percent(white.median)) of the person white"
        }
        if let black = images.blackShare, black.median > 0.01 { reason += ", \(percent(black.median)) black" }
        return line(
            .light, max(dark, bright), reason,
            bright > dark
                ? "Reduce light or exposure time." : "Use more light on the person; do not record against a window.")
    }

    static func contrast(_ images: ImageMeasures) -> ReportCard.Line {
        guard let contrast = images.contrast else { return line(.contrast, nil, "there is nothing to measure") }
        return line(
            .contrast, contrast.grade(ImageMeasures.contrastScale),
            "\(fixed(contrast.median, 0)) of 255 levels" + poorFrames(contrast),
            "Choose clothes and a background of different brightness, and avoid haze and backlight.")
    }

    private static func poorFrames(_ measure: ImageMeasures.Measure) -> String {
        measure.poorShare > 0 && measure.poorShare < 1 ? ", poor in \(percent(measure.poorShare)) of the frames" : ""
    }
}

extension ReportCard {
    /// The report as text: a line for the whole, then for each aspect the grade and its reason, and below it the
    /// advice.
    public var text: String {
        let frames = quality.tracking.frames
        var table = Table(header: ["", "verdict", "why"], leftColumns: [0, 1, 2])
        for line in lines {
            table.add([line.aspect.rawValue, line.grade?.rawValue ?? "-", line.reason])
            if let advice = line.advice { table.add(["", "", "  " + advice]) }
        }
        return
            "\(frames) \(frames == 1 ? "frame" : "frames"), \(fixed(duration / .seconds(1), 1)) s: \(grade.rawValue)\n"
            + table.text(indent: 2)
    }
}

/// A storage trait of a video that affects measurements.
public enum VideoTrait: String, Sendable, Hashable, CaseIterable, Codable {
    /// Each frame consists of two fields, taken at different times.
    case interlaced
    /// The colors are of high dynamic range (PQ or HLG), and are mapped to the standard range.
    case highDynamicRange
}

extension ReportCard.Line {
    static func format(_ traits: Set<VideoTrait>) -> ReportCard.Line {
        var parts: [String] = []
        if traits.contains(.interlaced) { parts.append("interlaced: each frame shows two moments") }
        if traits.contains(.highDynamicRange) {
            parts.append("high dynamic range, mapped to the standard range")
        }
        return line(
            .format, traits.contains(.interlaced) ? .fair : .good,
            parts.isEmpty ? "progressive, standard dynamic range" : parts.joined(separator: "; "),
            "Deinterlace first (ffmpeg -i video -vf bwdif deinterlaced.mp4), or record progressive video.")
    }
}
