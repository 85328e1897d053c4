import PoiseLibC

// Functions of the C library, imported in one place. Angles are in radians.

/// Returns e to the power of x.
package func exponential(_ x: Double) -> Double { exp(x) }

/// Returns e to the power of x.
package func exponential(_ x: Float) -> Float { exp(x) }

/// Returns the natural logarithm.
package func logarithm(_ x: Double) -> Double { log(x) }

/// Returns the natural logarithm of 1 + x, exact for small x too.
package func logarithmOfOnePlus(_ x: Double) -> Double { log1p(x) }

/// Returns the sine.
package func sine(_ angle: Double) -> Double { sin(angle) }

/// Returns the cosine.
package func cosine(_ angle: Double) -> Double { cos(angle) }

/// Returns the angle of the point (x, y), -pi to pi.
package func direction(x: Float, y: Float) -> Float { atan2(y, x) }
