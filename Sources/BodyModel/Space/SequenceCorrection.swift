import PoiseBody
import PoiseInference
import PoiseMotion

/// Corrects the world landmarks of a recorded sequence, each with the frames around it; see ``SpaceCorrection/sequence``.
///
///     let recorded = …  // by a tracker with `smoothing: .none, spaceCorrection: .sequence`
///     let corrected = try SequenceCorrection().apply(to: recorded)
///     let smoothed = try OfflineSmoothing().apply(to: corrected)
public struct SequenceCorrection: Sendable {
    private let network: CorrectionNetwork

    /// The longest absence of a person that does not split a sequence, seconds: nine frames, the longest in the training, and the
    /// rounding of times in files.
    private static let longestGap = 0.3 + 1e-5

    /// Prepares the network.
    public init() throws(PoseSetupError) { network = try .sequence() }

    /// Prepares a network of one or of many frames.
    package init(_ network: CorrectionNetwork) { self.network = network }

    /// Returns the sequence with the world landmarks of all people corrected.
    ///
    /// The network works at 30 frames per second: poses at other times are interpolated to that rate, and the corrections back. In
    /// a frame without the person the last pose counts, with confidence 0; after a longer absence a sequence begins anew. Poses
    /// without confidences stay as they are.
    ///
    /// - Throws: ``PoseSetupError/unusable(_:)``
    public func apply(to sequence: PoseSequence) throws(PoseSetupError) -> PoseSequence {
        var result = sequence
        var runner = CorrectionRunner(network)
        for id in sequence.ids {
            for segment in Self.segments(of: id, in: sequence) {
                let corrections = try segment.corrections(by: &runner)
                for (frame, correction) in zip(segment.observed, corrections) {
                    guard let index = result.frames[frame].people.firstIndex(where: { $0.id == id }) else { continue }
                    result.frames[frame].people[index].pose.moveWorld { correction[$0] }
                }
            }
        }
        return result
    }

    /// Returns the segments of a person's frames between long absences.
    private static func segments(of id: Int, in sequence: PoseSequence) -> [SpaceSegment] {
        var segments: [SpaceSegment] = []
        var missing: [Double] = []
        for (index, frame) in sequence.frames.enumerated() {
            guard let pose = frame.person(id)?.pose, let features = SpaceFeatures(pose) else {
                missing.append(frame.seconds)
                continue
            }
            if let last = segments.last?.times.last, frame.seconds - last <= longestGap {
                for time in missing { segments[segments.count - 1].repeatLast(at: time) }
            } else {
                segments.append(SpaceSegment())
            }
            missing = []
            segments[segments.count - 1].append(features, frame: index, at: frame.seconds)
        }
        return segments
    }
}

/// A person's features in frames that follow each other without a long absence.
private struct SpaceSegment {
    /// Times of all frames, seconds.
    private(set) var times: [Double] = []
    /// Indices in the sequence of the frames in which the person was observed.
    private(set) var observed: [Int] = []
    private var observedTimes: [Double] = []
    /// `[frames, 198]`
    private var rows: [[Float]] = []

    mutating func append(_ features: SpaceFeatures, frame: Int, at time: Double) {
        var row = [Float](repeating: 0, count: SpaceFeatures.count)
        row.withUnsafeMutableBufferPointer { if let start = $0.baseAddress { features.write(to: start) } }
        rows.append(row)
        times.append(time)
        observed.append(frame)
        observedTimes.append(time)
    }

    /// Adds a frame without the person: the last pose, with confidence 0.
    mutating func repeatLast(at time: Double) {
        guard var row = rows.last else { return }
        for index in stride(from: SpaceFeatures.valuesPerJoint - 1, to: row.count, by: SpaceFeatures.valuesPerJoint) {
            row[index] = 0
        }
        rows.append(row)
        times.append(time)
    }

    /// Returns the correction of each observed frame. `[observed][99]`
    func corrections(by runner: inout CorrectionRunner) throws(PoseSetupError) -> [[Double]] {
        let sampling = UniformResampler(times: times, rate: CorrectionNetwork.rate)
        guard runner.seesTime, !sampling.isEven else {
            let all = try runner.corrections(of: rows)
            return LinearSeries(times: times, rows: all).values(at: observedTimes)
        }
        let even = LinearSeries(times: times, rows: rows.map { $0.map(Double.init) }).values(at: sampling.grid)
        let all = try runner.corrections(of: even.map { $0.map(Float.init) })
        return LinearSeries(times: sampling.grid, rows: all).values(at: observedTimes)
    }
}

/// Runs a correction network on frames at its rate, some at a time.
private struct CorrectionRunner {
    private let network: CorrectionNetwork
    private var sessions: [Int: Session] = [:]

    /// The most frames that one run corrects, so that the tensors of a long recording stay small.
    private static let mostFrames = 1 << 10

    init(_ network: CorrectionNetwork) { self.network = network }

    /// Whether a correction depends on other frames.
    var seesTime: Bool { network.reach > 0 }

    /// Returns the correction of each frame. `[frames][99]`
    ///
    /// The frames on which a correction depends are part of each run, so that the result is that of a single run.
    mutating func corrections(of rows: [[Float]]) throws(PoseSetupError) -> [[Double]] {
        var result: [[Double]] = []
        for first in stride(from: 0, to: rows.count, by: Self.mostFrames) {
            let end = min(first + Self.mostFrames, rows.count)
            let range = max(0, first - network.reach)..<min(rows.count, end + network.reach)
            let session = try session(frames: range.count)
            session.computeCorrection(of: FrameRows(rows: rows[range]))
            session.withCorrection { way in
                let count = way.count / range.count
                for frame in first - range.lowerBound..<end - range.lowerBound {
                    result.append(way[frame * count..<(frame + 1) * count].map(Double.init))
                }
            }
        }
        return result
    }

    private mutating func session(frames: Int) throws(PoseSetupError) -> Session {
        if let session = sessions[frames] { return session }
        let session = try network.session(frames: frames)
        sessions[frames] = session
        return session
    }
}

/// Features of frames, one after the other in one row of the network's input.
private struct FrameRows: InputFiller {
    let rows: ArraySlice<[Float]>

    func fill(_ target: InputRows) {
        for row in target.range {
            for (index, values) in rows.enumerated() {
                for (place, value) in values.enumerated() { target[row][index * values.count + place] = value }
            }
        }
    }
}

/// Rows of values at increasing times, interpolated linearly.
private struct LinearSeries {
    let times: [Double]
    let rows: [[Double]]

    /// Returns the rows at increasing times within those of the series.
    func values(at places: [Double]) -> [[Double]] {
        var index = 0
        return places.map { place in
            while index + 1 < times.count, times[index + 1] <= place { index += 1 }
            guard index + 1 < times.count, times[index] < place else { return rows[index] }
            let part = (place - times[index]) / (times[index + 1] - times[index])
            return zip(rows[index], rows[index + 1]).map { $0 + part * ($1 - $0) }
        }
    }
}
