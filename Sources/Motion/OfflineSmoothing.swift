import Landmarks

/// Smooths the people of a recorded video without lag: fills short gaps, and filters every joint in the picture and in
/// space, each stretch between long gaps by itself.
public struct OfflineSmoothing: Sendable, Hashable {
    /// What smooths a coordinate.
    public enum Filter: Sendable, Hashable {
        /// ``ZeroPhaseButterworth``; the cut-off in hertz. 6 Hz is usual for human movement.
        case butterworth(cutoff: Double)
        /// ``RauchTungStriebel``.
        case rauchTungStriebel(ConstantVelocity = .recorded)
        /// ``MedianFilter``.
        case median(window: Int)
        /// ``SavitzkyGolayFilter``.
        case savitzkyGolay(window: Int, order: Int)
        /// Only gaps are filled.
        case none
    }

    /// What smooths.
    public var filter: Filter
    /// What fills gaps.
    public var gaps: GapFilling
    /// What makes bone lengths constant, after all else; `nil` leaves them free.
    public var boneLengths: BoneLengths?

    /// A smoothing.
    public init(
        _ filter: Filter = .butterworth(cutoff: 6), gaps: GapFilling = GapFilling(), boneLengths: BoneLengths? = nil
    ) {
        self.filter = filter
        self.gaps = gaps
        self.boneLengths = boneLengths
    }

    /// The sequence with everybody smoothed: places in the picture, z, and places in space.
    ///
    /// A person who was missing for a short time is there throughout; visibility, presence and region are interpolated
    /// there in a straight line. Stretches too short for the filter stay as they are. The sampling rate is that of the
    /// frames' times, and uneven times are brought to it for the filter; where there are none, the header's. Where most
    /// frames come too slowly for the filter but their mean rate carries its cut-off, the filter runs at a higher rate.
    /// - Throws: ``FilterError`` when the filter does not exist, or not for frames at these times.
    public func apply(to original: PoseSequence) throws(FilterError) -> PoseSequence {
        // Coordinates compare in images of one size.
        let sequence = original.inHeaderSize
        let (filter, rate) = try filter(
            for: sequence.frames.map(\.time), otherwise: sequence.header.framesPerSecond)
        var result = sequence
        for id in sequence.ids {
            let observed = sequence.frames.indices.compactMap { index in
                sequence.frames[index].person(id).map { PersonStretch.Observation(frame: index, person: $0) }
            }
            for stretch in stretches(observed, in: sequence, rate: rate) {
                let frames = sequence.frames[stretch.frames]
                let people = PersonStretch(stretch.observations, times: frames.map(\.time), start: frames.startIndex)
                    .smoothed(filter, gaps: gaps, rate: rate, header: sequence.header)
                for (index, person) in zip(frames.indices, people) { result.frames[index].put(person) }
            }
        }
        return (boneLengths?.apply(to: result) ?? result).inSizes(of: original)
    }

    /// Checks that frames at some times can be smoothed.
    ///
    /// - Parameter times: Of two frames or more, seconds, advancing.
    /// - Throws: ``FilterError`` when the filter does not exist, or not for frames at these times.
    public func check(_ times: [Double]) throws(FilterError) { _ = try filter(for: times, otherwise: 0) }

    /// Returns the filter for frames at some times, and the rate that it runs at.
    private func filter(
        for times: [Double], otherwise usual: Double
    ) throws(FilterError) -> (filter: any SeriesFilter, rate: Double) {
        let rate = EvenSampling.rate(of: times) ?? usual
        do { return (try filter.series(rate: rate), rate) } catch {
            guard case .cutoffOutOfRange(let cutoff, _) = error, cutoff > 0, rate > 0,
                meanRate(of: times, usual: rate) > 2 * cutoff
            else { throw error }
            // Twice the least rate that the cut-off needs, so that the faster frames lose little.
            let faster = rate * (4 * cutoff / rate).rounded(.up)
            return (try filter.series(rate: faster), faster)
        }
    }

    /// Returns the mean rate of times; longer steps than those that are bridged do not count, since they cut a sequence.
    private func meanRate(of times: [Double], usual: Double) -> Double {
        let longest = max(gaps.longestGap, OfflineSmoothing.usualStep / usual)
        let steps = zip(times, times.dropFirst()).map { $1 - $0 }.filter { $0 <= longest }
        return Double(steps.count) / steps.reduce(0, +)
    }

    /// What was seen of a person, cut at gaps that are too long. Frames that follow each other at the usual rate belong
    /// together even where the rate is so low that no gap would be filled.
    private func stretches(
        _ observed: [PersonStretch.Observation], in sequence: PoseSequence, rate: Double
    ) -> [(frames: ClosedRange<Int>, observations: [PersonStretch.Observation])] {
        var result: [(frames: ClosedRange<Int>, observations: [PersonStretch.Observation])] = []
        for observation in observed {
            if let last = result.last?.frames.upperBound {
                let (before, after) = (sequence.frames[last].time, sequence.frames[observation.frame].time)
                if gaps.canBridge(before, after) || (after - before) * rate <= OfflineSmoothing.usualStep {
                    let lower = result[result.count - 1].frames.lowerBound
                    result[result.count - 1].frames = lower...observation.frame
                    result[result.count - 1].observations.append(observation)
                    continue
                }
            }
            result.append((observation.frame...observation.frame, [observation]))
        }
        return result
    }

    /// Steps of time up to this multiple of the usual one lack no frame.
    private static let usualStep = 1.5
}

extension OfflineSmoothing.Filter {
    fileprivate func series(rate: Double) throws(FilterError) -> any SeriesFilter {
        switch self {
        case .butterworth(let cutoff): try ZeroPhaseButterworth(cutoff: cutoff, rate: rate)
        case .rauchTungStriebel(let model): try RauchTungStriebel(model, rate: rate)
        case .median(let window): try MedianFilter(window: window)
        case .savitzkyGolay(let window, let order): try SavitzkyGolayFilter(window: window, order: order)
        case .none: try MedianFilter(window: 1)
        }
    }
}

extension PoseSequence.Frame {
    /// Puts a person in the place of the one of the same number, or among the others by number.
    fileprivate mutating func put(_ person: PoseSequence.Person) {
        if let index = people.firstIndex(where: { $0.id == person.id }) {
            people[index] = person
        } else {
            people.insert(person, at: people.firstIndex { $0.id > person.id } ?? people.endIndex)
        }
    }
}
