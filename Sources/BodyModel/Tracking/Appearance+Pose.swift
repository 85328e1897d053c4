import PoiseImaging
import PoiseLandmarkPipeline
import PoiseBody

extension Appearance {
    /// Corners of the parts of the body whose colors count: trunk, thighs, shanks. Two corners are a line.
    private static let parts: [[[Joint]]] = [
        [[.leftShoulder, .rightShoulder, .rightHip, .leftHip]],
        [[.leftHip, .leftKnee], [.rightHip, .rightKnee]],
        [[.leftKnee, .leftAnkle], [.rightKnee, .rightAnkle]],
    ]
    /// Places along a line, and across the trunk each way, as shares of the way: not at the joints, where clothes end.
    private static let shares: [Double] = [0.25, 0.4, 0.6, 0.75]

    /// The colors of a person's clothes: the mean colors of places between joints, and not of the whole outline, so that the
    /// background and other people do not mix in.
    ///
    /// - Parameter image: The image.
    init(_ pose: Pose, in image: ImageView) {
        self.init(
            of: Appearance.parts.map { shapes in
                shapes.flatMap { Appearance.points($0.map { pose[$0].position }) }
            }, in: image)
    }

    private static func points(_ corners: [PixelPoint]) -> [PixelPoint] {
        func between(_ a: PixelPoint, _ b: PixelPoint, _ share: Double) -> PixelPoint {
            PixelPoint(x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share)
        }
        guard corners.count == 4 else { return shares.map { between(corners[0], corners[1], $0) } }
        return shares.flatMap { down in
            let (left, right) = (between(corners[0], corners[3], down), between(corners[1], corners[2], down))
            return shares.map { between(left, right, $0) }
        }
    }
}
