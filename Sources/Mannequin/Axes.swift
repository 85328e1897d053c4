import PoiseBody
import PoiseLibC

/// Three unit vectors at right angles, the directions of a part of the body in space.
///
/// As in `WorldPoint`, x runs to the left of a person who faces the viewer (the right of the image), y down and z to the
/// person's back (away from the viewer). A part that hangs straight down and faces the viewer has the axes of ``init()``.
public struct Axes: Sendable, Hashable {
    /// The direction to the left of the part.
    public var left: SIMD3<Double>
    /// The direction along a hanging part, from its upper joint to its lower one.
    public var down: SIMD3<Double>
    /// The direction to the back of the part: the cross product of ``left`` and ``down``.
    public var back: SIMD3<Double>

    /// Creates the axes of a part of an upright person who faces the viewer.
    public init() {
        left = SIMD3(1, 0, 0)
        down = SIMD3(0, 1, 0)
        back = SIMD3(0, 0, 1)
    }

    /// Creates axes from their vectors, which are checked when a scene is rendered.
    public init(left: SIMD3<Double>, down: SIMD3<Double>, back: SIMD3<Double>) {
        self.left = left
        self.down = down
        self.back = back
    }

    /// Creates axes with a direction, and a left direction as close as possible to another vector.
    ///
    /// - Parameters:
    ///   - down: Any vector; its length does not matter.
    ///   - left: Any vector; parallel to `down` it leaves the left direction undefined, which is then chosen.
    public init(down: SIMD3<Double>, towardLeft left: SIMD3<Double>) {
        let direction = down.normalized ?? SIMD3(0, 1, 0)
        // The coordinate axis along which the direction is shortest is never parallel to it.
        let spare = direction.x.magnitude < 0.6 ? SIMD3<Double>(1, 0, 0) : SIMD3(0, 0, 1)
        let across =
            (left - direction * (left * direction).sum()).normalized
            ?? (spare - direction * (spare * direction).sum()).normalized ?? spare
        self.init(left: across, down: direction, back: across.cross(direction))
    }

    /// Returns the axes rotated about their left axis: a hanging limb swings forward.
    public func swung(forward angle: Angle) -> Axes {
        let (sine, cosine) = (sin(angle.radians), cos(angle.radians))
        var copy = self
        copy.down = down * cosine - back * sine
        copy.back = back * cosine + down * sine
        return copy
    }

    /// Returns the axes rotated about their back axis: a hanging limb swings to the left.
    public func swung(left angle: Angle) -> Axes {
        let (sine, cosine) = (sin(angle.radians), cos(angle.radians))
        var copy = self
        copy.down = down * cosine + left * sine
        copy.left = left * cosine - down * sine
        return copy
    }

    /// Returns the axes rotated about their down axis: the forward direction turns to the left.
    public func turned(left angle: Angle) -> Axes {
        let (sine, cosine) = (sin(angle.radians), cos(angle.radians))
        var copy = self
        copy.back = back * cosine - left * sine
        copy.left = left * cosine + back * sine
        return copy
    }

    /// Returns the axes to which a rotation maps these: the rotation that maps the coordinate axes to its axes.
    public func rotated(by rotation: Axes) -> Axes {
        Axes(left: rotation.point(left), down: rotation.point(down), back: rotation.point(back))
    }

    /// Returns these axes as seen from others: the axes that ``rotated(by:)`` with `others` maps to these.
    public func relative(to others: Axes) -> Axes {
        Axes(left: others.coordinates(of: left), down: others.coordinates(of: down), back: others.coordinates(of: back))
    }

    /// Returns the vector that has the given coordinates along these axes: left, down, back.
    public func point(_ coordinates: SIMD3<Double>) -> SIMD3<Double> {
        left * coordinates.x + down * coordinates.y + back * coordinates.z
    }

    /// Returns the coordinates of a vector along these axes: left, down, back.
    public func coordinates(of vector: SIMD3<Double>) -> SIMD3<Double> {
        SIMD3((vector * left).sum(), (vector * down).sum(), (vector * back).sum())
    }

    /// Whether all coordinates are finite.
    var isFinite: Bool { [left, down, back].allSatisfy { $0.x.isFinite && $0.y.isFinite && $0.z.isFinite } }

    /// Whether the vectors have the length 1, are at right angles and right-handed, to within rounding in single precision.
    var isOrthonormal: Bool {
        let tolerance = 1e-4
        let cross = left.cross(down) - back
        return abs((left * left).sum() - 1) < tolerance && abs((down * down).sum() - 1) < tolerance
            && abs((left * down).sum()) < tolerance && (cross * cross).sum().squareRoot() < tolerance
    }
}

extension SIMD3<Double> {
    /// The vector of length 1 in the same direction; `nil` if the vector is too short to have one.
    package var normalized: SIMD3<Double>? {
        let length = (self * self).sum().squareRoot()
        return length > 1e-9 ? self / length : nil
    }

    /// Returns the cross product with another vector.
    package func cross(_ other: SIMD3<Double>) -> SIMD3<Double> {
        SIMD3(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x)
    }
}
