import PoiseBody
import PoiseMotion
import PoiseSupport

extension ReportCard.Line {
    static func tracking(_ tracking: TrackingQuality) -> ReportCard.Line {
        let verdict = tracking.verdict
        guard tracking.framesWithSomebody > 0 else {
            return line(
                .tracking, .poor, "no person in any frame",
                "Move closer, so that the whole body is in the image and fills a quarter of its longer side.")
        }
        var reason = "a person in \(percent(tracking.share)) of the frames"
        if !tracking.losses.isEmpty {
            let count = tracking.losses.count
            reason += ", lost \(count == 1 ? "once" : "\(count) times")"
            if let longest = tracking.losses.max(by: { $0.duration < $1.duration }) {
                reason +=
                    ", \(count == 1 ? "for" : "longest") \(fixed(longest.duration / .seconds(1), 2)) s at \(fixed(longest.start / .seconds(1), 2)) s"
            }
        }
        let advice = "Leave these time ranges out, or record again with the whole body in the image."
        return line(.tracking, verdict, reason, advice)
    }

    static func people(_ tracking: TrackingQuality) -> ReportCard.Line {
        guard tracking.framesWithSomebody > 0 else { return line(.people, nil, "no person was detected") }
        let verdict = TrackingQuality.othersScale.verdict(of: tracking.shareWithMore)
        let expected = tracking.expectedPeople == 1 ? "one person" : "\(tracking.expectedPeople) people"
        let reason =
            tracking.framesWithMore == 0
            ? (tracking.expectedPeople == 1 ? "no other person was detected" : "never more than \(expected)")
            : "more than \(expected) in \(percent(tracking.shareWithMore)) of the frames, at most \(tracking.mostPeople)"
        return line(
            .people, verdict, reason,
            "Track all of them (--people), and see in the drawing which id belongs to which person.")
    }

    static func joints(_ joints: [JointVisibilityStats]) -> ReportCard.Line {
        guard !joints.isEmpty else { return line(.joints, nil, "no person was detected") }
        let limbs = joints.filter { JointVisibilityStats.limbJoints.contains($0.joint) }
        let verdict = JointVisibilityStats.verdict(of: limbs)
        let missing = limbs.filter { JointVisibilityStats.scale.verdict(of: $0.missing) != .good }
            .sorted { ($0.missing, $1.joint.rawValue) > ($1.missing, $0.joint.rawValue) }
        guard !missing.isEmpty else { return line(.joints, verdict, "all limb joints are visible") }
        let named = missing.prefix(4).map { sight in
            let how = sight.outside > sight.hidden ? "outside the image" : "hidden"
            return "\(sight.joint.name) \(how) in \(percent(max(sight.outside, sight.hidden)))"
        }
        let rest = missing.count - named.count
        let reason = named.joined(separator: ", ") + (rest > 0 ? ", and \(rest) more" : "")
        let isOutside = missing.contains { $0.outside > $0.hidden }
        return line(
            .joints, verdict, reason,
            isOutside
                ? "Move the camera back until the whole body stays in the image."
                : "Use the other side's angles, or record from the side to be measured.")
    }

    static func limbs(_ collapses: [LimbConfusion], share: Double, joints: [JointVisibilityStats]) -> ReportCard.Line {
        guard !joints.isEmpty else { return line(.limbs, nil, "no person was detected") }
        let verdict = SequenceQuality.collapseScale.verdict(of: share)
        guard !collapses.isEmpty else { return line(.limbs, verdict, "no limbs were confused") }
        let pairs = LimbPair.allCases.compactMap { limbs -> String? in
            let count = collapses.count { $0.limbs == limbs }
            guard count > 0 else { return nil }
            return "both \(limbs == .arms ? "arms" : "legs") on one limb \(count == 1 ? "once" : "\(count) times")"
        }
        return line(
            .limbs, verdict, pairs.joined(separator: ", ") + ", \(percent(share)) of the frames",
            "Leave these frames out (--json lists them); record a little more from the front.")
    }

    static func jitter(_ jitter: Jitter) -> ReportCard.Line {
        guard let verdict = jitter.verdict else {
            return line(.jitter, nil, "not measured: nothing kept still for a second")
        }
        var parts: [String] = []
        if let pixels = jitter.pixels, let relative = jitter.relative {
            parts.append(
                "landmarks \(fixed(pixels, 1)) pixels (\(fixed(relative * 1000, 1)) thousandths of the body)")
        }
        if let degrees = jitter.degrees { parts.append("angles \(fixed(degrees, 1))°") }
        var reason = parts.joined(separator: ", ")
        if let angle = jitter.worstAngle, let degrees = jitter.worstDegrees, degrees > VerdictScale.angle.good {
            reason += ", \(angle.name) \(fixed(degrees, 1))°"
        }
        return line(
            .jitter, verdict, "at rest: " + reason,
            "Smooth the recording (poise video --smooth offline); more light also helps.")
    }

    static func size(_ size: Double?) -> ReportCard.Line {
        guard let size else { return line(.size, nil, "no person was detected") }
        return line(
            .size, ImageMeasures.sizeScale.verdict(of: size), "the person is \(fixed(size, 0)) pixels large",
            "Move the camera closer, or record at a higher resolution.")
    }

    /// Returns a line; only lines that are not good carry advice.
    static func line(
        _ subject: ReportCard.Subject, _ verdict: Grade?, _ reason: String, _ advice: String? = nil
    ) -> ReportCard.Line {
        ReportCard.Line(
            subject: subject, verdict: verdict, reason: reason, advice: verdict ?? .good > .good ? advice : nil)
    }
}

/// Returns a share as a readable percentage.
func percent(_ share: Double) -> String {
    // Shares near 0 and 1 must not read as 0 % and 100 %.
    let isNearEnd = share > 0 && share < 0.01 || share > 0.99 && share < 1
    return fixed(share * 100, isNearEnd ? 1 : 0) + " %"
}
