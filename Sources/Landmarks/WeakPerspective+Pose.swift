import Geometry

extension WeakPerspective {
    /// The camera that brings a pose's joints in space nearest to those in the picture, by least squares. Each joint counts
    /// by its confidence, where that is known.
    ///
    /// `nil` when joints in space coincide, or the best scale is not positive.
    package init?(_ pose: Pose) {
        self.init(
            zip(pose.landmarks, pose.world).lazy.map { landmark, point in
                Match(
                    space: [point.x, point.y], picture: [landmark.position.x, landmark.position.y],
                    weight: landmark.confidence ?? 1)
            })
    }
}
