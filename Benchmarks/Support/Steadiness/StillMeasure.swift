import PoiseBody
import PoiseMotion
import PoiseVideoQuality

/// Jitter of the landmarks of a person who does not move.
package struct StillMeasure: Sendable {
    /// Standard deviation of an image coordinate: the root mean square over the joints of the limbs, pixels.
    package let pixels: Double
    /// The same in thousandths of the longer side of the body's box.
    package let thousandths: Double
    /// The part of the jitter above 3 Hz, thousandths (``Jitter``); `nil` where nothing keeps still.
    package let highPassed: Double?

    /// Time after which filters and regions have converged.
    private static let settling = Duration.seconds(1)

    /// Measures the person of a clip; `nil` where no person is detected in some frames.
    package init?(_ sequence: PoseSequence, start: Duration = settling) {
        guard let begin = sequence.frames.first?.time else { return nil }
        var settled = sequence
        settled.frames.removeAll { $0.time - begin < start }
        let people = settled.frames.compactMap(\.people.first)
        guard people.count == settled.frames.count, people.count > 1 else { return nil }
        var variance = 0.0
        for joint in Joint.limbs {
            for value in [\PixelPoint.x, \.y] {
                let values = people.map { $0.pose[joint].position[keyPath: value] }
                let mean = values.reduce(0, +) / Double(values.count)
                variance += values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
            }
        }
        let quality = SequenceQuality(settled)
        guard let size = quality.size else { return nil }
        pixels = (variance / Double(2 * Joint.limbs.count)).squareRoot()
        thousandths = 1000 * pixels / size
        highPassed = quality.jitter.relative.map { 1000 * $0 }
    }
}
