import PoiseGeometry
import PoiseImaging
import PoiseInference
import PoiseLandmarkPipeline
import PoiseBody
import PoiseSupport

/// Tracks people through a video: returns the people of each frame, with ids that stay the same as long as the people do.
///
/// A tracker is a value: a copy continues independently from the state of the original. Copies share the networks, which process
/// one frame at a time.
public struct PoseTracker: Sendable {
    /// Options of a tracker; by default it tracks one person. They are checked where a tracker is created.
    public struct Options: Sendable {
        /// The level of accuracy.
        public var accuracy: Accuracy
        /// The most people tracked; at least 1.
        public var people: Int
        /// Score from which a detection counts as a person, 0 to 1.
        public var minimumDetectionConfidence: Double
        /// Presence from which a pose counts, 0 to 1.
        public var minimumPresence: Double
        /// The smoothing of landmarks.
        public var smoothing: Smoothing
        /// Frames from one run of the detector to the next while a person is tracked and more are wanted; at least 1.
        public var detectionInterval: Int
        /// How long a person who is lost keeps the id.
        public var maxLostDuration: Duration
        /// The longest time between two frames over which movement is followed; after a longer one filters begin anew.
        public var maxFrameGap: Duration
        /// Frames in a row in which a person must be observed to be confirmed; at least 1.
        public var framesToConfirm: Int
        /// The correction of world landmarks; not at the level ``Accuracy/reference``.
        public var spaceCorrection: SpaceCorrection
        /// Whether poses include a mask.
        public var includesMask: Bool
        /// The number of threads that compute, at least 1.
        public var threads: Int

        /// Options from their values; by default those of MediaPipe, where MediaPipe has them.
        public init(
            accuracy: Accuracy = .balanced, people: Int = 1, minimumDetectionConfidence: Double = 0.5,
            minimumPresence: Double = 0.5,
            smoothing: Smoothing = .oneEuro(), detectionInterval: Int = 10, maxLostDuration: Duration = .seconds(2),
            maxFrameGap: Duration = .seconds(1), framesToConfirm: Int = 3, spaceCorrection: SpaceCorrection = .frame,
            includesMask: Bool = false, threads: Int = 1
        ) {
            self.accuracy = accuracy
            self.people = people
            self.minimumDetectionConfidence = minimumDetectionConfidence
            self.minimumPresence = minimumPresence
            self.smoothing = smoothing
            self.detectionInterval = detectionInterval
            self.maxLostDuration = maxLostDuration
            self.maxFrameGap = maxFrameGap
            self.framesToConfirm = framesToConfirm
            self.spaceCorrection = spaceCorrection
            self.includesMask = includesMask
            self.threads = threads
        }

        /// Returns what proposes regions of interest: a detector of the caller's, or what is made of the network.
        func proposer(
            _ detector: (any PersonDetector)?, _ make: (RegionDetector) -> any PersonProposer
        ) throws(PoseSetupError) -> any PersonProposer {
            if let detector { return CustomCandidates(detector: detector) }
            return make(RegionDetector(try .body(), minimumScore: minimumDetectionConfidence, threads: threads))
        }

        /// Checks all options.
        fileprivate func check() throws(PoseSetupError) {
            do { try checkValues() } catch { throw .invalidOption(error) }
        }

        private func checkValues() throws(OptionError) {
            try OptionError.check(people, isAtLeast: 1, "people")
            try OptionError.check(minimumDetectionConfidence, in: 0...1, "minimumDetectionConfidence")
            try OptionError.check(minimumPresence, in: 0...1, "minimumPresence")
            try smoothing.check()
            try OptionError.check(detectionInterval, isAtLeast: 1, "detectionInterval")
            try OptionError.check(maxLostDuration, isPositive: false, "maxLostDuration")
            try OptionError.check(maxFrameGap, isPositive: true, "maxFrameGap")
            try OptionError.check(framesToConfirm, isAtLeast: 1, "framesToConfirm")
            try OptionError.check(threads, isAtLeast: 1, "threads")
        }
    }

    /// The options of this tracker.
    public let options: Options

    /// The executor of the networks; `nil` without networks.
    package let executor: Executor?

    let source: Guarded<BodySource>
    private(set) var state: TrackingState<Duration>

    /// Creates a tracker that has processed no frame.
    ///
    /// - Parameters:
    ///   - model: The landmark network; the full model by default.
    ///   - options: Options of the tracker.
    ///   - detector: A detector of your own; `nil` for the built-in one.
    ///   - filter: A filter of your own, in place of ``Options/smoothing``.
    /// - Throws: ``PoseSetupError`` when the model or an option cannot be used.
    public init(
        model: PoseModel = .full, options: Options = Options(), detector: (any PersonDetector)? = nil,
        filter: (any PoseFilter)? = nil
    ) throws(PoseSetupError) {
        try options.check()
        self.options = options
        let landmarks = try LandmarkNetwork(model, includesMask: options.includesMask)
        executor = landmarks.plan.plan.executor
        source = Guarded(try options.accuracy.videoSource(landmarks, detector, options))
        state = TrackingState(options, filter: filter ?? options.smoothing.filter)
    }

    /// Creates a tracker with a landmarker of your own.
    ///
    /// - Parameters:
    ///   - landmarker: Finds the pose in a region of interest.
    ///   - options: Options of the tracker. Presence and masks are the landmarker's affair.
    ///   - detector: A detector of your own; `nil` for the built-in one.
    ///   - filter: A filter of your own, in place of ``Options/smoothing``.
    /// - Throws: ``PoseSetupError`` when an option cannot be used.
    public init(
        landmarker: any PoseLandmarker, options: Options = Options(), detector: (any PersonDetector)? = nil,
        filter: (any PoseFilter)? = nil
    ) throws(PoseSetupError) {
        try options.check()
        self.options = options
        let proposer = try options.proposer(detector) { $0 }
        executor = (proposer as? RegionDetector)?.executor
        source = Guarded(BodySource(proposer: proposer, observer: CustomObserver(landmarker: landmarker)))
        state = TrackingState(options, filter: filter ?? options.smoothing.filter)
    }

    /// Returns the people in the next frame, by id.
    ///
    /// With ``Smoothing/kalman(delayFrames:_:)`` these are the estimates of the moment; ``trackDelayed(_:at:)-(Image,_)`` returns
    /// the final ones some frames later.
    ///
    /// - Parameters:
    ///   - image: Any image; opacity is ignored. When the size changes, people are tracked in the new size.
    ///   - time: The time of the frame, from any origin.
    /// - Returns: At most ``Options/people`` people.
    /// - Throws: ``TrackingError`` when the time does not increase; the tracker then ignores the frame.
    public mutating func track(_ image: Image, at time: Duration) throws(TrackingError) -> [TrackedPerson] {
        try track(ImageView(image), at: time)
    }

    /// Returns the people in the next frame, by id, from an image in memory of your own; see ``track(_:at:)-(Image,_)``.
    ///
    /// - Parameters:
    ///   - image: The image, which is read where it lies.
    ///   - time: The time of the frame, from any origin.
    /// - Throws: ``TrackingError`` when the time does not increase; the tracker then ignores the frame.
    public mutating func track(_ image: ImageView, at time: Duration) throws(TrackingError) -> [TrackedPerson] {
        try source.advance(&state, image, at: time, with: time)
    }

    /// Returns the people in the next frame of a source, by id; see ``track(_:at:)-(Image,_)``.
    ///
    /// - Throws: ``TrackingError`` when the time does not increase; the tracker then ignores the frame.
    public mutating func track(_ frame: some TimedImage) throws(TrackingError) -> [TrackedPerson] {
        try track(options.accuracy.view(of: frame), at: frame.time)
    }

    /// Processes the next frame, and returns the frame that becomes final by it: with ``Smoothing/kalman(delayFrames:_:)`` the one
    /// `delayFrames` before, otherwise this one. Each frame is returned once, in order; the last ones by ``finish()``.
    ///
    /// - Parameters:
    ///   - image: Any image; opacity is ignored. When the size changes, people are tracked in the new size.
    ///   - time: The time of the frame, from any origin.
    /// - Returns: `nil` for the first frames, as many as the delay.
    /// - Throws: ``TrackingError`` when the time does not increase; the tracker then ignores the frame.
    public mutating func trackDelayed(_ image: Image, at time: Duration) throws(TrackingError) -> TrackedFrame? {
        try trackDelayed(ImageView(image), at: time)
    }

    /// Processes the next frame from an image in memory of your own; see ``trackDelayed(_:at:)-(Image,_)``.
    ///
    /// - Parameters:
    ///   - image: The image, which is read where it lies.
    ///   - time: The time of the frame, from any origin.
    /// - Returns: `nil` for the first frames, as many as the delay.
    /// - Throws: ``TrackingError`` when the time does not increase; the tracker then ignores the frame.
    public mutating func trackDelayed(_ image: ImageView, at time: Duration) throws(TrackingError) -> TrackedFrame? {
        _ = try track(image, at: time)
        return state.finalized.map(TrackedFrame.init)
    }

    /// Processes the next frame of a source; see ``trackDelayed(_:at:)-(Image,_)``.
    ///
    /// - Returns: `nil` for the first frames, as many as the delay.
    /// - Throws: ``TrackingError`` when the time does not increase; the tracker then ignores the frame.
    public mutating func trackDelayed(_ frame: some TimedImage) throws(TrackingError) -> TrackedFrame? {
        _ = try track(frame)
        return state.finalized.map(TrackedFrame.init)
    }

    /// Returns the frames that ``trackDelayed(_:at:)-(Image,_)`` has not returned yet, by time; to be called after the last frame.
    public mutating func finish() -> [TrackedFrame] { state.flush().map(TrackedFrame.init) }

    /// Whether the detector ran on the last frame, and not the landmark network alone.
    public var didRunDetector: Bool { state.didRunDetector }
}

extension Guarded<BodySource> {
    /// Processes the next frame of a state.
    ///
    /// - Throws: ``TrackingError``; the state has not changed then.
    func advance<Payload>(
        _ state: inout TrackingState<Payload>, _ image: ImageView, at time: Duration, with payload: Payload
    ) throws(TrackingError) -> [TrackedPerson] {
        let before = state
        let result = withLock { source -> Result<(TrackingState<Payload>, [TrackedPerson]), TrackingError> in
            var state = before
            do throws(TrackingError) {
                let people = try state.advance(image, at: time, with: payload, source: source)
                return .success((state, people))
            } catch { return .failure(error) }
        }
        let people: [TrackedPerson]
        (state, people) = try result.get()
        return people
    }
}

extension TrackedFrame {
    fileprivate init(_ frame: (payload: Duration, people: [TrackedPerson])) {
        self.init(time: frame.payload, people: frame.people)
    }
}

/// An error of a frame that a tracker cannot process.
public enum TrackingError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The frame's time is not later than that of the frame before.
    case timeDoesNotAdvance(last: Duration, given: Duration)

    /// One sentence that says what is wrong.
    public var description: String {
        switch self {
        case .timeDoesNotAdvance(let last, let given):
            "a frame at \(brief(given.inSeconds, decimals: 6)) s follows one at \(brief(last.inSeconds, decimals: 6)) s; times must increase"
        }
    }
}
