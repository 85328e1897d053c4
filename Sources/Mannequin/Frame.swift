import PoiseBody

import PoiseLibC

/// An origin and three axes in space. As in ``WorldPoint``, x runs to the person's left (the right of an image taken
/// from the front), y down and z to the person's back (away from the viewer).
struct Frame {
    var origin = SIMD3<Double>(0, 0, 0)
    var left = SIMD3<Double>(1, 0, 0)
    var down = SIMD3<Double>(0, 1, 0)
    var back = SIMD3<Double>(0, 0, 1)

    /// Returns the point at the given distances from the origin, meters, in the named directions.
    func point(left x: Double = 0, up y: Double = 0, forward z: Double = 0) -> SIMD3<Double> {
        origin + left * x - down * y - back * z
    }

    /// Returns the same axes at another origin.
    func moved(to place: SIMD3<Double>) -> Frame {
        var copy = self
        copy.origin = place
        return copy
    }

    /// Returns the frame rotated about the left axis: a hanging limb swings forward.
    func swung(forward angle: Angle) -> Frame {
        let (sine, cosine) = (sin(angle.radians), cos(angle.radians))
        var copy = self
        copy.down = down * cosine - back * sine
        copy.back = back * cosine + down * sine
        return copy
    }

    /// Returns the frame rotated about the back axis: a hanging limb swings to the left.
    func swung(left angle: Angle) -> Frame {
        let (sine, cosine) = (sin(angle.radians), cos(angle.radians))
        var copy = self
        copy.down = down * cosine + left * sine
        copy.left = left * cosine - down * sine
        return copy
    }

    /// Returns the frame rotated about the down axis: the forward direction turns to the left.
    func turned(left angle: Angle) -> Frame {
        let (sine, cosine) = (sin(angle.radians), cos(angle.radians))
        var copy = self
        copy.back = back * cosine - left * sine
        copy.left = left * cosine + back * sine
        return copy
    }

    /// Returns the coordinates in this frame of a point of the outer space.
    func local(_ point: SIMD3<Double>) -> SIMD3<Double> {
        let offset = point - origin
        return SIMD3((offset * left).sum(), (offset * down).sum(), (offset * back).sum())
    }
}

extension Angle {
    /// Whether the angle is finite.
    var isFinite: Bool { radians.isFinite }

    static func degrees(_ degrees: Double) -> Angle { Angle(degrees: degrees) }
}

/// Returns the opposite angle.
prefix func - (angle: Angle) -> Angle { Angle(radians: -angle.radians) }
