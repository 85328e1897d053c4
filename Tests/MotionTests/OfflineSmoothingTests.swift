import PoiseBody
import PoiseMotion
import Testing
import PoiseTestSupport

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct OfflineSmoothingTests {
    private func x(_ sequence: PoseSequence, _ joint: Joint = .leftKnee) -> [Double?] {
        sequence.frames.map { $0.person(1)?.pose[joint].position.x }
    }

    /// A slowly swaying person.
    private func sway(_ time: Double) -> Double { 50 * sin(2 * .pi * 0.5 * time) }

    @Test(arguments: [
        OfflineSmoothing.Filter.butterworth(cutoff: 6), .savitzkyGolay(window: 7, order: 3), .rauchTungStriebel(),
    ])
    func noiseShrinksAndMovementStays(filter: OfflineSmoothing.Filter) throws {
        var generator = SplitMix64(seed: 7)
        let times = evenTimes(300)
        let noisy = PoseSequence.built(times: times) { _, time in
            .standing(dx: sway(time) + Double.random(in: -3...3, using: &generator))
        }
        let smooth = try OfflineSmoothing(filter).apply(to: noisy)
        func error(_ sequence: PoseSequence) -> Double {
            zip(x(sequence), times).reduce(0) { $0 + pow(($1.0 ?? .nan) - 525 - sway($1.1), 2) }
        }
        // White noise keeps about the share of the band below the cut-off (6 of 15 Hz), in power.
        #expect(error(smooth) < 0.6 * error(noisy))
        #expect(smooth.header == noisy.header)
        #expect(smooth.frames.map(\.time) == noisy.frames.map(\.time))
    }

    @Test func allCoordinatesAreSmoothedAlike() throws {
        let times = evenTimes(60)
        let series = times.map { sway($0) + 4 * cos(2 * .pi * 13 * $0) }
        let sequence = PoseSequence.built(times: times) { index, _ in
            .standing(places: [.rightWrist: (series[index] + 500, 2 * series[index] + 400, -series[index])])
        }
        let expected = try ZeroPhaseButterworth(cutoff: 6, rate: 30).apply(series)
        let smooth = try OfflineSmoothing().apply(to: sequence)
        for (frame, value) in zip(smooth.frames, expected) {
            let pose = try #require(frame.person(1)).pose
            let (wrist, world) = (pose[.rightWrist], pose.worldPoint(.rightWrist))
            for (actual, wanted) in [
                (wrist.position.x - 500, value), (wrist.position.y - 400, 2 * value), (wrist.z, -value),
                (world.x * 100, value), (world.y * 100, 2 * value), (world.z * 100, -value),
            ] { #expect(abs(actual - wanted) < 1e-6) }
        }
    }

    @Test func shortGapsAreFilledAndLongOnesStay() throws {
        let missing = Set([10, 11] + Array(30..<50))
        let sequence = PoseSequence.built(times: evenTimes(80)) { index, time in
            missing.contains(index) ? nil : .standing(dx: sway(time), visibility: index < 11 ? 1 : 0.4)
        }
        let smooth = try OfflineSmoothing().apply(to: sequence)
        #expect(smooth.frames.indices.filter { smooth.frames[$0].people.isEmpty } == Array(30..<50))
        for index in 10...11 {
            let pose = try #require(smooth.frames[index].person(1)).pose
            #expect(abs(pose[.leftKnee].position.x - 525 - sway(Double(index) / 30)) < 0.1)
            #expect(abs(pose[.nose].visibility - (index == 10 ? 0.8 : 0.6)) < 1e-12)
            #expect(abs(pose.region.center.x - 500 - sway(Double(index) / 30)) < 1)
        }
        // Each segment by itself: values after the long gap do not change those before it.
        var first = sequence
        first.frames.removeLast(50)
        #expect(try OfflineSmoothing().apply(to: first).frames == Array(smooth.frames[..<30]))
    }

    @Test func shortStretchesStayAsTheyAre() throws {
        let sequence = PoseSequence.built(times: evenTimes(40)) { index, _ in
            (10..<18).contains(index) ? .standing(dx: Double(index % 2) * 9) : nil
        }
        #expect(try OfflineSmoothing().apply(to: sequence) == sequence)
        #expect(try OfflineSmoothing().apply(to: .built([])) == .built([]))
    }

    @Test func peopleDoNotMix() throws {
        let times = evenTimes(60)
        let alone = PoseSequence.built(times: times) { _, time in .standing(dx: sway(time)) }
        let both = PoseSequence.built(
            alone.frames.enumerated().map { index, frame in
                PoseSequence.Frame(
                    index: frame.index, time: frame.time,
                    people: (index == 20 ? [] : frame.people)
                        + [.standing(id: 2, dx: 200 - 3 * Double(index))])
            })
        let smooth = try OfflineSmoothing().apply(to: both)
        #expect(smooth.frames.allSatisfy { $0.people.map(\.id) == [1, 2] })
        let other = try OfflineSmoothing().apply(to: alone)
        for (mine, theirs) in zip(x(smooth), x(other)) { #expect(abs((mine ?? .nan) - (theirs ?? .nan)) < 0.05) }
    }

    @Test func unevenTimesGiveTheSameMovement() throws {
        var generator = SplitMix64(seed: 3)
        // Frames up to a third of a step early or late, and some dropped.
        let times = (0..<200).filter { !$0.isMultiple(of: 17) }.map {
            (Double($0) + Double.random(in: -0.33...0.33, using: &generator)) / 30
        }
        let sequence = PoseSequence.built(times: times) { _, time in .standing(dx: sway(time)) }
        let smooth = try OfflineSmoothing().apply(to: sequence)
        for (value, time) in zip(x(smooth), times) {
            // A hundredth of the movement.
            #expect(abs((value ?? .nan) - 525 - sway(time)) < 0.5)
        }
    }

    @Test func roundedTimesCountAsEven() throws {
        let exact = PoseSequence.built(times: evenTimes(90)) { index, _ in .standing(dx: Double(index % 5)) }
        var rounded = exact
        for index in rounded.frames.indices {
            rounded.frames[index].time = .milliseconds(Int((rounded.frames[index].seconds * 1000).rounded()))
        }
        let filter = OfflineSmoothing(.median(window: 3))
        #expect(x(try filter.apply(to: rounded)) == x(try filter.apply(to: exact)))
    }

    @Test func whetherAJointIsInThePictureFollowsItsPlace() throws {
        let sequence = PoseSequence.built(times: evenTimes(30)) { index, _ in
            .standing(places: [.leftWrist: (index == 15 ? 900 : 1100, 10, 0)])
        }
        let smooth = try OfflineSmoothing(.median(window: 3)).apply(to: sequence)
        #expect(smooth.frames.allSatisfy { $0.person(1)?.pose[.leftWrist].isInsideImage == false })
        #expect(smooth.frames.allSatisfy { $0.person(1)?.pose[.leftHip].isInsideImage == true })
    }

    @Test func regionsTurnTheShortWay() throws {
        let sequence = PoseSequence.built(times: evenTimes(3)) { index, _ in
            index == 1 ? nil : .standing(region: index == 0 ? 3.1 : -3.1)
        }
        let middle = try OfflineSmoothing(.none).apply(to: sequence).frames[1].person(1)?.pose.region.rotation
        #expect(abs(abs(middle ?? 0) - .pi) < 1e-9)
    }

    /// Returns times of frames at changing rates, each for some seconds.
    private static func times(_ parts: [(rate: Double, seconds: Double)]) -> [Double] {
        var (times, time) = ([Double](), 0.0)
        for part in parts {
            for number in 0..<Int(part.rate * part.seconds) { times.append(time + Double(number) / part.rate) }
            time += part.seconds
        }
        return times
    }

    @Test(
        "Rates that vary never fail, and the movement stays",
        arguments: [
            times([(30, 5), (10, 5)]), times([(10, 8), (30, 3)]), times([(12, 4), (13, 4)]), times([(11, 6), (16, 4)]),
            // Frames of a phone, and frames with long gaps, which leave 7 a second on average.
            times((0..<20).map { (24 + Double($0 * 5 % 8), 1) }),
            times([(30, 2)]) + times([(30, 2)]).map { $0 + 10 } + times([(30, 2)]).map { $0 + 20 },
            times([(10, 6), (30, 2.5)]) + times([(10, 1), (30, 1)]).map { $0 + 100 },
        ])
    func variableRates(times: [Double]) throws {
        let sequence = PoseSequence.built(times: times) { _, time in .standing(dx: sway(time)) }
        try OfflineSmoothing().check(sequence.frames.map(\.time))
        let smooth = try OfflineSmoothing().apply(to: sequence)
        #expect(smooth.frames.map(\.time) == sequence.frames.map(\.time))
        // A fiftieth of the movement: at the ends of a segment, frames lie on straight lines.
        for (value, time) in zip(x(smooth), times) { #expect(abs((value ?? .nan) - 525 - sway(time)) < 1) }
    }

    @Test("Frames that are even and just fast enough are filtered at their own rate")
    func barelyFastEnough() throws {
        let times = (0..<60).map { Double($0) / 13 }
        let series = times.map { sway($0) + 4 * cos(2 * .pi * 6.2 * $0) }
        let sequence = PoseSequence.built(times: times) { index, _ in
            .standing(places: [.rightWrist: (series[index] + 500, 400, 0)])
        }
        let rate = 1 / (times[31] - times[30])
        let expected = try ZeroPhaseButterworth(cutoff: 6, rate: rate).apply(series)
        for (frame, value) in zip(try OfflineSmoothing().apply(to: sequence).frames, expected) {
            #expect(abs((frame.person(1)?.pose[.rightWrist].position.x ?? .nan) - 500 - value) < 1e-9)
        }
    }

    @Test("Frames too slow for the cut-off are rejected, with the rate in plain numbers")
    func tooSlow() throws {
        for (times, text) in [
            ((0..<20).map { Double($0) / 10 }, "10 Hz"), ((0..<20).map { Double($0) * 7 / 75 }, "10.7 Hz"),
            (Self.times([(8, 3), (11, 3)]), "11 Hz"),
        ] {
            let times = times.map { Duration.seconds($0) }
            let error = #expect(throws: FilterError.self) { try OfflineSmoothing().check(times) }
            #expect(
                error.map { "\($0)".hasSuffix("the sampling rate of \(text)") } == true, "\(String(describing: error))")
            #expect(throws: Never.self) { try OfflineSmoothing(.rauchTungStriebel()).check(times) }
        }
    }

    @Test func aCutoffBeyondTheRateIsRefused() throws {
        let slow = PoseSequence.built(times: (0..<20).map(Double.init)) { _, _ in .standing() }
        #expect(throws: FilterError.cutoffOutOfRange(cutoff: 6, rate: 1)) { try OfflineSmoothing().apply(to: slow) }
        #expect(throws: FilterError.windowNotOdd(4)) { try OfflineSmoothing(.median(window: 4)).apply(to: slow) }
        let median = try OfflineSmoothing(.median(window: 3)).apply(to: slow)
        #expect(median == slow)
    }
}
