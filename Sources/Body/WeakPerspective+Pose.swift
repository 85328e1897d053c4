import PoiseGeometry

extension WeakPerspective {
    /// Creates the camera that projects a pose's world landmarks closest to its landmarks in the image, by least
    /// squares. Each joint is weighted by its confidence, where that is known.
    ///
    /// `nil` when world landmarks coincide, or the best scale is not positive.
    package init?(_ pose: Pose) {
        self.init(
            zip(pose.landmarks, pose.world).lazy.map { landmark, point in
                Match(
                    space: [point.x, point.y], image: [landmark.position.x, landmark.position.y],
                    weight: landmark.confidence ?? 1)
            })
    }
}
