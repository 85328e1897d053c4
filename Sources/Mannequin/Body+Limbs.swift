import PoiseBody

extension Body {
    mutating func addArm(_ arm: BodyAxes.Arm, of side: Side) {
        let limb: Limb = side == .right ? .rightArm : .leftArm
        let flesh = proportions.flesh
        let (along, below, girth) = (flesh.upperArm, flesh.forearm, flesh.girth)
        let upper = Frame(origin: joints[side.joint(.leftShoulder).rawValue], axes: arm.upper)
        let elbow = upper.point(up: -proportions.upperArm)
        let fore = Frame(origin: elbow, axes: arm.fore)
        let wrist = fore.point(up: -proportions.forearm)
        place(side.joint(.leftElbow), at: elbow)
        place(side.joint(.leftWrist), at: wrist)

        let sleeve: Surface = outfit.hasLongSleeves ? .shirt : .skin
        part = upper
        add(
            limb, sleeve, from: upper.point(up: -0.12 * along), to: elbow, radius: 0.044 * girth, 0.038 * girth,
            blend: 0.008)
        add(
            limb, .shirt, from: upper.origin, to: upper.point(up: -0.04 * along), radius: 0.051 * girth, 0.053 * girth,
            blend: 0.04)
        add(
            limb, .shirt, from: upper.point(up: -0.04 * along), to: upper.point(up: -0.155 * along),
            radius: 0.053 * girth, 0.051 * girth, blend: 0.008)
        part = fore
        add(
            limb, sleeve, from: elbow, to: fore.point(up: -0.09 * below), radius: 0.038 * girth, 0.040 * girth,
            blend: 0.012)
        add(
            limb, sleeve, from: fore.point(up: -0.09 * below), to: wrist, radius: 0.040 * girth, 0.027 * girth,
            blend: 0.008)
        addHand(Frame(origin: wrist, axes: arm.hand), limb, side)
    }

    private mutating func addHand(_ hand: Frame, _ limb: Limb, _ side: Side) {
        part = hand
        let size = proportions.flesh.hands
        let point = { (left: Double, up: Double, forward: Double) in
            hand.point(left: -side.sign * left * size, up: up * size, forward: forward * size)
        }
        // Four fingers, from the index finger to the little one: position across the palm, knuckle, length.
        let fingers = [(0.028, 0.090, 0.072), (0.009, 0.092, 0.080), (-0.010, 0.088, 0.074), (-0.028, 0.080, 0.058)]
        for (across, knuckle, length) in fingers {
            let base = point(0, -knuckle, across)
            // Fingers at rest curl a little toward the palm.
            let tip = point(0.012, -knuckle - length, across * 1.05)
            add(limb, .skin, from: point(0, -0.012, across * 0.5), to: base, radius: 0.016 * size, 0.013 * size)
            add(limb, .skin, from: base, to: tip, radius: 0.0105 * size, 0.008 * size, blend: 0.006)
        }
        let thumb = point(0.012, -0.060, 0.050)
        add(limb, .skin, from: point(0, -0.018, 0.016), to: thumb, radius: 0.017 * size, 0.012 * size)
        add(limb, .skin, from: thumb, to: point(0.014, -0.090, 0.058), radius: 0.012 * size, 0.009 * size)
        place(side.joint(.leftIndex), at: point(0, -0.092, 0.030))
        place(side.joint(.leftPinky), at: point(0, -0.082, -0.030))
        place(side.joint(.leftThumb), at: thumb)
    }

    mutating func addLeg(_ leg: BodyAxes.Leg, of side: Side) {
        let limb: Limb = side == .right ? .rightLeg : .leftLeg
        let flesh = proportions.flesh
        let (along, below, girth) = (flesh.thigh, flesh.shank, flesh.girth)
        let upper = Frame(origin: joints[side.joint(.leftHip).rawValue], axes: leg.thigh)
        let knee = upper.point(up: -proportions.thigh)
        let lower = Frame(origin: knee, axes: leg.shank)
        let ankle = lower.point(up: -proportions.shank)
        place(side.joint(.leftKnee), at: knee)
        place(side.joint(.leftAnkle), at: ankle)

        let trouserLeg: Surface = outfit.hasShorts ? .skin : .trousers
        part = upper
        add(
            limb, .trousers, from: upper.origin, to: upper.point(up: -0.15 * along), radius: 0.090 * girth,
            0.086 * girth, blend: 0.04)
        add(
            limb, trouserLeg, from: upper.point(up: -0.15 * along), to: knee, radius: 0.086 * girth, 0.064 * girth,
            blend: 0.01)
        part = lower
        add(
            limb, trouserLeg, from: knee, to: lower.point(up: -0.33 * below), radius: 0.062 * girth, 0.050 * girth,
            blend: 0.01)
        add(
            limb, trouserLeg, from: lower.point(up: -0.08 * below, forward: -0.018 * girth),
            to: lower.point(up: -0.20 * below, forward: -0.012 * girth), radius: 0.052 * girth, 0.048 * girth,
            blend: 0.03)
        if !outfit.hasShorts {
            add(
                limb, .trousers, from: lower.point(up: -0.33 * below), to: lower.point(up: -0.39 * below),
                radius: 0.050 * girth, 0.054 * girth, blend: 0.008)
        }
        add(limb, .skin, from: lower.point(up: -0.36 * below), to: ankle, radius: 0.038 * girth, 0.036 * girth)
        if outfit.hasShorts {
            add(
                limb, .skin, from: lower.point(up: -0.33 * below), to: lower.point(up: -0.36 * below),
                radius: 0.050 * girth, 0.038 * girth)
        }
        addFoot(Frame(origin: ankle, axes: leg.foot), limb, side)
    }

    private mutating func addFoot(_ foot: Frame, _ limb: Limb, _ side: Side) {
        part = foot
        let size = proportions.flesh.feet
        let point = { (left: Double, up: Double, forward: Double) in
            foot.point(left: left * size, up: up * size, forward: forward * size)
        }
        add(
            limb, .shoes, from: point(0, -0.010, -0.012), to: point(0, -0.025, 0.05), radius: 0.044 * size, 0.036 * size
        )
        // Inner and outer half of the shoe; all end 8.3 cm below the ankle, so that the sole is flat.
        for across in [-0.017, 0.017] {
            let left = across * side.sign
            let heel = point(left * 0.6, -0.041, -0.032)
            let ball = point(left, -0.046, 0.105)
            let toes = point(left * 0.6, -0.052, 0.165)
            add(limb, .shoes, from: heel, to: ball, radius: 0.036 * size, 0.031 * size, blend: 0.01)
            add(limb, .shoes, from: ball, to: toes, radius: 0.031 * size, 0.025 * size, blend: 0.01)
            add(
                limb, .sole, from: point(left * 0.8, -0.069, -0.045), to: point(left * 0.9, -0.069, 0.160),
                radius: 0.014 * size, blend: 0.004)
        }
        place(side.joint(.leftHeel), at: point(0, -0.062, -0.062))
        place(side.joint(.leftFootIndex), at: point(-side.sign * 0.01, -0.066, 0.172))
    }
}
