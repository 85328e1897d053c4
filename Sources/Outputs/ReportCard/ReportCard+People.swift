import Landmarks
import Motion
import Tables

extension ReportCard.Line {
    static func tracking(_ tracking: TrackingQuality) -> ReportCard.Line {
        let verdict = tracking.verdict
        guard tracking.framesWithSomebody > 0 else {
            return line(
                .tracking, .poor, "nobody in any of the frames",
                "Come nearer, so that the body takes a quarter of the picture's longer side, all of it in the picture.")
        }
        var reason = "somebody in \(percent(tracking.share)) of the frames"
        if !tracking.losses.isEmpty {
            let count = tracking.losses.count
            reason += ", lost \(count == 1 ? "once" : "\(count) times")"
            if let longest = tracking.losses.max(by: { $0.duration < $1.duration }) {
                reason +=
                    ", \(count == 1 ? "for" : "longest") \(fixed(longest.duration, 2)) s at \(fixed(longest.start, 2)) s"
            }
        }
        let advice = "Leave these stretches out, or film again with all of the body in the picture."
        return line(.tracking, verdict, reason, advice)
    }

    static func people(_ tracking: TrackingQuality) -> ReportCard.Line {
        guard tracking.framesWithSomebody > 0 else { return line(.people, nil, "nobody was seen") }
        let verdict = TrackingQuality.othersScale.verdict(of: tracking.shareWithMore)
        let expected = tracking.expectedPeople == 1 ? "one person" : "\(tracking.expectedPeople) people"
        let reason =
            tracking.framesWithMore == 0
            ? (tracking.expectedPeople == 1 ? "nobody else was found" : "never more than \(expected)")
            : "more than \(expected) in \(percent(tracking.shareWithMore)) of the frames, at most \(tracking.mostPeople)"
        return line(
            .people, verdict, reason,
            "Follow all of them (--people), and see by the drawing which number is whose.")
    }

    static func joints(_ joints: [JointSight]) -> ReportCard.Line {
        guard !joints.isEmpty else { return line(.joints, nil, "nobody was seen") }
        let limbs = joints.filter { JointSight.limbJoints.contains($0.joint) }
        let verdict = JointSight.verdict(of: limbs)
        let missing = limbs.filter { JointSight.scale.verdict(of: $0.missing) != .good }
            .sorted { ($0.missing, $1.joint.rawValue) > ($1.missing, $0.joint.rawValue) }
        guard !missing.isEmpty else { return line(.joints, verdict, "all joints of the limbs are seen") }
        let named = missing.prefix(4).map { sight in
            let how = sight.outside > sight.hidden ? "outside the picture" : "hidden"
            return "\(sight.joint.name) \(how) in \(percent(max(sight.outside, sight.hidden)))"
        }
        let rest = missing.count - named.count
        let reason = named.joined(separator: ", ") + (rest > 0 ? ", and \(rest) more" : "")
        let isOutside = missing.contains { $0.outside > $0.hidden }
        return line(
            .joints, verdict, reason,
            isOutside
                ? "Move the camera back until all of the body stays in the picture."
                : "Use the other side's angles, or film from the side that is to be measured.")
    }

    static func limbs(_ collapses: [LimbCollapse], share: Double, joints: [JointSight]) -> ReportCard.Line {
        guard !joints.isEmpty else { return line(.limbs, nil, "nobody was seen") }
        let verdict = SequenceQuality.collapseScale.verdict(of: share)
        guard !collapses.isEmpty else { return line(.limbs, verdict, "arms and legs are told apart") }
        let pairs = LimbPair.allCases.compactMap { limbs -> String? in
            let count = collapses.count { $0.limbs == limbs }
            guard count > 0 else { return nil }
            return "both \(limbs == .arms ? "arms" : "legs") on one \(count == 1 ? "once" : "\(count) times")"
        }
        return line(
            .limbs, verdict, pairs.joined(separator: ", ") + ", \(percent(share)) of the frames",
            "Leave these frames out (--json lists them); film a little more from the front.")
    }

    static func jitter(_ jitter: Jitter) -> ReportCard.Line {
        guard let verdict = jitter.verdict else {
            return line(.jitter, nil, "not measured: nothing kept still for a second")
        }
        var parts: [String] = []
        if let pixels = jitter.pixels, let relative = jitter.relative {
            parts.append(
                "landmarks by \(fixed(pixels, 1)) pixels (\(fixed(relative * 1000, 1)) thousandths of the body)")
        }
        if let degrees = jitter.degrees { parts.append("angles by \(fixed(degrees, 1))°") }
        var reason = parts.joined(separator: ", ")
        if let angle = jitter.worstAngle, let degrees = jitter.worstDegrees, degrees > VerdictScale.angle.good {
            reason += ", \(angle.name) by \(fixed(degrees, 1))°"
        }
        return line(
            .jitter, verdict, "at rest " + reason,
            "Smooth the recording (poise video --smooth offline); more light helps too.")
    }

    static func size(_ size: Double?) -> ReportCard.Line {
        guard let size else { return line(.size, nil, "nobody was seen") }
        return line(
            .size, PictureMeasures.sizeScale.verdict(of: size), "the person is \(fixed(size, 0)) pixels large",
            "Come nearer, or film with more pixels.")
    }

    /// A line; advice belongs to what is not good.
    static func line(
        _ subject: ReportCard.Subject, _ verdict: Verdict?, _ reason: String, _ advice: String? = nil
    ) -> ReportCard.Line {
        ReportCard.Line(
            subject: subject, verdict: verdict, reason: reason, advice: verdict ?? .good > .good ? advice : nil)
    }
}

/// A share as a person reads it.
func percent(_ share: Double) -> String {
    // What is neither nothing nor all is not to look so.
    let isNearEnd = share > 0 && share < 0.01 || share > 0.99 && share < 1
    return fixed(share * 100, isNearEnd ? 1 : 0) + " %"
}
