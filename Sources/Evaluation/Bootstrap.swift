/// Bootstrap intervals (Efron, "Bootstrap Methods: Another Look at the Jackknife", Annals of Statistics 7, 1979).
///
/// Samples draw whole images with replacement, not joints or people, because those of one image are right or wrong
/// together. Equal values give equal intervals, on every machine.
public enum Bootstrap {
    /// Number of samples: the ends of a 95 % interval are then uncertain by a third of a percentile.
    static let samples = 2000
    private static let seed: UInt64 = 20_240_701

    /// Returns the ranges that hold statistics in 95 of 100 samples: between their 2.5th and their 97.5th percentile.
    ///
    /// - Parameters:
    ///   - images: The number of images to draw from.
    ///   - statistics: A function that maps the multiplicity of each image in a sample to the sample's statistics; NaN
    ///     for a statistic that the sample does not have.
    /// - Returns: An interval per statistic; `nil` for a statistic that fewer than two samples have, and for all
    ///   statistics when there are fewer than two images.
    static func intervals(
        images: Int, _ statistics: ([Int]) -> [Double]
    ) -> [ClosedRange<Double>?] {
        let count = statistics([Int](repeating: 1, count: images)).count
        guard images > 1 else { return [ClosedRange<Double>?](repeating: nil, count: count) }
        var generator = SplitMix64(seed: seed)
        var values = [[Double]](repeating: [], count: count)
        for _ in 0..<samples {
            var times = [Int](repeating: 0, count: images)
            for _ in 0..<images { times[generator.index(below: images)] += 1 }
            for (number, value) in statistics(times).enumerated() where !value.isNaN { values[number].append(value) }
        }
        return values.map { values in
            guard values.count > 1 else { return nil }
            let sorted = values.sorted()
            return sorted[sorted.count / 40]...sorted[sorted.count - 1 - sorted.count / 40]
        }
    }
}

/// Sebastiano Vigna's SplitMix64 (https://prng.di.unimi.it/splitmix64.c): a small generator whose numbers are the same
/// on every machine.
private struct SplitMix64 {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// Returns an index from 0 to below the count, all nearly equally likely. The standard library's method may change
    /// between its versions.
    mutating func index(below count: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(count)).high) }

    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
