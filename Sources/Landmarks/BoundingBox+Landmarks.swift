import Geometry

extension BoundingBox {
    /// The box round all landmarks of a person, those outside the picture too; `nil` without any.
    public init?(_ landmarks: [Landmark]) {
        guard let first = landmarks.first?.position else { return nil }
        self.init(left: first.x, top: first.y, right: first.x, bottom: first.y)
        for landmark in landmarks.dropFirst() {
            left = min(left, landmark.position.x)
            top = min(top, landmark.position.y)
            right = max(right, landmark.position.x)
            bottom = max(bottom, landmark.position.y)
        }
    }
}
