import PoiseLibC

/// Returns the cosine of an angle in full turns.
func cosine(turns: Double) -> Double { cos(2 * .pi * turns) }
