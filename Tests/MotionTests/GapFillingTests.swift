import PoiseTestSupport
import PoiseMotion
import Testing

@Suite struct GapFillingTests {
    private let filling = GapFilling(longestGap: .milliseconds(500))
    private let times = (0..<12).map { Double($0) / 10 }

    @Test func parabolasAreContinuedExactly() {
        let whole = times.map { 2 * $0 * $0 - $0 + 3 }
        var seen = whole.map(Optional.some)
        for index in 4...6 { seen[index] = nil }
        let filled = filling.fill(seen, at: times)
        for (value, expected) in zip(filled, whole) { #expect(abs((value ?? .nan) - expected) < 1e-12) }
    }

    @Test func unevenTimesAreHeeded() {
        let times = [0, 0.1, 0.13, 0.2, 0.37, 0.5, 0.52]
        let whole = times.map { $0 * $0 }
        var seen = whole.map(Optional.some)
        seen[3] = nil
        #expect(abs((filling.fill(seen, at: times)[3] ?? .nan) - whole[3]) < 1e-12)
    }

    @Test func withOneObservationOnASideTheLineIsStraight() {
        let filled = filling.fill([0, nil, nil, 6, 100, 0], at: Array(times[..<6]))
        #expect(abs((filled[1] ?? .nan) - 2) < 1e-12)
        #expect(abs((filled[2] ?? .nan) - 4) < 1e-12)
    }

    @Test func longGapsStay() {
        let seen: [Double?] = [1, 2, nil, nil, nil, nil, nil, 3, nil, 4]
        let filled = filling.fill(seen, at: Array(times[..<10]))
        #expect(filled[2...6].allSatisfy { $0 == nil })
        #expect(filled[8] != nil)
        // From 0.1 to 0.6 s it is half a second, the longest gap that is filled.
        #expect(filling.fill([1, 2, nil, nil, nil, nil, 3], at: Array(times[..<7]))[3] != nil)
    }

    @Test func nothingIsExtrapolated() {
        let seen: [Double?] = [nil, nil, 1, nil, 3, nil]
        let filled = filling.fill(seen, at: Array(times[..<6]))
        #expect(filled.map { $0 == nil } == [true, true, false, false, false, true])
        #expect(filling.fill([nil, nil], at: [0, 1]) == [nil, nil])
        #expect(filling.fill([], at: []).isEmpty)
        #expect(filling.fill([nil, 5, nil], at: [0, 0.1, 0.2]) == [nil, 5, nil])
    }
}
