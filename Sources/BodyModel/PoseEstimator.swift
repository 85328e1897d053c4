import PoiseImaging
import PoiseInference
import PoiseBody

/// Estimates the poses of people in still images: landmarks in the image and in space.
///
/// Creating an estimator prepares the networks, which takes some ten milliseconds: create one and use it for many images. Several
/// tasks may share it; it processes one image at a time. For parallel work, create several.
public struct PoseEstimator: Sendable {
    /// Options of an estimator.
    public struct Options: Sendable {
        /// The level of accuracy.
        public var accuracy: Accuracy
        /// The most people returned, best first; at least 1.
        public var people: Int
        /// Score from which a detection counts as a person, 0 to 1; `nil` for that of the level of accuracy: 0.5 for
        /// ``Accuracy/reference``, as in MediaPipe, and less where the limbs' heatmap peaks count, too.
        public var minimumDetectionConfidence: Double?
        /// Presence from which a pose is returned, 0 to 1.
        public var minimumPresence: Double
        /// Whether poses include a mask.
        public var includesMask: Bool
        /// The number of threads that compute.
        public var threads: Int

        /// Options from their values; by default one person, a presence of 0.5, no mask, one thread.
        public init(
            accuracy: Accuracy = .balanced, people: Int = 1, minimumDetectionConfidence: Double? = nil,
            minimumPresence: Double = 0.5, includesMask: Bool = false, threads: Int = 1
        ) {
            self.accuracy = accuracy
            self.people = people
            self.minimumDetectionConfidence = minimumDetectionConfidence
            self.minimumPresence = minimumPresence
            self.includesMask = includesMask
            self.threads = threads
        }
    }

    /// The options of this estimator.
    public let options: Options

    /// The executor of the networks.
    package let executor: Executor

    private let pipeline: Guarded<StillImagePipeline>

    /// Creates an estimator.
    ///
    /// - Parameters:
    ///   - model: The landmark network; the full model by default.
    ///   - options: Options of the estimator.
    /// - Throws: ``PoseModelError`` when the model cannot be used.
    public init(model: PoseModel = .full, options: Options = Options()) throws(PoseModelError) {
        self.options = options
        let networks = try PoseNetworks(model: model, includesMask: options.includesMask)
        executor = networks.executor
        pipeline = Guarded(StillImagePipeline(networks: networks, options: options))
    }

    /// Returns the people in an image, best first.
    ///
    /// - Parameter image: Any image; opacity is ignored.
    /// - Returns: At most ``Options/people`` poses; empty when no person is detected.
    public func poses(in image: Image) -> [Pose] {
        let image = image.converted(to: .rgb)
        return pipeline.withLock { $0.poses(in: image) }
    }
}
