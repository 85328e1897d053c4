import PoiseBody
import PoiseMotion
import PoiseVideoQuality

/// Jitter of the landmarks of one video in several sequences, in the same frames: where the mean of all sequences shows
/// that a joint keeps still.
package struct StillComparison {
    /// By sequence: the root mean square of the motion faster than 3 Hz, jumps included, thousandths of the longer side
    /// of the body's box; `nil` where nothing keeps still.
    package let jitter: [Double]?
    /// The share of the joints' frames that are measured.
    package let share: Double

    /// Cutoff frequency, hertz: half of the highest frequency of human movement.
    private static let cutoff = 3.0
    /// Speed below which a joint keeps still, bodies per second: 9 cm/s for an adult.
    private static let slowest = 0.05
    /// The shortest time range that is measured, seconds.
    private static let shortest = 0.5

    /// Compares sequences of the same frames, in all of which one person is detected.
    package init(_ sequences: [PoseSequence]) throws(FilterError) {
        guard let first = sequences.first, let size = SequenceQuality(first).size, first.frames.count > 1 else {
            (jitter, share) = (nil, 0)
            return
        }
        let times = first.frames.map(\.seconds)
        let rate = Double(times.count - 1) / (times[times.count - 1] - times[0])
        let filter = try ZeroPhaseButterworth(cutoff: StillComparison.cutoff, rate: rate)
        let least = Int((StillComparison.shortest * rate).rounded())
        var energies = [Double](repeating: 0, count: sequences.count)
        var count = 0
        let joints = Joint.limbs
        for joint in joints {
            // By sequence and axis.
            let series = sequences.map { sequence in
                [\PixelPoint.x, \.y].map { value in
                    StillComparison.filled(
                        sequence.frames.map { $0.people.first?.pose[joint].position[keyPath: value] })
                }
            }
            let slow = (0..<2).map { axis in
                filter.apply(
                    times.indices.map { index in
                        series.reduce(0) { $0 + $1[axis][index] } / Double(series.count)
                    })
            }
            let isStill = times.indices.map { index in
                let next = min(index + 1, times.count - 1)
                let (dx, dy) = (slow[0][next] - slow[0][next - 1], slow[1][next] - slow[1][next - 1])
                return (dx * dx + dy * dy).squareRoot() * rate < StillComparison.slowest * size
                    && sequences.allSatisfy { !$0.frames[index].people.isEmpty }
            }
            let runs = isStill.indices.split { !isStill[$0] }.filter { $0.count >= least }
            count += 2 * runs.reduce(0) { $0 + $1.count }
            for (number, axes) in series.enumerated() {
                for values in axes {
                    let smooth = filter.apply(values)
                    for index in runs.joined() {
                        energies[number] += (values[index] - smooth[index]) * (values[index] - smooth[index])
                    }
                }
            }
        }
        share = Double(count) / Double(2 * joints.count * times.count)
        jitter = count > 0 ? energies.map { 1000 * ($0 / Double(count)).squareRoot() / size } : nil
    }

    /// Returns a series without gaps: a missing value repeats the last one.
    private static func filled(_ values: [Double?]) -> [Double] {
        var last = values.lazy.compactMap { $0 }.first ?? 0
        return values.map { value in
            last = value ?? last
            return last
        }
    }
}
