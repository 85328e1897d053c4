import PoiseBodyModel
import PoiseEvaluation
import Foundation
import PoiseImaging
import PoiseBody
import PoiseTestSupport

/// The photos of the reference data in which people have marked joints.
enum MarkedPhotos {
    static func truth() throws -> GroundTruth { try GroundTruth(json: Reference.bytes("ground_truth.json")) }

    /// Returns the scores of MediaPipe's poses.
    static func mediaPipes(_ model: ReferenceNetwork) throws -> [ImageScore] {
        try truth().scores(of: marked(model).map { ($0.file, $0.pose.map { [$0] } ?? []) })
    }

    /// Returns the scores of the poses of Poise.
    static func ours(
        _ model: ReferenceNetwork, _ accuracy: Accuracy, largestDistance: Double = PoseScore.largestDistance
    ) throws -> [ImageScore] {
        let estimator = try PoseEstimator(
            model: .network(try model.load()), options: PoseEstimator.Options(accuracy: accuracy))
        return try truth().scores(
            of: marked(model).map { ($0.file, estimator.poses(in: try $0.image())) }, largestDistance: largestDistance)
    }

    private static func marked(_ model: ReferenceNetwork) throws -> [ReferencePhoto] {
        let truth = try truth()
        return try ReferencePhoto.all(model).filter { truth.images[$0.file] != nil }
    }
}

extension AccuracySummary {
    /// The header of the table whose rows are ``row(_:)``.
    static let head = """
        | | photos | found | same person | median distance / box | PCK@0.1 box | PCK@0.2 torso | OKS | PA-MPJPE |
        |---|---|---|---|---|---|---|---|---|
        """

    /// Returns a row of the table.
    func row(_ name: String) -> String {
        func number(_ value: Double?, _ digits: Int) -> String {
            var scale = 1.0
            for _ in 0..<digits { scale *= 10 }
            return value.map { "\(($0 * scale).rounded() / scale)" } ?? "-"
        }
        let (similarity, aligned) = (figures[.similarity], figures[.alignedDistance])
        let cells = [
            name, "\(images)", "\(found)", "\(samePerson)", number(figures[.overBox]?.median, 4),
            number(figures[.correctByTenth]?.mean, 4), number(figures[.correctByTorso]?.mean, 4),
            "\(number(similarity?.mean, 4)) (\(similarity?.images ?? 0) photos)",
            "\(number(aligned?.mean, 1)) mm (\(aligned?.images ?? 0))",
        ]
        return "| " + cells.joined(separator: " | ") + " |"
    }
}
