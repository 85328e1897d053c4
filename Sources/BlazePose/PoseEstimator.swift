import Imaging
import Inference
import Landmarks

/// Finds people in still pictures: their landmarks in the picture and in space.
///
/// Making one prepares the networks, which takes some ten milliseconds: make one and use it for many pictures. It can be
/// used from several tasks; pictures are then worked on one after the other. For parallel work, make several.
public struct PoseEstimator: Sendable {
    /// What an estimator does.
    public struct Options: Sendable {
        /// How much is done for a pose.
        public var accuracy: Accuracy
        /// The most people given out, best first; at least 1.
        public var people: Int
        /// Score from which the detector's finding counts as a person, 0 to 1; `nil` for that of the accuracy: 0.5 for
        /// ``Accuracy/reference``, as in MediaPipe, and less where the limbs' peaks are judged, too.
        public var minimumDetectionConfidence: Double?
        /// Probability of a person in the region from which a pose is given out, 0 to 1.
        public var minimumPresence: Double
        /// Whether poses come with a mask.
        public var givesMask: Bool
        /// Threads that compute.
        public var threads: Int

        /// Options; what is not named: one person, a presence of one half, no mask, one thread.
        public init(
            accuracy: Accuracy = .balanced, people: Int = 1, minimumDetectionConfidence: Double? = nil,
            minimumPresence: Double = 0.5, givesMask: Bool = false, threads: Int = 1
        ) {
            self.accuracy = accuracy
            self.people = people
            self.minimumDetectionConfidence = minimumDetectionConfidence
            self.minimumPresence = minimumPresence
            self.givesMask = givesMask
            self.threads = threads
        }
    }

    /// What this estimator does.
    public let options: Options

    /// What runs the networks.
    package let executor: Executor

    private let pipeline: Guarded<StillImagePipeline>

    /// An estimator.
    ///
    /// - Parameters:
    ///   - model: The landmark network; the full model by default.
    ///   - options: What it does.
    /// - Throws: ``PoseModelError`` when the model cannot be used.
    public init(model: PoseModel = .full, options: Options = Options()) throws(PoseModelError) {
        self.options = options
        let networks = try PoseNetworks(model: model, givesMask: options.givesMask)
        executor = networks.executor
        pipeline = Guarded(StillImagePipeline(networks: networks, options: options))
    }

    /// The people in a picture, best first.
    ///
    /// - Parameter image: Any picture; opacity is ignored.
    /// - Returns: At most ``Options/people`` poses; none when nobody is found.
    public func poses(in image: Image) -> [Pose] {
        let image = image.converted(to: .rgb)
        return pipeline.withLock { $0.poses(in: image) }
    }
}
