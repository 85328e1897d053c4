extension Pose {
    /// The pose in the picture as a mirror shows it, for drawing on the mirrored picture.
    ///
    /// Joints keep their names: the left knee is the person's left knee, on the other side of the picture. In space x
    /// changes its sign, so that angles stay as they are.
    ///
    /// - Parameter width: Columns of the picture.
    public func mirrored(inWidth width: Int) -> Pose {
        func mirrored(_ point: PixelPoint) -> PixelPoint { PixelPoint(x: Double(width) - point.x, y: point.y) }
        return Pose(
            landmarks: landmarks.map { landmark in
                var landmark = landmark
                landmark.position = mirrored(landmark.position)
                return landmark
            },
            world: world.map { WorldPoint(x: -$0.x, y: $0.y, z: $0.z) }, score: score, presence: presence,
            region: Region(center: mirrored(region.center), size: region.size, rotation: -region.rotation),
            mask: mask?.mirrored, quality: quality)
    }
}

extension Mask {
    /// The mask of the mirrored picture.
    fileprivate var mirrored: Mask {
        var values: [Float] = []
        values.reserveCapacity(probabilities.count)
        for y in 0..<height { values += probabilities[y * width..<(y + 1) * width].reversed() }
        return Mask(width: width, height: height, probabilities: values)
    }
}
