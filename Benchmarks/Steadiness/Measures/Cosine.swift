#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Returns the cosine of an angle in full turns.
func cosine(turns: Double) -> Double { cos(2 * .pi * turns) }
