import PoiseBody

extension Body {
    mutating func addTrunk(_ trunk: Trunk, _ axes: BodyAxes) {
        let flesh = proportions.flesh
        func add(
            _ surface: Surface, _ start: SIMD3<Double>, _ end: SIMD3<Double>, radius: Double, _ endRadius: Double,
            blend: Double = 0.02
        ) {
            self.add(
                .trunk, surface, from: start, to: end, radius: radius * flesh.girth, endRadius * flesh.girth,
                blend: blend)
        }
        for (side, arm) in [(1.0, axes.leftArm), (-1.0, axes.rightArm)] {
            let point = { (left: Double, up: Double, forward: Double) in
                trunk.flesh(left: side * left, up: up, forward: forward)
            }
            // Pelvis, buttock, belly, chest, pectoral muscle, shoulder blade, trapezius.
            part = trunk.pelvis
            add(.trousers, point(0.070, 0.00, 0.000), point(0.060, 0.08, 0.005), radius: 0.100, 0.096, blend: 0.03)
            add(.trousers, point(0.070, -0.03, -0.055), point(0.065, 0.02, -0.045), radius: 0.082, 0.078, blend: 0.04)
            part = trunk.chest
            add(.shirt, point(0.058, 0.08, 0.008), point(0.055, 0.20, 0.010), radius: 0.102, 0.097, blend: 0.05)
            add(.shirt, point(0.055, 0.20, 0.010), point(0.072, 0.36, 0.004), radius: 0.097, 0.104, blend: 0.05)
            add(.shirt, point(0.070, 0.365, 0.050), point(0.080, 0.38, 0.050), radius: 0.064, 0.064, blend: 0.05)
            add(.shirt, point(0.085, 0.36, -0.040), point(0.075, 0.44, -0.035), radius: 0.070, 0.058, blend: 0.05)
            // The outer ends of trapezius and collar follow the shoulder.
            let shift = trunk.displacement(of: arm)
            add(.shirt, point(0.000, 0.515, -0.024), point(0.150, 0.492, -0.006) + shift, radius: 0.050, 0.042)
            add(.shirt, point(0.060, 0.430, 0.008), point(0.130, 0.455, 0.002) + shift, radius: 0.084, 0.058)
        }
        // Spine between the shoulder blades.
        add(
            .shirt, trunk.flesh(up: 0.40, forward: -0.040), trunk.flesh(up: 0.50, forward: -0.030), radius: 0.055, 0.048
        )
        self.add(
            .trunk, .skin, from: trunk.flesh(up: 0.50, forward: -0.012), to: trunk.flesh(up: 0.58), radius: 0.058, 0.054
        )
        for (side, arm) in [(Side.left, axes.leftArm), (.right, axes.rightArm)] {
            place(side.joint(.leftHip), at: trunk.point(left: side.sign * proportions.halfHips))
            place(
                side.joint(.leftShoulder),
                at: trunk.point(left: side.sign * proportions.halfShoulders, up: proportions.trunkLength)
                    + trunk.displacement(of: arm))
        }
    }

    /// Height of the ears above the frame of the head.
    static let earInHead = 0.145

    /// Adds the head, the neck and the face.
    ///
    /// - Parameter neck: Frame with its origin between neck and trunk, and the axes of the head.
    mutating func addHead(_ neck: Frame) {
        part = neck
        let size = proportions.flesh.head
        func add(
            _ limb: Limb, _ surface: Surface, from start: SIMD3<Double>, to end: SIMD3<Double>, radius: Double,
            _ endRadius: Double? = nil, blend: Double = 0.02
        ) {
            self.add(
                limb, surface, from: start, to: end, radius: radius * size, (endRadius ?? radius) * size, blend: blend)
        }
        let middle = { (up: Double, forward: Double) in neck.point(up: up * size, forward: forward * size) }
        // Neck, skull, face down to the chin.
        add(.head, .skin, from: middle(0.00, 0.002), to: middle(0.10, 0.012), radius: 0.055, 0.054)
        add(.head, .skin, from: middle(0.182, -0.020), to: middle(0.178, 0.028), radius: 0.074, 0.070)
        add(.head, .skin, from: middle(0.135, 0.034), to: middle(0.078, 0.058), radius: 0.064, 0.040, blend: 0.03)
        // Hair: crown, back of the head, nape; long hair falls behind the neck.
        if outfit.hairstyle != .bald {
            add(.head, .hair, from: middle(0.196, -0.030), to: middle(0.204, 0.018), radius: 0.079, 0.073, blend: 0.004)
            add(
                .head, .hair, from: middle(0.180, -0.036), to: middle(0.120, -0.030), radius: 0.076, 0.062, blend: 0.004
            )
        }
        if outfit.hairstyle == .long {
            add(
                .head, .hair, from: middle(0.150, -0.045), to: middle(-0.060, -0.095), radius: 0.078, 0.050, blend: 0.02
            )
        }
        // Bridge and tip of the nose, lips.
        add(.head, .skin, from: middle(0.158, 0.094), to: middle(0.122, 0.109), radius: 0.009, 0.014, blend: 0.012)
        place(.nose, at: middle(0.120, 0.120))

        for side in [Side.left, .right] {
            let point = { (left: Double, up: Double, forward: Double) in
                neck.point(left: side.sign * left * size, up: up * size, forward: forward * size)
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

/// The shape of a trunk that bends above the waist.
///
/// The lower part is fixed to the pelvis, the upper one to the chest; between them, points move from the one to the other.
struct Trunk {
    let pelvis: Frame
    let chest: Frame
    private let proportions: Proportions

    /// Height of the waist, about which the chest rotates, and the range over which the trunk bends, in the flesh of
    /// `Proportions.byEye`, meters.
    private static let waist = 0.22
    private static let bend = 0.12...0.30

    init(_ axes: BodyAxes, _ proportions: Proportions) {
        self.proportions = proportions
        pelvis = Frame(axes: axes.pelvis)
        chest = Frame(origin: pelvis.point(up: Trunk.waist * proportions.flesh.trunk), axes: axes.chest)
    }

    /// Returns the point at the given distances from the middle of the hips of an upright trunk, meters.
    func point(left: Double = 0, up: Double = 0, forward: Double = 0) -> SIMD3<Double> {
        // Differences of equal axes are exactly zero: a straight trunk has no rounding of its own.
        let height = up - Trunk.waist * proportions.flesh.trunk
        let bent =
            (chest.left - pelvis.left) * left - (chest.down - pelvis.down) * height
            - (chest.back - pelvis.back) * forward
        return pelvis.point(left: left, up: up, forward: forward) + bent * share(up / proportions.flesh.trunk)
    }

    /// Returns the point of the flesh at the given distances in the flesh of `Proportions.byEye`, meters.
    func flesh(left: Double = 0, up: Double = 0, forward: Double = 0) -> SIMD3<Double> {
        let (hips, shoulders) = (proportions.flesh.hips, proportions.flesh.shoulders)
        return point(
            left: left * (hips + (shoulders - hips) * share(up)), up: up * proportions.flesh.trunk,
            forward: forward * proportions.flesh.girth)
    }

    /// Returns how far the shoulder of an arm is displaced, meters.
    func displacement(of arm: BodyAxes.Arm) -> SIMD3<Double> {
        chest.axes.point(arm.shoulder * proportions.halfShoulders)
    }

    /// Returns the share of the chest, 0 to 1, in the movement of points at a height.
    private func share(_ up: Double) -> Double {
        min(max((up - Trunk.bend.lowerBound) / (Trunk.bend.upperBound - Trunk.bend.lowerBound), 0), 1)
    }
}
