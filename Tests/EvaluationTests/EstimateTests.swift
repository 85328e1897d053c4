import PoiseEvaluation
import Testing

/// Means, medians and their intervals.
@Suite struct FigureTests {
    @Test func meanAndMedian() throws {
        let figure = try #require(Estimate([4, 1, 2, 9]))
        #expect(figure.mean == 4 && figure.median == 3 && figure.images == 4)
        #expect(Estimate([7, 1, 2])?.median == 2)
        #expect(Estimate([]) == nil)
        let one = try #require(Estimate([3]))
        #expect(one.mean == 3 && one.median == 3 && one.meanInterval == nil && one.medianInterval == nil)
    }

    @Test func equalNumbersHaveNoSpread() {
        #expect(Estimate([2, 2, 2])?.meanInterval == 2...2)
        #expect(Estimate([2, 2, 2])?.medianInterval == 2...2)
    }

    /// A sample of two images, 0 and 1, has the mean 0, 1/2 or 1 with the probabilities 1/4, 1/2 and 1/4.
    @Test func twoPicturesReachBothEnds() {
        #expect(Estimate([0, 1])?.meanInterval == 0...1)
        #expect(Estimate([0, 1])?.medianInterval == 0...1)
    }

    /// Half of 400 values are 1: the mean of a sample is a binomial count over 400, whose 2.5th and 97.5th percentiles
    /// are 180 and 220 (standard deviation 10 counts).
    @Test func theIntervalOfAShareIsThatOfItsBinomial() throws {
        let interval = try #require(Estimate((0..<400).map { Double($0 % 2) })?.meanInterval)
        // A count and a half for the 2000 samples.
        #expect(abs(interval.lowerBound - 0.45) <= 0.004 && abs(interval.upperBound - 0.55) <= 0.004, "\(interval)")
    }

    @Test func equalNumbersGiveEqualIntervalsInAnyOrder() {
        let values = (0..<50).map { Double($0 * $0 % 37) }
        #expect(Estimate(values) == Estimate(values.reversed()))
    }
}
