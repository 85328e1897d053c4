import PoiseBenchmarkSupport
import PoiseBodyModel
import PoiseImaging
import PoiseSupport

/// The cost of the levels of accuracy. Each round runs every level once, so that all levels share the machine's state.
struct LevelsTable {
    /// The times of a level.
    struct Row: Encodable {
        let level: String
        let tracking: Timing
        let image: Timing
        /// Ratios of the medians to those of the first level.
        let trackingRatio: Double
        let imageRatio: Double
    }

    let rows: [Row]
    let runs: Int

    /// Measures all levels.
    ///
    /// - Parameter image: Image with a person.
    init(image: Image, threads: Int, runs: Int, warmup: Int) throws {
        let image = image.converted(to: .rgb)
        var estimators: [PoseEstimator] = []
        var trackers: [PoseTracker] = []
        for accuracy in Accuracy.allCases {
            estimators.append(
                try PoseEstimator(options: PoseEstimator.Options(accuracy: accuracy, threads: threads)))
            trackers.append(try PoseTracker(options: PoseTracker.Options(accuracy: accuracy, threads: threads)))
        }
        guard let first = estimators.first, !first.poses(in: image).isEmpty else { throw NobodyFound() }
        var tracking = [[Duration]](repeating: [], count: estimators.count)
        var still = tracking
        for round in -warmup..<runs {
            let time = Duration.milliseconds(33 * (round + warmup + 1))
            for level in estimators.indices {
                let tracked = try ContinuousClock().measure { _ = try trackers[level].track(image, at: time) }
                let estimated = ContinuousClock().measure { _ = estimators[level].poses(in: image) }
                guard round >= 0 else { continue }
                tracking[level].append(tracked)
                still[level].append(estimated)
            }
        }
        let timings = zip(tracking, still).map { (Timing($0), Timing($1)) }
        rows = zip(Accuracy.allCases, timings).map { accuracy, timing in
            Row(
                level: accuracy.rawValue, tracking: timing.0, image: timing.1,
                trackingRatio: timing.0.median / timings[0].0.median, imageRatio: timing.1.median / timings[0].1.median)
        }
        self.runs = runs
    }

    /// The table as plain text.
    var text: String {
        var table = Table(
            header: ["level", "tracked frame ms", "median", "x reference", "still image ms", "median", "x reference"])
        for row in rows {
            table.add([
                row.level, fixed(row.tracking.minimum, 2), fixed(row.tracking.median, 2), fixed(row.trackingRatio, 3),
                fixed(row.image.minimum, 2), fixed(row.image.median, 2), fixed(row.imageRatio, 3),
            ])
        }
        return "Levels of accuracy: minimum and median of \(runs) runs, taken in turn; ratios of the medians\n"
            + table.text()
    }
}
