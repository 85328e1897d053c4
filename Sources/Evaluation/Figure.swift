/// A number over several pictures.
public struct Figure: Sendable, Hashable {
    /// The mean over the pictures.
    public let mean: Double
    /// Where the mean lies for 95 of 100 samples of pictures like these; `nil` for a single picture. See ``Bootstrap``.
    public let meanInterval: ClosedRange<Double>?
    /// The median over the pictures.
    public let median: Double
    /// The same for the median.
    public let medianInterval: ClosedRange<Double>?
    /// Pictures that have the number.
    public let pictures: Int

    /// A figure; `nil` without any numbers.
    public init?(_ values: [Double]) {
        guard !values.isEmpty else { return nil }
        // In this order sums are equal whatever order pictures came in.
        let sorted = values.sorted()
        let each = [Int](repeating: 1, count: sorted.count)
        mean = Figure.mean(sorted, each)
        median = Figure.median(sorted, each)
        let intervals = Bootstrap.intervals(pictures: sorted.count) { times in
            [Figure.mean(sorted, times), Figure.median(sorted, times)]
        }
        (meanInterval, medianInterval) = (intervals[0], intervals[1])
        pictures = sorted.count
    }

    /// - Parameter times: How often each value counts.
    private static func mean(_ values: [Double], _ times: [Int]) -> Double {
        var sum = 0.0
        for (value, times) in zip(values, times) where times > 0 { sum += Double(times) * value }
        return sum / Double(times.reduce(0, +))
    }

    /// - Parameter values: Sorted.
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
