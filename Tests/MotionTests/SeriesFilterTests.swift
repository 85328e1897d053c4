import PoiseTestSupport
import PoiseMotion
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Filters for recorded series, against closed forms and against SciPy.
@Suite struct SeriesFilterTests {
    /// Returns a sine, thirty values a second.
    private func sine(_ frequency: Double, count: Int, rate: Double = 30) -> [Double] {
        (0..<count).map { sin(2 * .pi * frequency * Double($0) / rate) }
    }

    private func largestDifference(_ left: [Double], _ right: [Double]) -> Double {
        left.count == right.count ? zip(left, right).map { abs($0 - $1) }.max() ?? 0 : .infinity
    }

    // MARK: Butterworth

    @Test func butterworthPassesSlowSinesWithoutLag() throws {
        let filter = try ZeroPhaseButterworth(cutoff: 6, rate: 30)
        let slow = sine(0.5, count: 300)
        #expect(largestDifference(filter.apply(slow), slow) < 0.001)
    }

    @Test func butterworthStopsFastSines() throws {
        let filter = try ZeroPhaseButterworth(cutoff: 1, rate: 30)
        // Four periods of the cut-off from the ends, where their effect has decayed.
        let inner = filter.apply(sine(12, count: 300))[120..<180]
        // The closed form says 1 / (1 + 0.414 (3.078 / 0.105)^4) = 3.3e-6.
        #expect((inner.map(abs).max() ?? 1) < 4e-6)
    }

    @Test(arguments: [1.0, 3, 6, 9, 14]) func butterworthHasTheGainOfTheClosedForm(frequency: Double) throws {
        let (cutoff, rate, count) = (6.0, 30.0, 600)
        let result = try ZeroPhaseButterworth(cutoff: cutoff, rate: rate).apply(sine(frequency, count: count))
        let ratio = tan(.pi * frequency / rate) / tan(.pi * cutoff / rate)
        let gain = 1 / (1 + (2.0.squareRoot() - 1) * pow(ratio, 4))
        // Far from the ends, where their effect has decayed, the result is the sine times the gain, and nothing is
        // shifted.
        let expected = sine(frequency, count: count).map { gain * $0 }
        #expect(largestDifference(Array(result[100..<500]), Array(expected[100..<500])) < 1e-9)
    }

    @Test func butterworthHalvesThePowerAtTheCutoff() throws {
        let result = try ZeroPhaseButterworth(cutoff: 7.5, rate: 30).apply(sine(7.5, count: 400))
        // At a quarter of the rate every other value is a peak.
        #expect(abs(abs(result[201]) - 0.5.squareRoot()) < 1e-9)
    }

    @Test func butterworthPassesConstantsAndLinesWhole() throws {
        let filter = try ZeroPhaseButterworth(cutoff: 4, rate: 30)
        let line = (0..<80).map { 3 - 0.25 * Double($0) }
        #expect(largestDifference(filter.apply(line), line) < 0.01)
        let constant = [Double](repeating: 7.5, count: 40)
        #expect(largestDifference(filter.apply(constant), constant) < 1e-12)
    }

    @Test func butterworthIsTheSameBackward() throws {
        let filter = try ZeroPhaseButterworth(cutoff: 5, rate: 30)
        let values = sine(1.3, count: 200)
        let backward = Array(filter.apply(values.reversed()).reversed())
        #expect(largestDifference(Array(filter.apply(values)[50..<150]), Array(backward[50..<150])) < 1e-9)
    }

    @Test func butterworthLeavesShortSeries() throws {
        let filter = try ZeroPhaseButterworth(cutoff: 6, rate: 30)
        for count in 0...9 {
            let values = (0..<count).map { Double($0 * $0) }
            #expect(filter.apply(values) == values)
        }
        #expect(filter.apply((0..<10).map { Double($0 * $0) }).count == 10)
    }

    @Test(arguments: [(0.0, 30.0), (-1, 30), (15, 30), (.nan, 30), (6, .nan), (6, .infinity), (6, 0)])
    func butterworthRefusesOtherCutoffs(cutoff: Double, rate: Double) {
        #expect { try ZeroPhaseButterworth(cutoff: cutoff, rate: rate) } throws: { error in
            guard case .cutoffOutOfRange = error as? FilterError else { return false }
            return true
        }
        #expect(throws: Never.self) { try ZeroPhaseButterworth(cutoff: 1e-300, rate: 30) }
    }

    // MARK: Median

    @Test func medianRemovesImpulsesAndKeepsSteps() throws {
        let filter = try MedianFilter(window: 3)
        #expect(filter.apply([1, 1, 9, 1, 1]) == [1, 1, 1, 1, 1])
        #expect(filter.apply([0, 0, 0, 5, 5, 5]) == [0, 0, 0, 5, 5, 5])
        #expect(try MedianFilter(window: 5).apply([0, 0, 0, 9, -9, 0, 0, 0]) == [0, 0, 0, 0, 0, 0, 0, 0])
        let rising = (0..<12).map { Double($0 * $0) }
        #expect(try MedianFilter(window: 7).apply(rising) == rising)
        #expect(filter.apply([]).isEmpty)
        #expect(filter.apply([4]) == [4])
    }

    @Test(arguments: [0, -1, 2, 10]) func windowsWithoutMiddleAreRefused(window: Int) {
        #expect(throws: FilterError.windowNotOdd(window)) { try MedianFilter(window: window) }
        #expect(throws: FilterError.windowNotOdd(window)) { try SavitzkyGolayFilter(window: window, order: 1) }
    }

    // MARK: Savitzky-Golay

    @Test(arguments: [(5, 2), (7, 3), (9, 4), (21, 5), (3, 0), (1, 0)])
    func savitzkyGolayPassesPolynomialsUpToItsOrder(window: Int, order: Int) throws {
        let filter = try SavitzkyGolayFilter(window: window, order: order)
        for degree in 0...order {
            let values = (0..<40).map { pow(Double($0) / 20 - 1, Double(degree)) }
            #expect(largestDifference(filter.apply(values), values) < 1e-12)
        }
        #expect(abs(filter.coefficients.reduce(0, +) - 1) < 1e-12)
    }

    @Test func savitzkyGolayHasThePublishedCoefficients() throws {
        // Savitzky and Golay, table I.
        let quadratic = try SavitzkyGolayFilter(window: 5, order: 2)
        #expect(largestDifference(quadratic.coefficients, [-3, 12, 17, 12, -3].map { $0 / 35 }) < 1e-14)
        let cubic = try SavitzkyGolayFilter(window: 7, order: 3)
        #expect(largestDifference(cubic.coefficients, [-2, 3, 6, 7, 6, 3, -2].map { $0 / 21 }) < 1e-14)
    }

    @Test func savitzkyGolayLeavesShortSeriesAndRefusesOtherOrders() throws {
        let filter = try SavitzkyGolayFilter(window: 7, order: 2)
        #expect(filter.apply([1, 5, 2, 8, 3, 0]) == [1, 5, 2, 8, 3, 0])
        for order in [-1, 5, 6] {
            #expect(throws: FilterError.orderOutOfRange(order: order, window: 5)) {
                try SavitzkyGolayFilter(window: 5, order: order)
            }
        }
    }

    // MARK: SciPy

    /// `scipy_filters.py`, SciPy 1.17.1.
    private static let input = [
        0.3, 0.358, 1.271, 0.684, 0.585, -0.332, -0.655, -0.701, -0.417, 0.592, 0.933, 1.859, 1.283, 1.464, 0.322,
        0.511, 0.076, 0.998, 1.547, 2.511,
    ]
    /// Half a unit of the last decimal written, and the rounding of both sums.
    private static let tolerance = 1e-12

    @Test func filtersAreEqualToSciPy() throws {
        let butterworth = [
            0.300013626987, 0.649774616147, 0.930017497201, 0.877182230552, 0.414049217859, -0.214280822385,
            -0.669892414561, -0.712295920496, -0.294597503062, 0.421743651882, 1.140309656748, 1.568021693462,
            1.552508725233, 1.155130580456, 0.622154452972, 0.2709076082, 0.331325012744, 0.829108746315,
            1.613358586262, 2.510866797961,
        ]
        let savitzkyGolay = [
            0.174071428571, 0.738238095238, 0.922095238095, 0.79580952381, 0.416238095238, -0.214428571429, -0.611,
            -0.647380952381, -0.275857142857, 0.450380952381, 1.062333333333, 1.555571428571, 1.451333333333,
            1.189047619048, 0.593666666667, 0.366238095238, 0.344904761905, 0.851904761905, 1.606261904762,
            2.497142857143,
        ]
        let median = [
            0.585, 0.585, 0.585, -0.332, -0.417, -0.417, -0.417, 0.592, 0.933, 1.283, 1.283, 1.283, 0.511, 0.511, 0.511,
            0.998,
        ]
        let (input, tolerance) = (SeriesFilterTests.input, SeriesFilterTests.tolerance)
        #expect(
            largestDifference(try ZeroPhaseButterworth(cutoff: 6, rate: 30).apply(input), butterworth) < tolerance)
        #expect(
            largestDifference(try SavitzkyGolayFilter(window: 7, order: 3).apply(input), savitzkyGolay) < tolerance)
        #expect(Array(try MedianFilter(window: 5).apply(input)[2..<18]) == median)
    }
}
