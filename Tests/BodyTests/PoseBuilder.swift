import PoiseBody

extension Pose {
    /// Returns a pose with some joints placed by hand; all others lie at the origin and are not visible.
    ///
    /// - Parameters:
    ///   - joints: Positions in space, meters; the pixel is a hundred times x and y, plus 500.
    ///   - visibility: Visibility of the placed joints.
    static func placed(_ joints: [Joint: WorldPoint], visibility: Double = 1) -> Pose {
        Pose(
            landmarks: Joint.allCases.map { joint in
                let point = joints[joint] ?? WorldPoint(x: 0, y: 0, z: 0)
                return Landmark(
                    position: PixelPoint(x: 500 + 100 * point.x, y: 500 + 100 * point.y), z: 100 * point.z,
                    visibility: joints[joint] == nil ? 0 : visibility, presence: 1, isInsideImage: true)
            },
            world: Joint.allCases.map { joints[$0] ?? WorldPoint(x: 0, y: 0, z: 0) }, score: 1, presence: 1,
            region: RegionOfInterest(center: PixelPoint(x: 500, y: 500), size: 400, rotation: 0))
    }

    /// Returns the pose with a landmark changed.
    func changing(_ joint: Joint, _ change: (inout Landmark) -> Void) -> Pose {
        var landmarks = landmarks
        change(&landmarks[joint.rawValue])
        return Pose(landmarks: landmarks, world: world, score: score, presence: presence, region: region)
    }
}

extension WorldPoint {
    init(_ x: Double, _ y: Double, _ z: Double = 0) { self.init(x: x, y: y, z: z) }
}
