import PoiseGeometry

extension BoundingBox {
    /// Creates the box around all landmarks of a person, including those outside the image; `nil` for an empty list.
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
