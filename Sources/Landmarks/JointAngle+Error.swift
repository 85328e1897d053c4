extension Pose {
    /// How far an angle of the body may be off: the standard deviation of its error.
    ///
    /// Each coordinate of each joint of the angle is moved by its own standard deviation, forward and back. The larger change
    /// of the angle of the two counts, and the changes of all coordinates are added in squares. That carries the stance to the
    /// camera along: a leg that points at the camera is short in the picture, so that a small move turns it far; and where the
    /// angle opens towards the camera, it hangs on depths, which a single picture shows worst. It holds for straight limbs
    /// too, whose angle can only become smaller.
    ///
    /// In the picture a coordinate's deviation follows from ``Landmark/expectedError``, the mean of a distance in two
    /// dimensions: divided by the root of pi / 2. In space it is brought to metres by the scale that fits the joints in space
    /// best to those in the picture, and depths deviate ``depthFactor`` times as much. No angle in space is surer than
    /// ``leastErrorInSpace``.
    /// - Returns: The deviation; `nil` where ``angle(at:in:minimumVisibility:minimumConfidence:)`` is, and where the expected
    ///   error of one of the joints is not known.
    public func angleError(
        at angle: JointAngle, in space: AngleSpace = .world,
        minimumVisibility: Double = Pose.defaultMinimumVisibility,
        minimumConfidence: Double = Pose.defaultMinimumConfidence
    ) -> Angle? {
        guard
            let value = self.angle(
                at: angle, in: space, minimumVisibility: minimumVisibility, minimumConfidence: minimumConfidence),
            let scale = space == .world ? WeakPerspective(self)?.scale : 1
        else { return nil }
        var variance = 0.0
        for moved in Set(angle.directions.joints) {
            guard let expected = self[moved].expectedError else { return nil }
            let deviation = expected / Pose.meanOfDeviation / scale
            for axis in 0..<(space == .world ? 3 : 2) {
                let step = deviation * (axis == 2 ? Pose.depthFactor : 1)
                let changes = [step, -step].map { step in
                    let other = angle.value { joint in
                        var place = place(of: joint, in: space)
                        if joint == moved { place[axis] += step }
                        return place
                    }
                    return abs((other?.radians ?? value.radians) - value.radians)
                }
                let change = changes.max() ?? 0
                variance += change * change
            }
        }
        if space == .world { variance += Pose.leastErrorInSpace.radians * Pose.leastErrorInSpace.radians }
        return Angle(radians: min(variance.squareRoot(), .pi))
    }

    /// The errors of all angles for which one can be told.
    public func angleErrors(
        in space: AngleSpace = .world, minimumVisibility: Double = Pose.defaultMinimumVisibility,
        minimumConfidence: Double = Pose.defaultMinimumConfidence
    ) -> [JointAngle: Angle] {
        var result: [JointAngle: Angle] = [:]
        for joint in JointAngle.allCases {
            result[joint] = angleError(
                at: joint, in: space, minimumVisibility: minimumVisibility, minimumConfidence: minimumConfidence)
        }
        return result
    }

    /// How much worse depths in space are than places across the line of sight, measured on the mannequin.
    public static let depthFactor = 3.0
    /// The deviation of angles in space whose joints are sure in the picture: the network's figure in space is one of its own.
    /// Measured on the mannequin: of the surest quarter of the angles, 69 to 71 % are off by less than their deviation with it,
    /// 58 to 63 % without.
    public static let leastErrorInSpace = Angle(degrees: 5)
    /// Mean of a distance in two dimensions, in standard deviations of its coordinates: the root of pi / 2.
    private static let meanOfDeviation = (Double.pi / 2).squareRoot()
}
