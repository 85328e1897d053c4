import Landmarks

/// What comes out over several photos, as in the table of the reference data.
struct AccuracySummary {
    /// A figure over the photos that have it.
    struct Figure: Decodable {
        let mean: Double
        let median: Double
        let photos: Int

        init(_ values: [Double]) {
            let sorted = values.sorted()
            photos = values.count
            mean = values.reduce(0, +) / Double(values.count)
            median =
                sorted.isEmpty ? .nan : (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
        }

        init(mean: Double, median: Double, photos: Int) {
            self.mean = mean
            self.median = median
            self.photos = photos
        }
    }

    let photos: Int
    let found: Int
    let samePerson: Int
    let overBox: Figure
    let overTorso: Figure
    let correctByBox: Figure
    let correctByTorso: Figure
    let similarity: Figure
    let alignedDistance: Figure

    /// - Parameter scores: One a photo; `nil` where nobody was found. Poses of people who are not marked count as found
    ///   and nowhere else.
    init(_ scores: [PhotoScore?]) {
        photos = scores.count
        let found = scores.compactMap { $0 }
        self.found = found.count
        let same = found.filter(\.isSamePerson)
        samePerson = same.count
        overBox = Figure(same.map(\.overBox))
        overTorso = Figure(same.compactMap(\.overTorso))
        correctByBox = Figure(same.map(\.correctByBox))
        correctByTorso = Figure(same.compactMap(\.correctByTorso))
        similarity = Figure(same.compactMap(\.similarity))
        alignedDistance = Figure(same.compactMap(\.alignedDistance))
    }

    /// The head of the table whose rows are ``row(_:)``.
    static let head = """
        | | photos | found | same person | median distance / box | PCK@0.1 box | PCK@0.2 torso | OKS | PA-MPJPE |
        |---|---|---|---|---|---|---|---|---|
        """

    /// A row of the table.
    func row(_ name: String) -> String {
        func number(_ value: Double, _ digits: Int) -> String {
            var scale = 1.0
            for _ in 0..<digits { scale *= 10 }
            return "\((value * scale).rounded() / scale)"
        }
        let cells = [
            name, "\(photos)", "\(found)", "\(samePerson)", number(overBox.median, 4), number(correctByBox.mean, 4),
            number(correctByTorso.mean, 4), "\(number(similarity.mean, 4)) (\(similarity.photos) photos)",
            "\(number(alignedDistance.mean, 1)) mm (\(alignedDistance.photos))",
        ]
        return "| " + cells.joined(separator: " | ") + " |"
    }
}

extension AccuracySummary: Decodable {
    private enum CodingKeys: String, CodingKey {
        case photos, found
        case samePerson = "same_person"
        case overBox = "mean_over_box"
        case overTorso = "mean_over_torso"
        case correctByBox = "pck_0.1_box"
        case correctByTorso = "pck_0.2_torso"
        case similarity = "oks12"
        case alignedDistance = "pa_mpjpe_mm"
    }
}
