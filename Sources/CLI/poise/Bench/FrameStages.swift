import PoiseBenchmarkSupport
import PoiseBodyModel
import PoiseImaging
import PoiseInference
import PoiseLandmarkPipeline
import PoiseBody
import PoiseImageFiles

/// The stages of processing a frame, in order.
struct FrameStages {
    private let detector: RegionDetector
    private let landmarker: RegionLandmarker
    /// The executor of the networks.
    let executor: Executor

    init(threads: Int) throws(PoseSetupError) {
        detector = RegionDetector(try .body(), threads: threads)
        let network = try LandmarkNetwork().plan
        executor = network.plan.executor
        landmarker = RegionLandmarker(network, threads: threads, heatmapDecoder: MediaPipeSoftArgmax())
    }

    /// Returns the timing of each stage, or `nil` if no person is detected.
    func timings(of picture: BenchmarkImage, runs: Int) -> [(name: String, timing: Timing)]? {
        let image = ImageView(picture.image)
        guard let region = region(in: image) else { return nil }
        // Each stage is timed with the buffers that the stage before it has filled.
        func measure(_ name: String, _ body: () -> Void) -> (name: String, timing: Timing) {
            (name, Timing.measure(runs: runs, body))
        }
        return [
            measure("decode the file") { _ = try? Image(encoded: picture.file) },
            measure("detector input") { detector.fillInput(with: image) },
            measure("detector") { detector.run() },
            measure("decoding, suppression") { _ = detector.decode(width: image.width, height: image.height) },
            measure("crop") { landmarker.fillInput(with: region, of: image) },
            measure("landmarks") { landmarker.run() },
            measure("decoding, heatmaps") { _ = landmarker.decode() },
            measure("tracked frame") { _ = landmarker.landmarks(in: region, of: image) },
            measure("still image") { _ = self.region(in: image).map { landmarker.landmarks(in: $0, of: image) } },
        ]
    }

    private func region(in image: ImageView) -> RegionOfInterest? {
        detector.detections(in: image).first.map { detector.region(of: $0, in: image.size) }
    }
}
