/// An estimate of a value over several images, with intervals.
public struct Estimate: Sendable, Hashable {
    /// Mean over the images.
    public let mean: Double
    /// 95 % bootstrap interval of the mean over images; `nil` for a single image. See ``Bootstrap``.
    public let meanInterval: ClosedRange<Double>?
    /// Median over the images.
    public let median: Double
    /// 95 % bootstrap interval of the median over images; `nil` for a single image.
    public let medianInterval: ClosedRange<Double>?
    /// Number of images that have the value.
    public let images: Int

    /// Computes an estimate; `nil` without values.
    public init?(_ values: [Double]) {
        guard !values.isEmpty else { return nil }
        // In sorted order, sums do not depend on the order of the images.
        let sorted = values.sorted()
        let each = [Int](repeating: 1, count: sorted.count)
        mean = Estimate.mean(sorted, each)
        median = Estimate.median(sorted, each)
        let intervals = Bootstrap.intervals(images: sorted.count) { times in
            [Estimate.mean(sorted, times), Estimate.median(sorted, times)]
        }
        (meanInterval, medianInterval) = (intervals[0], intervals[1])
        images = sorted.count
    }

    /// - Parameter times: The multiplicity of each value.
    private static func mean(_ values: [Double], _ times: [Int]) -> Double {
        var sum = 0.0
        for (value, times) in zip(values, times) where times > 0 { sum += Double(times) * value }
        return sum / Double(times.reduce(0, +))
    }

    /// - Parameter values: Sorted values.
    private static func median(_ values: [Double], _ times: [Int]) -> Double {
        let count = times.reduce(0, +)
        func value(at place: Int) -> Double {
            var passed = 0
            for (value, times) in zip(values, times) {
                passed += times
                if passed > place { return value }
            }
            return .nan
        }
        return (value(at: (count - 1) / 2) + value(at: count / 2)) / 2
    }
}
