import PoiseBodyModel
import PoiseLandmarkPipeline
import Foundation
import PoiseInference

/// Synthetic heatmaps of all points. `[64, 64, 39]`
struct HeatmapFixture {
    private var logits: [Float]

    /// Creates heatmaps from probabilities.
    ///
    /// - Parameter probability: Probability by point, row and column.
    init(_ probability: (_ point: Int, _ row: Int, _ column: Int) -> Double) {
        logits = []
        logits.reserveCapacity(64 * 64 * LandmarkSpec.body.pointCount)
        for row in 0..<64 {
            for column in 0..<64 {
                for point in 0..<LandmarkSpec.body.pointCount {
                    let probability = min(max(probability(point, row, column), 1e-13), 1 - 1e-7)
                    logits.append(Float(log(probability / (1 - probability))))
                }
            }
        }
    }

    /// Creates heatmaps that are the same for all points.
    init(_ probability: (_ row: Int, _ column: Int) -> Double) { self.init { probability($1, $2) } }

    /// Calls a function with the heatmaps, alone or with those of a mirrored run.
    func with<Result>(mirrored: HeatmapFixture? = nil, _ body: (Heatmaps) -> Result) -> Result {
        logits.withUnsafeBufferPointer { first in
            let map = FeatureMap(dense: first, height: 64, width: 64, channels: LandmarkSpec.body.pointCount)
            guard let mirrored else { return body(Heatmaps(map)) }
            return mirrored.logits.withUnsafeBufferPointer {
                body(
                    Heatmaps(
                        map,
                        mirrored: FeatureMap(
                            dense: $0, height: 64, width: 64, channels: LandmarkSpec.body.pointCount),
                        partners: LandmarkSpec.body.mirrored))
            }
        }
    }

    /// Returns points that all have the same position, in cells.
    static func points(_ x: Double, _ y: Double) -> [RawLandmarks.Point] {
        (0..<LandmarkSpec.body.pointCount).map { _ in
            RawLandmarks.Point(x: x / 64, y: y / 64, z: 0, visibility: 1, presence: 1)
        }
    }
}
