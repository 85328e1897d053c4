import Landmarks

/// What the detector is shown of a picture: a square of it, turned with its rotation, perhaps in a mirror. What lies outside
/// the picture is black.
struct PictureView: Sendable, Equatable {
    var square: Region
    var isMirrored: Bool

    /// Sides of a tile, as a share of the picture's.
    private static let tile = 0.6
    /// How much farther away the picture is seen: a quarter of its side more on each side.
    private static let distance = 1.5

    init(square: Region, isMirrored: Bool) {
        self.square = square
        self.isMirrored = isMirrored
    }

    /// The whole of a picture: letterboxed, as MediaPipe does.
    static func whole(width: Int, height: Int) -> PictureView {
        PictureView(
            square: Region(
                center: PixelPoint(x: Double(width) / 2, y: Double(height) / 2), size: Double(max(width, height)),
                rotation: 0), isMirrored: false)
    }

    /// How many views a source has.
    static func count(_ views: CandidateSource.Views) -> Int {
        switch views {
        case .upright: 1
        case .turned: 4
        case .tiles: 6
        }
    }

    /// A view of a source, by its number.
    init(_ views: CandidateSource.Views, _ number: Int, width: Int, height: Int) {
        self = .whole(width: width, height: height)
        switch (views, number) {
        case (.upright, _): break
        case (.turned, 3): isMirrored = true
        case (.turned, _): square.rotation = Double(number + 1) * .pi / 2
        case (.tiles, 5): square.size *= PictureView.distance
        case (.tiles, _):
            let near = PictureView.tile / 2
            let x = number == 4 ? 0.5 : number % 2 == 0 ? near : 1 - near
            let y = number == 4 ? 0.5 : number < 2 ? near : 1 - near
            square.center = PixelPoint(x: x * Double(width), y: y * Double(height))
            square.size *= PictureView.tile
        }
    }
}

extension Detection {
    /// The detection in pixels of a picture, when it is in units of the square that a view shows.
    func placed(by view: PictureView) -> Detection {
        let projection = LandmarkProjection(view.square)
        func pixels(_ point: SIMD2<Float>) -> SIMD2<Float> {
            let x = Double(point.x)
            let place = projection.pixel(x: view.isMirrored ? 1 - x : x, y: Double(point.y))
            return SIMD2(Float(place.x), Float(place.y))
        }
        let corners = [
            [box.left, box.top], [box.right, box.top], [box.left, box.bottom], [box.right, box.bottom],
        ].map { pixels(SIMD2($0[0], $0[1])) }
        let first = corners.dropFirst().reduce(corners[0]) { pointwiseMin($0, $1) }
        let last = corners.dropFirst().reduce(corners[0]) { pointwiseMax($0, $1) }
        var detection = Detection(
            score: score, box: Box(left: first.x, top: first.y, right: last.x, bottom: last.y),
            keypoints: keypoints.mapped(pixels))
        detection.isOfTurnedView = view.isMirrored || view.square.rotation != 0
        return detection
    }
}
