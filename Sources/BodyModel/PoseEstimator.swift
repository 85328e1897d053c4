import PoiseImaging
import PoiseInference
import PoiseLandmarkPipeline
import PoiseBody

/// Estimates the poses of people in still images: landmarks in the image and in space.
///
/// Creating an estimator prepares the networks, which takes some ten milliseconds: create one and use it for many images. Several
/// tasks may share it; it processes one image at a time. For parallel work, create several.
public struct PoseEstimator: Sendable {
    /// Options of an estimator. They are checked where an estimator is created.
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
        /// The correction of world landmarks; not at the level ``Accuracy/reference``.
        public var spaceCorrection: SpaceCorrection
        /// Whether poses include a mask.
        public var includesMask: Bool
        /// The number of threads that compute, at least 1.
        public var threads: Int

        /// Options from their values; by default one person, a presence of 0.5, no mask, one thread.
        public init(
            accuracy: Accuracy = .balanced, people: Int = 1, minimumDetectionConfidence: Double? = nil,
            minimumPresence: Double = 0.5, spaceCorrection: SpaceCorrection = .frame, includesMask: Bool = false,
            threads: Int = 1
        ) {
            self.accuracy = accuracy
            self.people = people
            self.minimumDetectionConfidence = minimumDetectionConfidence
            self.minimumPresence = minimumPresence
            self.spaceCorrection = spaceCorrection
            self.includesMask = includesMask
            self.threads = threads
        }

        /// Returns what detects people: a detector of the caller's, or the network.
        fileprivate func candidates(_ detector: (any PersonDetector)?) throws(PoseSetupError) -> any CandidateSource {
            if let detector { return CustomCandidates(detector: detector) }
            return NetworkCandidates(RegionDetector(try .body(), threads: threads))
        }

        /// Checks all options.
        fileprivate func check() throws(PoseSetupError) {
            do { try checkValues() } catch { throw .invalidOption(error) }
        }

        private func checkValues() throws(OptionError) {
            try OptionError.check(people, isAtLeast: 1, "people")
            try OptionError.check(minimumDetectionConfidence ?? 0, in: 0...1, "minimumDetectionConfidence")
            try OptionError.check(minimumPresence, in: 0...1, "minimumPresence")
            try OptionError.check(threads, isAtLeast: 1, "threads")
        }
    }

    /// The options of this estimator.
    public let options: Options

    /// The executor of the networks; `nil` without networks.
    package let executor: Executor?

    private let pipeline: Guarded<any StillImageSearch>
    /// The thread of the asynchronous functions.
    private let thread = WorkThread(label: "poise.estimator")

    /// Creates an estimator.
    ///
    /// - Parameters:
    ///   - model: The landmark network; the full model by default.
    ///   - options: Options of the estimator.
    ///   - detector: A detector of your own, in place of the built-in one and its search in turned and partial images.
    /// - Throws: ``PoseSetupError`` when the model or an option cannot be used.
    public init(
        model: PoseModel = .full, options: Options = Options(), detector: (any PersonDetector)? = nil
    ) throws(PoseSetupError) {
        try options.check()
        self.options = options
        let landmarks = try LandmarkNetwork(model, includesMask: options.includesMask)
        executor = landmarks.plan.plan.executor
        let strategy = options.accuracy.stillImageStrategy
        let landmarker = RegionLandmarker(
            landmarks.plan, threads: options.threads, heatmapDecoder: strategy.heatmapDecoder)
        pipeline = Guarded(
            StillImagePipeline(
                source: try options.candidates(detector), landmarker: landmarker, strategy: strategy,
                corrector: try options.accuracy.corrector(options.spaceCorrection, landmarks),
                isLite: landmarks.isLite, options: options))
    }

    /// Creates an estimator with a landmarker of your own.
    ///
    /// - Parameters:
    ///   - landmarker: Finds the pose in a region of interest.
    ///   - options: Options of the estimator. Levels of accuracy, presence and masks are the landmarker's affair.
    ///   - detector: A detector of your own; `nil` for the built-in one.
    /// - Throws: ``PoseSetupError`` when an option cannot be used.
    public init(
        landmarker: any PoseLandmarker, options: Options = Options(), detector: (any PersonDetector)? = nil
    ) throws(PoseSetupError) {
        try options.check()
        self.options = options
        let source = try options.candidates(detector)
        executor = (source as? NetworkCandidates)?.detector.executor
        pipeline = Guarded(CustomStillImagePipeline(source: source, landmarker: landmarker, options: options))
    }

    /// Returns the people in an image, best first.
    ///
    /// - Parameters:
    ///   - image: Any image; opacity is ignored.
    ///   - orientation: The rotation and mirroring that make the image upright, to which coordinates refer.
    ///   - regions: Regions of interest in which people are, for a caller who knows them; `nil` to detect people.
    /// - Returns: At most ``Options/people`` poses; empty when no person is detected. For regions, the poses of those that
    ///   show a person, in their order.
    public func poses(
        in image: Image, orientation: Orientation = .upright, regions: [RegionOfInterest]? = nil
    ) -> [Pose] {
        poses(in: ImageView(image, orientation: orientation), regions: regions)
    }

    /// Returns the people in an image in memory of your own, best first.
    ///
    /// - Parameters:
    ///   - image: The image, which is read where it lies.
    ///   - regions: Regions of interest in which people are, for a caller who knows them; `nil` to detect people.
    /// - Returns: At most ``Options/people`` poses; empty when no person is detected. For regions, the poses of those that
    ///   show a person, in their order.
    public func poses(in image: ImageView, regions: [RegionOfInterest]? = nil) -> [Pose] {
        pipeline.withLock { $0.poses(in: image, regions: regions) { false } } ?? []
    }

    /// Returns the people in an image, best first, without blocking a thread of Swift's tasks.
    ///
    /// - Parameters:
    ///   - image: Any image; opacity is ignored.
    ///   - orientation: The rotation and mirroring that make the image upright, to which coordinates refer.
    ///   - regions: Regions of interest in which people are, for a caller who knows them; `nil` to detect people.
    /// - Returns: At most ``Options/people`` poses; empty when no person is detected. For regions, the poses of those that
    ///   show a person, in their order.
    /// - Throws: `CancellationError` when the task is canceled: before it begins, or between two runs of a network.
    public func poses(
        in image: Image, orientation: Orientation = .upright, regions: [RegionOfInterest]? = nil
    ) async throws(CancellationError) -> [Pose] {
        try await poses(in: ImageView(image, orientation: orientation), regions: regions)
    }

    /// Returns the people in an image in memory of your own, best first, without blocking a thread of Swift's tasks.
    ///
    /// - Parameters:
    ///   - image: The image, which is read where it lies: its memory must stay valid until the function returns, or the
    ///     view must have an owner.
    ///   - regions: Regions of interest in which people are, for a caller who knows them; `nil` to detect people.
    /// - Returns: At most ``Options/people`` poses; empty when no person is detected. For regions, the poses of those that
    ///   show a person, in their order.
    /// - Throws: `CancellationError` when the task is canceled: before it begins, or between two runs of a network.
    public func poses(
        in image: ImageView, regions: [RegionOfInterest]? = nil
    ) async throws(CancellationError) -> [Pose] {
        let poses = await thread.run { [pipeline] in
            pipeline.withLock { $0.poses(in: image, regions: regions) { Task.isCancelled } }
        }
        guard let poses else { throw CancellationError() }
        return poses
    }
}
