import PoiseBody

extension Body {
    mutating func addArm(_ arm: Posture.Arm, of side: Side, _ pelvis: Frame) {
        let limb: Limb = side == .right ? .rightArm : .leftArm
        let sign = side.sign
        let upper = pelvis.moved(to: joints[side.joint(.leftShoulder).rawValue])
            .swung(forward: arm.shoulderFlexion)
            .swung(left: sign * arm.shoulderAbduction)
            .turned(left: sign * arm.shoulderRotation)
        let elbow = upper.point(up: -proportions.upperArm)
        let fore = upper.moved(to: elbow).swung(forward: arm.elbowFlexion)
        let wrist = fore.point(up: -proportions.forearm)
        place(side.joint(.leftElbow), at: elbow)
        place(side.joint(.leftWrist), at: wrist)

        add(limb, .skin, from: upper.point(up: -0.12), to: elbow, radius: 0.044, 0.038, blend: 0.008)
        add(limb, .shirt, from: upper.origin, to: upper.point(up: -0.04), radius: 0.051, 0.053, blend: 0.04)
        add(limb, .shirt, from: upper.point(up: -0.04), to: upper.point(up: -0.155), radius: 0.053, 0.051, blend: 0.008)
        add(limb, .skin, from: elbow, to: fore.point(up: -0.09), radius: 0.038, 0.040, blend: 0.012)
        add(limb, .skin, from: fore.point(up: -0.09), to: wrist, radius: 0.040, 0.027, blend: 0.008)
        addHand(
            fore.moved(to: wrist).turned(left: -sign * arm.pronation).swung(left: sign * arm.wristExtension), limb, side
        )
    }

    private mutating func addHand(_ hand: Frame, _ limb: Limb, _ side: Side) {
        // Four fingers, from the index finger to the little one: position across the palm, knuckle, length.
        let fingers = [(0.028, 0.090, 0.072), (0.009, 0.092, 0.080), (-0.010, 0.088, 0.074), (-0.028, 0.080, 0.058)]
        for (across, knuckle, length) in fingers {
            let base = hand.point(up: -knuckle, forward: across)
            // Fingers at rest curl a little toward the palm.
            let tip = hand.point(left: -side.sign * 0.012, up: -knuckle - length, forward: across * 1.05)
            add(limb, .skin, from: hand.point(up: -0.012, forward: across * 0.5), to: base, radius: 0.016, 0.013)
            add(limb, .skin, from: base, to: tip, radius: 0.0105, 0.008, blend: 0.006)
        }
        let thumb = hand.point(left: -side.sign * 0.012, up: -0.060, forward: 0.050)
        add(limb, .skin, from: hand.point(up: -0.018, forward: 0.016), to: thumb, radius: 0.017, 0.012)
        add(
            limb, .skin, from: thumb, to: hand.point(left: -side.sign * 0.014, up: -0.090, forward: 0.058),
            radius: 0.012, 0.009)
        place(side.joint(.leftIndex), at: hand.point(up: -0.092, forward: 0.030))
        place(side.joint(.leftPinky), at: hand.point(up: -0.082, forward: -0.030))
        place(side.joint(.leftThumb), at: thumb)
    }

    mutating func addLeg(_ leg: Posture.Leg, of side: Side, _ pelvis: Frame) {
        let limb: Limb = side == .right ? .rightLeg : .leftLeg
        let sign = side.sign
        let upper = pelvis.moved(to: joints[side.joint(.leftHip).rawValue])
            .swung(forward: leg.hipFlexion)
            .swung(left: sign * leg.hipAbduction)
            .turned(left: sign * leg.hipRotation)
        let knee = upper.point(up: -proportions.thigh)
        let lower = upper.moved(to: knee).swung(forward: -leg.kneeFlexion)
        let ankle = lower.point(up: -proportions.shank)
        place(side.joint(.leftKnee), at: knee)
        place(side.joint(.leftAnkle), at: ankle)

        add(limb, .trousers, from: upper.origin, to: upper.point(up: -0.15), radius: 0.090, 0.086, blend: 0.04)
        add(limb, .trousers, from: upper.point(up: -0.15), to: knee, radius: 0.086, 0.064, blend: 0.01)
        add(limb, .trousers, from: knee, to: lower.point(up: -0.33), radius: 0.062, 0.050, blend: 0.01)
        add(
            limb, .trousers, from: lower.point(up: -0.08, forward: -0.018), to: lower.point(up: -0.20, forward: -0.012),
            radius: 0.052, 0.048, blend: 0.03)
        add(
            limb, .trousers, from: lower.point(up: -0.33), to: lower.point(up: -0.39), radius: 0.050, 0.054,
            blend: 0.008)
        add(limb, .skin, from: lower.point(up: -0.36), to: ankle, radius: 0.038, 0.036)
        addFoot(lower.moved(to: ankle).swung(forward: leg.ankleFlexion), limb, side)
    }

    private mutating func addFoot(_ foot: Frame, _ limb: Limb, _ side: Side) {
        add(
            limb, .shoes, from: foot.point(up: -0.010, forward: -0.012), to: foot.point(up: -0.025, forward: 0.05),
            radius: 0.044, 0.036)
        // Inner and outer half of the shoe; all end 8.3 cm below the ankle, so that the sole is flat.
        for across in [-0.017, 0.017] {
            let left = across * side.sign
            let heel = foot.point(left: left * 0.6, up: -0.041, forward: -0.032)
            let ball = foot.point(left: left, up: -0.046, forward: 0.105)
            let toes = foot.point(left: left * 0.6, up: -0.052, forward: 0.165)
            add(limb, .shoes, from: heel, to: ball, radius: 0.036, 0.031, blend: 0.01)
            add(limb, .shoes, from: ball, to: toes, radius: 0.031, 0.025, blend: 0.01)
            add(
                limb, .sole, from: foot.point(left: left * 0.8, up: -0.069, forward: -0.045),
                to: foot.point(left: left * 0.9, up: -0.069, forward: 0.160), radius: 0.014, blend: 0.004)
        }
        place(side.joint(.leftHeel), at: foot.point(up: -0.062, forward: -0.062))
        place(side.joint(.leftFootIndex), at: foot.point(left: -side.sign * 0.01, up: -0.066, forward: 0.172))
    }
}
