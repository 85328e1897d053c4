import PoiseBody
import PoiseBodyModel
import PoiseGeometry
import PoiseImaging
import PoiseLandmarkPipeline
import Testing

/// A detector that returns scripted people by view, and counts the views that it saw.
private final class ScriptedViews: CandidateSource {
    private let upright: [DetectedPerson]
    private let rotated: [DetectedPerson]
    private(set) var views = 0

    init(upright: [DetectedPerson], rotated: [DetectedPerson] = []) {
        self.upright = upright
        self.rotated = rotated
    }

    func candidates(in image: ImageView, through view: ViewTransform, minimumScore: Double) -> [DetectedPerson] {
        views += 1
        let people = view == .whole(image.size) ? upright : view.square.size == 400 ? rotated : []
        return people.filter { $0.score >= minimumScore }
    }
}

/// A landmarker whose limbs' peaks are as high as scripted for a person, by the center of the region.
private final class ScriptedPeaks: RefinableLandmarker {
    private let heights: [Double: Double]
    private(set) var runs = 0
    private(set) var mirroredRuns = 0

    init(_ heights: [Double: Double]) { self.heights = heights }

    func landmarks(in region: RegionOfInterest, of image: ImageView) -> RawLandmarks {
        runs += 1
        var peak = HeatmapPeak()
        peak.height = heights[region.center.x] ?? 0.1
        var points = (0..<LandmarkSpec.body.pointCount).map { index in
            RawLandmarks.Point(
                x: 0.4 + 0.2 * Double(index % 6) / 5, y: 0.3 + 0.4 * Double(index / 6) / 6, z: 0, visibility: 0.9,
                presence: 0.9, peak: peak)
        }
        // The region of the next run is this one.
        points[33] = RawLandmarks.Point(x: 0.5, y: 0.5, z: 0, visibility: 1, presence: 1)
        points[34] = RawLandmarks.Point(x: 0.5, y: 0.1, z: 0, visibility: 1, presence: 1)
        return RawLandmarks(
            points: points, world: Array(repeating: WorldPoint(x: 0, y: 0, z: 0), count: points.count), presence: 0.9)
    }

    func lastRun(in region: RegionOfInterest, refined: RawLandmarks) -> LandmarkRun {
        LandmarkRun(region: region, refined: refined)
    }

    func landmarks(mirroring run: LandmarkRun, of image: ImageView) -> RawLandmarks {
        mirroredRuns += 1
        return run.refined
    }

    func lastMask() -> Mask? { nil }
}

@Suite("The search in a still image, with scripted networks") struct StillImageStrategyTests {
    private let image: ImageView

    init() throws { image = ImageView(try Image(width: 400, height: 300, filledWith: .black)) }

    private func person(_ x: Double, _ score: Double) -> DetectedPerson {
        DetectedPerson(region: RegionOfInterest(center: PixelPoint(x: x, y: 150), size: 80, rotation: 0), score: score)
    }

    /// Returns the middles of the poses' regions, best first.
    private func search(
        _ accuracy: Accuracy, _ source: ScriptedViews, _ landmarker: ScriptedPeaks, people: Int = 1,
        isCancelled: () -> Bool = { false }
    ) -> [Double]? {
        StillImagePipeline(
            source: source, landmarker: landmarker, strategy: accuracy.stillImageStrategy, isLite: false,
            options: PoseEstimator.Options(accuracy: accuracy, people: people)
        ).poses(in: image, regions: nil, isCancelled: isCancelled)?.map(\.region.center.x)
    }

    @Test("At the reference level a detection of .5 and presence suffice; one view is searched")
    func reference() {
        let source = ScriptedViews(upright: [person(100, 0.6), person(300, 0.49)])
        #expect(search(.reference, source, ScriptedPeaks([:]), people: 2) == [100])
        #expect(source.views == 1)
    }

    @Test("At the balanced level weak detections count where the peaks are high enough")
    func balanced() {
        let source = ScriptedViews(upright: [person(100, 0.6), person(200, 0.3), person(300, 0.3)])
        // Of a detection of .3, .4 and a fifth of what is missing to .5 are required: .44.
        let peaks = ScriptedPeaks([100: 0.41, 200: 0.43, 300: 0.45])
        #expect(search(.balanced, source, peaks, people: 3) == [100, 300])
        #expect(source.views == 1)
    }

    @Test("As many detections are evaluated as people are wanted")
    func attempts() {
        let peaks = ScriptedPeaks([100: 0.1, 300: 0.9])
        let source = ScriptedViews(upright: [person(100, 0.9), person(300, 0.8)])
        #expect(search(.balanced, source, peaks) == [])
        #expect(peaks.runs == 1)
    }

    @Test("At the best level, views are searched until the quality is enough, and the person is refined")
    func best() {
        let enough = ScriptedViews(upright: [person(100, 0.9)])
        let peaks = ScriptedPeaks([100: 0.75])
        #expect(search(.best, enough, peaks) == [100])
        #expect(enough.views == 1)
        // The candidate, and the region that its landmarks show.
        #expect(peaks.runs == 2 && peaks.mirroredRuns == 1)

        let rotatedOnly = ScriptedViews(upright: [], rotated: [person(300, 0.2)])
        #expect(search(.best, rotatedOnly, ScriptedPeaks([300: 0.65])) == [300])
        // The image as it is and its four rotated views: .65 is below .7, but not below .6.
        #expect(rotatedOnly.views == 5)

        let weak = ScriptedViews(upright: [person(100, 0.9)], rotated: [person(300, 0.6)])
        #expect(search(.best, weak, ScriptedPeaks([100: 0.45, 300: 0.55])) == [300])
        #expect(weak.views == 11)
    }

    @Test("A canceled search ends at the next view or region, without a result")
    func cancellation() {
        for limit in 0..<6 {
            var asked = 0
            let peaks = ScriptedPeaks([100: 0.45])
            let result = search(.best, ScriptedViews(upright: [person(100, 0.9)]), peaks) {
                asked += 1
                return asked > limit
            }
            #expect(result == nil)
            #expect(peaks.runs == (limit < 2 ? 0 : 1))
        }
    }
}
