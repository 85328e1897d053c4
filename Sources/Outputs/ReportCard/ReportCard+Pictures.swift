import PoiseMotion
import PoiseSupport

extension ReportCard.Line {
    static func frames(_ timing: FrameTiming, every: Int) -> ReportCard.Line {
        guard let rate = timing.rate else {
            return line(.frames, .poor, "there is a single frame", "Measuring movement needs a video.")
        }
        let verdict = timing.verdict(every: every)
        var parts = ["\(fixed(rate * Double(every), 1)) frames a second"]
        if timing.irregularSteps > 0 { parts.append("irregular in \(percent(timing.irregularShare)) of the steps") }
        if timing.missingFrames > 0 {
            parts.append("\(timing.missingFrames) missing (\(percent(timing.missingShare)))")
        }
        if let repeated = timing.repeatedFrames, let share = timing.repeatedShare, repeated > 0 {
            parts.append("\(repeated) repeated (\(percent(share)))")
        }
        if let jump = timing.jumps.max(by: { $0.duration < $1.duration }) {
            let count = timing.jumps.count
            parts.append(
                "\(count == 1 ? "a jump" : "\(count) jumps, the longest") of \(fixed(jump.duration / .seconds(1), 1)) s at \(fixed(jump.time / .seconds(1), 1)) s"
            )
        }
        let isSlow = FrameTiming.rateScale.verdict(of: rate * Double(every)) != .good
        return line(
            .frames, verdict, parts.joined(separator: ", "),
            isSlow
                ? "Record 30 frames a second or more; fast movement cannot be measured in this video."
                : "Use the camera's own file, not a conversion or a screen recording; speeds are wrong where frames are missing."
        )
    }

    static func sharpness(_ pictures: ImageMeasures) -> ReportCard.Line {
        guard let blur = pictures.blur else { return line(.sharpness, nil, "there are no edges to measure") }
        return line(
            .sharpness, blur.verdict(ImageMeasures.blurScale),
            "blur \(fixed(blur.median, 2)) of 1" + poorFrames(blur),
            "Clean the lens, focus on the person, and use more light for a shorter exposure.")
    }

    static func light(_ pictures: ImageMeasures) -> ReportCard.Line {
        guard let brightness = pictures.brightness else { return line(.light, nil, "no person was detected") }
        let dark = brightness.verdict(ImageMeasures.brightnessScale)
        let bright = pictures.whiteShare?.verdict(ImageMeasures.whiteScale) ?? .good
        var reason = "brightness \(fixed(brightness.median, 0)) of 255" + poorFrames(brightness)
        if let white = pictures.whiteShare, white.median > 0.01 {
            reason += ", \(percent(white.median)) of the person white"
        }
        if let black = pictures.blackShare, black.median > 0.01 { reason += ", \(percent(black.median)) black" }
        return line(
            .light, max(dark, bright), reason,
            bright > dark
                ? "Reduce light or exposure time." : "Use more light on the person; do not record against a window.")
    }

    static func contrast(_ pictures: ImageMeasures) -> ReportCard.Line {
        guard let contrast = pictures.contrast else { return line(.contrast, nil, "there is nothing to measure") }
        return line(
            .contrast, contrast.verdict(ImageMeasures.contrastScale),
            "\(fixed(contrast.median, 0)) of 255 levels" + poorFrames(contrast),
            "Choose clothes and a background of different brightness, and avoid haze and backlight.")
    }

    private static func poorFrames(_ measure: ImageMeasures.Measure) -> String {
        measure.poorShare > 0 && measure.poorShare < 1 ? ", poor in \(percent(measure.poorShare)) of the frames" : ""
    }
}

extension ReportCard {
    /// The report as text: a line for the whole, then for each subject the grade and its reason, and below it the
    /// advice.
    public var text: String {
        let frames = quality.tracking.frames
        var table = Table(header: ["", "verdict", "why"], leftColumns: [0, 1, 2])
        for line in lines {
            table.add([line.subject.rawValue, line.verdict?.rawValue ?? "-", line.reason])
            if let advice = line.advice { table.add(["", "", "  " + advice]) }
        }
        return
            "\(frames) \(frames == 1 ? "frame" : "frames"), \(fixed(duration / .seconds(1), 1)) s: \(verdict.rawValue)\n"
            + table.text(indent: 2)
    }
}
