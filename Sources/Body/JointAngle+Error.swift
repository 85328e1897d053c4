extension Pose {
    /// Returns the expected error of a joint angle: the standard deviation of its error.
    ///
    /// Each coordinate of each joint of the angle is moved by its own standard deviation, forward and back; the larger
    /// of the two changes of the angle counts, and the squared changes of all coordinates are summed. This accounts for
    /// the pose relative to the camera: a limb that points at the camera is short in the image, so a small shift turns
    /// it far; an angle that opens towards the camera depends on depths, which a single image determines worst. It also
    /// holds for straight limbs, whose angle can only become smaller.
    ///
    /// In the image plane, the deviation of a coordinate follows from ``Landmark/expectedError``, the mean of a
    /// distance in two dimensions: divided by the root of pi / 2. In space it is converted to meters by the scale that
    /// best fits the joints in space to those in the image, and depths deviate ``depthFactor`` times as much. No angle
    /// in space has a smaller error than ``leastErrorInSpace``.
    ///
    /// - Returns: The deviation; `nil` where ``angle(at:in:minimumVisibility:minimumConfidence:)`` is, and where the
    ///   expected error of one of the joints is unknown.
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

    /// Returns the expected errors of all angles that have one.
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

    /// Ratio of depth errors in space to errors across the line of sight, measured on the mannequin with the
    /// proportions by eye.
    public static let depthFactor = 3.0
    /// The least deviation of angles in space, even where the joints are certain in the image: the network estimates
    /// the joints in space independently of the image.
    ///
    /// Measured on the mannequin with the proportions by eye: in the most certain quarter of the angles, 69 to 71 % are
    /// off by less than their deviation with this value, 58 to 63 % without. With the proportions of the survey, 60 to 65
    /// % are.
    public static let leastErrorInSpace = Angle(degrees: 5)
    /// Mean of a distance in two dimensions, in standard deviations of its coordinates: the root of pi / 2.
    private static let meanOfDeviation = (Double.pi / 2).squareRoot()
}
