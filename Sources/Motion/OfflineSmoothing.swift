import PoiseBody

/// Zero-lag smoothing of the people of a recorded video: fills short gaps, and filters every joint in the image and in
/// space, separately for each segment between long gaps.
public struct OfflineSmoothing: Sendable, Hashable {
    /// A filter for coordinates.
    public enum Filter: Sendable, Hashable {
        /// ``ZeroPhaseButterworth``; the cut-off in hertz. 6 Hz is usual for human movement.
        case butterworth(cutoff: Double)
        /// ``RauchTungStriebel``.
        case rauchTungStriebel(ConstantVelocity = .recorded)
        /// ``MedianFilter``.
        case median(window: Int)
        /// ``SavitzkyGolayFilter``.
        case savitzkyGolay(window: Int, order: Int)
        /// No filter: only gaps are filled.
        case none
    }

    /// The filter for coordinates.
    public var filter: Filter
    /// The filling of gaps.
    public var gaps: GapFilling
    /// The postprocessing to constant bone lengths, applied last; `nil` leaves lengths free.
    public var boneLengths: BoneLengths?

    /// Creates a smoothing.
    public init(
        _ filter: Filter = .butterworth(cutoff: 6), gaps: GapFilling = GapFilling(), boneLengths: BoneLengths? = nil
    ) {
        self.filter = filter
        self.gaps = gaps
        self.boneLengths = boneLengths
    }

    /// Returns the sequence with all people smoothed: positions in the image, z, and world landmarks.
    ///
    /// A person who was missing for a short time is present throughout; visibility, presence and region of interest are
    /// interpolated linearly there. Segments too short for the filter stay unchanged. The sampling rate is that of the
    /// frames' times, and uneven times are resampled to it for the filter; without times, the header's rate is used.
    /// Where most frames come too slowly for the filter but their mean rate supports its cut-off, the filter runs at a
    /// higher rate.
    /// - Throws: ``FilterError`` when the filter's parameters are invalid, or invalid for frames at these times.
    public func apply(to original: PoseSequence) throws(FilterError) -> PoseSequence {
        // Coordinates are compared in images of one size.
        let sequence = original.inHeaderSize
        let (filter, rate) = try filter(
            for: sequence.frames.map(\.seconds), otherwise: sequence.header.framesPerSecond)
        var result = sequence
        for id in sequence.ids {
            let observed = sequence.frames.indices.compactMap { index in
                sequence.frames[index].person(id).map { TrackSegment.Observation(frame: index, person: $0) }
            }
            for stretch in stretches(observed, in: sequence, rate: rate) {
                let frames = sequence.frames[stretch.frames]
                let people = TrackSegment(stretch.observations, times: frames.map(\.seconds), start: frames.startIndex)
                    .smoothed(filter, gaps: gaps, rate: rate, header: sequence.header)
                for (index, person) in zip(frames.indices, people) { result.frames[index].put(person) }
            }
        }
        return (boneLengths?.apply(to: result) ?? result).inSizes(of: original)
    }

    /// Checks that frames at some times can be smoothed.
    ///
    /// - Parameter times: Times of two frames or more, increasing.
    /// - Throws: ``FilterError`` when the filter's parameters are invalid, or invalid for frames at these times.
    public func check(_ times: [Duration]) throws(FilterError) {
        _ = try filter(for: times.map { $0 / .seconds(1) }, otherwise: 0)
    }

    /// Returns the filter for frames at some times, and the rate that it runs at.
    private func filter(
        for times: [Double], otherwise usual: Double
    ) throws(FilterError) -> (filter: any SeriesFilter, rate: Double) {
        let rate = UniformResampler.rate(of: times) ?? usual
        do { return (try filter.series(rate: rate), rate) } catch {
            guard case .cutoffOutOfRange(let cutoff, _) = error, cutoff > 0, rate > 0,
                meanRate(of: times, usual: rate) > 2 * cutoff
            else { throw error }
            // Twice the least rate that the cut-off needs, so that the faster frames lose little.
            let faster = rate * (4 * cutoff / rate).rounded(.up)
            return (try filter.series(rate: faster), faster)
        }
    }

    /// Returns the mean rate of times; steps too long to be bridged do not count, since they split a sequence.
    private func meanRate(of times: [Double], usual: Double) -> Double {
        let longest = max(gaps.longestGap / .seconds(1), OfflineSmoothing.usualStep / usual)
        let steps = zip(times, times.dropFirst()).map { $1 - $0 }.filter { $0 <= longest }
        return Double(steps.count) / steps.reduce(0, +)
    }

    /// Returns a person's observations, split at gaps that are too long. Frames that follow each other at the usual
    /// rate stay together even where the rate is so low that no gap would be filled.
    private func stretches(
        _ observed: [TrackSegment.Observation], in sequence: PoseSequence, rate: Double
    ) -> [(frames: ClosedRange<Int>, observations: [TrackSegment.Observation])] {
        var result: [(frames: ClosedRange<Int>, observations: [TrackSegment.Observation])] = []
        for observation in observed {
            if let last = result.last?.frames.upperBound {
                let (before, after) = (sequence.frames[last].seconds, sequence.frames[observation.frame].seconds)
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

    /// Multiple of the usual time step up to which no frame is missing.
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
    /// Replaces the person with the same id, or inserts the person by id.
    fileprivate mutating func put(_ person: TrackedPerson) {
        if let index = people.firstIndex(where: { $0.id == person.id }) {
            people[index] = person
        } else {
            people.insert(person, at: people.firstIndex { $0.id > person.id } ?? people.endIndex)
        }
    }
}
