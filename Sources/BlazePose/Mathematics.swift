#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

// The C library's functions that the pipeline needs, imported in one place. Angles are in radians.

func exponential(_ x: Double) -> Double { exp(x) }

func exponential(_ x: Float) -> Float { exp(x) }

func logarithm(_ x: Double) -> Double { log(x) }

func sine(_ angle: Double) -> Double { sin(angle) }

func cosine(_ angle: Double) -> Double { cos(angle) }

/// The angle of the point (x, y), -pi to pi.
func direction(x: Float, y: Float) -> Float { atan2(y, x) }
