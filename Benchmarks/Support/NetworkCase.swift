import PoiseInference
import PoiseWeights

/// The networks by their required outputs.
package enum NetworkCase: String, CaseIterable, Codable, Sendable {
    /// The landmark network, every output.
    case landmarksAll = "landmarks-all"
    /// The landmark network with the outputs that a pose needs: no mask.
    case landmarks
    /// The landmark network without mask and heatmaps.
    case landmarksWithoutHeatmap = "landmarks-without-heatmap"
    /// The detector.
    case detector

    /// The required outputs; all when `nil`.
    package var outputs: [String]? {
        switch self {
        case .landmarksAll, .detector: nil
        case .landmarks: ["Identity", "Identity_1", "Identity_3", "Identity_4"]
        case .landmarksWithoutHeatmap: ["Identity", "Identity_1", "Identity_4"]
        }
    }

    /// Decodes the network.
    package func network() throws -> Network {
        try NetworkFile.decode(self == .detector ? EmbeddedWeights.detector : EmbeddedWeights.full)
    }

    /// Returns a session whose input holds numbers between 0 and 1.
    package func session(executor: Executor = .preferred, threads: Int) throws -> Session {
        let session = Session(try Plan(try network(), outputs: outputs, executor: executor), threads: threads)
        session.fillInput()
        return session
    }
}

extension Session {
    /// Fills the input with evenly distributed numbers between 0 and 1.
    package func fillInput() { fill("input_1", with: EvenNumbers()) }
}

/// Fractional parts of multiples of the golden ratio.
private struct EvenNumbers: InputFiller {
    func fill(_ rows: InputRows) {
        for row in rows.range {
            for column in 0..<rows.length {
                let number = Float(row * rows.length + column)
                rows[row][column] = (number * 0.618_034).truncatingRemainder(dividingBy: 1)
            }
        }
    }
}
