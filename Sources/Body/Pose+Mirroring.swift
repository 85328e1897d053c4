extension Pose {
    /// Returns the pose in the mirrored image, for drawing on that image.
    ///
    /// Joints keep their names: the left knee is the person's left knee, on the other side of the image. In space x
    /// changes its sign, so that angles stay the same.
    ///
    /// - Parameter width: Width of the image, pixels.
    public func mirrored(inWidth width: Int) -> Pose {
        func mirrored(_ point: PixelPoint) -> PixelPoint { PixelPoint(x: Double(width) - point.x, y: point.y) }
        var pose = self
        for joint in Joint.allCases {
            pose[joint].position = mirrored(self[joint].position)
            pose.world[joint.rawValue].x.negate()
        }
        pose.region.center = mirrored(region.center)
        pose.region.rotation.negate()
        pose.mask = mask?.mirrored
        return pose
    }
}

extension Mask {
    /// The mask of the mirrored image.
    fileprivate var mirrored: Mask {
        var values: [Float] = []
        values.reserveCapacity(probabilities.count)
        for y in 0..<height { values += probabilities[y * width..<(y + 1) * width].reversed() }
        return Mask(width: width, height: height, probabilities: values)
    }
}
