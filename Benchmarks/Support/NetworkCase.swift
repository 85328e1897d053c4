import Inference
import Weights

/// The networks by what is asked of them.
package enum NetworkCase: String, CaseIterable, Codable, Sendable {
    /// The landmark network, every output.
    case landmarksAll = "landmarks-all"
    /// The landmark network, what a pose needs: no mask.
    case landmarks
    /// The landmark network without mask and heatmaps.
    case landmarksWithoutHeatmap = "landmarks-without-heatmap"
    /// The detector.
    case detector

    /// The outputs asked for; all when `nil`.
    package var outputs: [String]? {
        switch self {
        case .landmarksAll, .detector: nil
        case .landmarks: ["Identity", "Identity_1", "Identity_3", "Identity_4"]
        case .landmarksWithoutHeatmap: ["Identity", "Identity_1", "Identity_4"]
        }
    }

    /// The network.
    package func network() throws -> Network {
        try NetworkFile.decode(self == .detector ? EmbeddedWeights.detector : EmbeddedWeights.full)
    }

    /// A session whose input holds numbers between 0 and 1.
    package func session(executor: Executor = .preferred, threads: Int) throws -> Session {
        let session = Session(try Plan(try network(), outputs: outputs, executor: executor), threads: threads)
        session.fillInput()
        return session
    }
}

extension Session {
    /// Numbers between 0 and 1 that are spread evenly.
    package func fillInput() { fill("input_1", with: EvenNumbers()) }
}

/// Multiples of the golden ratio without their whole part.
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
