extension Pose {
    /// Returns the pose in the mirrored image, for drawing on that image.
    ///
    /// Joints keep their names: the left knee is the person's left knee, on the other side of the image. In space x
    /// changes its sign, so that angles stay the same.
    ///
    /// - Parameter width: Width of the image, pixels.
    public func mirrored(inWidth width: Int) -> Pose {
        func mirrored(_ point: PixelPoint) -> PixelPoint { PixelPoint(x: Double(width) - point.x, y: point.y) }
        return Pose(
            landmarks: landmarks.map { landmark in
                var landmark = landmark
                landmark.position = mirrored(landmark.position)
                return landmark
            },
            world: world.map { WorldPoint(x: -$0.x, y: $0.y, z: $0.z) }, score: score, presence: presence,
            region: RegionOfInterest(center: mirrored(region.center), size: region.size, rotation: -region.rotation),
            mask: mask?.mirrored, quality: quality)
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
