import PoiseBody

/// An origin and the axes of a part of the body, in space.
struct Frame {
    var origin = SIMD3<Double>(0, 0, 0)
    var axes = Axes()

    var left: SIMD3<Double> { axes.left }
    var down: SIMD3<Double> { axes.down }
    var back: SIMD3<Double> { axes.back }

    /// Returns the point at the given distances from the origin, meters, in the named directions.
    func point(left x: Double = 0, up y: Double = 0, forward z: Double = 0) -> SIMD3<Double> {
        origin + left * x - down * y - back * z
    }

    /// Returns the same axes at another origin.
    func moved(to place: SIMD3<Double>) -> Frame { Frame(origin: place, axes: axes) }

    /// Returns other axes at the same origin.
    func turned(to axes: Axes) -> Frame { Frame(origin: origin, axes: axes) }

    /// Returns a frame of the outer space as seen from this one.
    func local(_ other: Frame) -> Frame { Frame(origin: local(other.origin), axes: other.axes.relative(to: axes)) }

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
