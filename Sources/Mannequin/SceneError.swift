import PoiseSupport

/// An error in rendering a scene.
public enum SceneError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A side of the image is not positive, or the image has more than ``Camera/largestArea`` pixels.
    case imageSize(width: Int, height: Int)
    /// A number is not finite, or outside its range.
    case outOfRange(what: String, value: Double, range: ClosedRange<Double>)
    /// A joint angle or an axis of a figure is not finite.
    case angleNotFinite(figure: Int)
    /// Axes of a figure are not unit vectors at right angles, or left-handed.
    case axesNotOrthonormal(figure: Int)
    /// A figure reaches behind the camera, or to within 5 cm in front of it.
    case cameraTooClose(figure: Int)
    /// There are more figures than labels can distinguish.
    case tooManyFigures(count: Int, limit: Int)

    /// One sentence that states what is wrong.
    public var description: String {
        switch self {
        case .imageSize(let width, let height):
            "an image of \(width) x \(height) pixels cannot be rendered; sides are at least 1, and at most"
                + " \(Camera.largestArea) pixels in all"
        case .outOfRange(let what, let value, let range):
            "\(what) is \(brief(value, decimals: 3)), and has to lie between \(brief(range.lowerBound, decimals: 3)) and \(brief(range.upperBound, decimals: 3))"
        case .angleNotFinite(let figure):
            "a joint angle or an axis of figure \(figure) is not a finite number"
        case .axesNotOrthonormal(let figure):
            "axes of figure \(figure) are not three right-handed unit vectors at right angles"
        case .cameraTooClose(let figure):
            "figure \(figure) reaches the camera or behind it"
        case .tooManyFigures(let count, let limit):
            "\(count) figures were given, and a scene holds \(limit) at most"
        }
    }
}

/// Checks a number set by the caller.
func check(_ value: Double, _ what: String, in range: ClosedRange<Double>) throws(SceneError) {
    guard range.contains(value) else { throw .outOfRange(what: what, value: value, range: range) }
}
