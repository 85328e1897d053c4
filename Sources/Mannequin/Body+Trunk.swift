import PoiseBody

extension Body {
    mutating func addTrunk(_ pelvis: Frame) {
        for side in [1.0, -1.0] {
            let point = { (left: Double, up: Double, forward: Double) in
                pelvis.point(left: side * left, up: up, forward: forward)
            }
            // Pelvis, buttock, belly, chest, pectoral muscle, shoulder blade, trapezius.
            add(
                .trunk, .trousers, from: point(0.070, 0.00, 0.000), to: point(0.060, 0.08, 0.005), radius: 0.100, 0.096,
                blend: 0.03)
            add(
                .trunk, .trousers, from: point(0.070, -0.03, -0.055), to: point(0.065, 0.02, -0.045), radius: 0.082,
                0.078, blend: 0.04)
            add(
                .trunk, .shirt, from: point(0.058, 0.08, 0.008), to: point(0.055, 0.20, 0.010), radius: 0.102, 0.097,
                blend: 0.05)
            add(
                .trunk, .shirt, from: point(0.055, 0.20, 0.010), to: point(0.072, 0.36, 0.004), radius: 0.097, 0.104,
                blend: 0.05)
            add(
                .trunk, .shirt, from: point(0.070, 0.365, 0.050), to: point(0.080, 0.38, 0.050), radius: 0.064,
                blend: 0.05)
            add(
                .trunk, .shirt, from: point(0.085, 0.36, -0.040), to: point(0.075, 0.44, -0.035), radius: 0.070, 0.058,
                blend: 0.05)
            add(
                .trunk, .shirt, from: point(0.000, 0.515, -0.024), to: point(0.150, 0.492, -0.006), radius: 0.050, 0.042
            )
            add(.trunk, .shirt, from: point(0.060, 0.430, 0.008), to: point(0.130, 0.455, 0.002), radius: 0.084, 0.058)
        }
        // Spine between the shoulder blades.
        add(
            .trunk, .shirt, from: pelvis.point(up: 0.40, forward: -0.040), to: pelvis.point(up: 0.50, forward: -0.030),
            radius: 0.055, 0.048)
        add(
            .trunk, .skin, from: pelvis.point(up: 0.50, forward: -0.012), to: pelvis.point(up: 0.58, forward: 0),
            radius: 0.058, 0.054)
        for side in [Side.left, .right] {
            place(side.joint(.leftHip), at: pelvis.point(left: side.sign * proportions.halfHips))
            place(
                side.joint(.leftShoulder),
                at: pelvis.point(left: side.sign * proportions.halfShoulders, up: proportions.trunkLength))
        }
    }

    /// Height of the ears above the frame of the head.
    static let earInHead = 0.145

    /// Adds the head, the neck and the face.
    ///
    /// - Parameter neck: Frame with its origin between neck and trunk, and the axes of the head.
    mutating func addHead(_ neck: Frame) {
        let middle = { (up: Double, forward: Double) in neck.point(up: up, forward: forward) }
        // Neck, skull, face down to the chin.
        add(.head, .skin, from: middle(0.00, 0.002), to: middle(0.10, 0.012), radius: 0.055, 0.054)
        add(.head, .skin, from: middle(0.182, -0.020), to: middle(0.178, 0.028), radius: 0.074, 0.070)
        add(.head, .skin, from: middle(0.135, 0.034), to: middle(0.078, 0.058), radius: 0.064, 0.040, blend: 0.03)
        // Hair: crown, back of the head, nape.
        add(.head, .hair, from: middle(0.196, -0.030), to: middle(0.204, 0.018), radius: 0.079, 0.073, blend: 0.004)
        add(.head, .hair, from: middle(0.180, -0.036), to: middle(0.120, -0.030), radius: 0.076, 0.062, blend: 0.004)
        // Bridge and tip of the nose, lips.
        add(.head, .skin, from: middle(0.158, 0.094), to: middle(0.122, 0.109), radius: 0.009, 0.014, blend: 0.012)
        place(.nose, at: middle(0.120, 0.120))

        for side in [Side.left, .right] {
            let point = { (left: Double, up: Double, forward: Double) in
                neck.point(left: side.sign * left, up: up, forward: forward)
            }
            // Cheek, brow, sideburn, ear.
            add(
                .head, .skin, from: point(0.034, 0.122, 0.054), to: point(0.024, 0.090, 0.058), radius: 0.038, 0.030,
                blend: 0.03)
            add(
                .head, .hair, from: point(0.014, 0.180, 0.093), to: point(0.047, 0.181, 0.080), radius: 0.006, 0.005,
                blend: 0)
            add(
                .head, .hair, from: point(0.068, 0.175, 0.000), to: point(0.070, 0.135, 0.004), radius: 0.012, 0.007,
                blend: 0.004)
            add(
                .head, .skin, from: point(0.076, 0.162, -0.014), to: point(0.073, 0.125, -0.004), radius: 0.015, 0.010,
                blend: 0.004)
            // Eye, pupil, half of the mouth.
            add(
                .head, .eyeWhite, from: point(0.025, 0.158, 0.087), to: point(0.040, 0.158, 0.080), radius: 0.0075,
                0.0065,
                blend: 0)
            add(
                .head, .pupil, from: point(0.031, 0.158, 0.088), to: point(0.032, 0.158, 0.088), radius: 0.0058,
                blend: 0)
            add(
                .head, .lips, from: point(0.000, 0.083, 0.095), to: point(0.023, 0.0885, 0.0890), radius: 0.007, 0.005,
                blend: 0)
            place(side.joint(.leftEyeInner), at: point(0.018, 0.157, 0.091))
            place(side.joint(.leftEye), at: point(0.032, 0.158, 0.092))
            place(side.joint(.leftEyeOuter), at: point(0.046, 0.158, 0.082))
            place(side.joint(.leftEar), at: point(0.080, Body.earInHead, 0.002))
            place(side.joint(.mouthLeft), at: point(0.025, 0.087, 0.086))
        }
    }
}
