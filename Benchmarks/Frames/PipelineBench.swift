import BlazePose
import Imaging
import Inference
import Landmarks
import Weights

/// The parts of the pipeline, each ready to be run again and again on the same photo.
final class PipelineBench {
    private let image: Image
    private let everyOutput: Session
    private let poseOutputs: Session
    private let detector: Session
    private let estimator: PoseEstimator
    private let landmarker: PoseLandmarker
    private let region: Region

    /// - Parameter image: A photo with a person.
    init(image: Image, threads: Int) throws {
        self.image = image.converted(to: .rgb)
        let landmarkNetwork = try NetworkFile.decode(EmbeddedWeights.full)
        everyOutput = Session(try Plan(landmarkNetwork), threads: threads)
        let outputs = ["Identity", "Identity_1", "Identity_3", "Identity_4"]
        poseOutputs = Session(try Plan(landmarkNetwork, outputs: outputs), threads: threads)
        detector = Session(try Plan(try NetworkFile.decode(EmbeddedWeights.detector)), threads: threads)
        estimator = try PoseEstimator(options: PoseEstimator.Options(threads: threads))
        landmarker = PoseLandmarker(try PoseNetworks(model: .full, givesMask: false), threads: threads)
        guard let pose = estimator.poses(in: self.image).first else { throw NobodyFound() }
        region = pose.region
        for session in [everyOutput, poseOutputs, detector] {
            var value: Float = 0
            session.withInput("input_1") { buffer in
                for index in buffer.indices {
                    buffer[index] = value
                    value = (value + 0.618_034).truncatingRemainder(dividingBy: 1)
                }
            }
        }
    }

    func runLandmarksWithEveryOutput() { everyOutput.run() }
    func runLandmarks() { poseOutputs.run() }
    func runDetector() { detector.run() }
    func trackedFrame() { _ = landmarker.landmarks(in: region, of: image) }
    func stillImage() { _ = estimator.poses(in: image) }
}

/// The photo shows no person, so that there is nothing to be measured.
struct NobodyFound: Error, CustomStringConvertible {
    var description: String { "nobody is found in the photo" }
}
