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
    /// Options of a tracker; by default it tracks one person.
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
        /// Frames in a row in which a person must be observed to be confirmed.
        public var framesToConfirm: Int
        /// Whether poses include a mask.
        public var includesMask: Bool
        /// The number of threads that compute.
        public var threads: Int

        /// Options from their values; by default those of MediaPipe, where MediaPipe has them.
        public init(
            accuracy: Accuracy = .balanced, people: Int = 1, minimumDetectionConfidence: Double = 0.5,
            minimumPresence: Double = 0.5,
            smoothing: Smoothing = .oneEuro(), detectionInterval: Int = 10, maxLostDuration: Duration = .seconds(2),
            maxFrameGap: Duration = .seconds(1), framesToConfirm: Int = 3, includesMask: Bool = false, threads: Int = 1
        ) {
            self.accuracy = accuracy
            self.people = max(people, 1)
            self.minimumDetectionConfidence = minimumDetectionConfidence
            self.minimumPresence = minimumPresence
            self.smoothing = smoothing
            self.detectionInterval = max(detectionInterval, 1)
            self.maxLostDuration = maxLostDuration
            self.maxFrameGap = maxFrameGap
            self.framesToConfirm = framesToConfirm
            self.includesMask = includesMask
            self.threads = threads
        }
    }

    /// The options of this tracker.
    public let options: Options

    /// The executor of the networks.
    package let executor: Executor

    private let networks: Guarded<Networks>
    private var state: TrackingState

    /// Creates a tracker that has processed no frame.
    ///
    /// - Parameters:
    ///   - model: The landmark network; the full model by default.
    ///   - options: Options of the tracker.
    /// - Throws: ``PoseModelError`` when the model cannot be used.
    public init(model: PoseModel = .full, options: Options = Options()) throws(PoseModelError) {
        self.options = options
        let plans = try PoseNetworks(model: model, includesMask: options.includesMask)
        executor = plans.executor
        networks = Guarded(
            Networks(
                detector: RegionDetector(
                    plans.detector, minimumScore: options.minimumDetectionConfidence, threads: options.threads),
                landmarker: RegionLandmarker(
                    plans.landmarks, threads: options.threads, heatmapDecoder: options.accuracy.videoHeatmapDecoder,
                    usesFlipEnsemble: options.accuracy == .best)))
        state = TrackingState(options, turnedQuality: AcceptanceThreshold.rotated.minimumQuality(isLite: plans.isLite))
    }

    /// Returns the people in the next frame, by id.
    ///
    /// With ``Smoothing/kalman(delayFrames:_:)`` these are the estimates of the moment; ``trackDelayed(_:at:)`` returns the final
    /// ones some frames later.
    ///
    /// - Parameters:
    ///   - image: Any image; opacity is ignored. When the size changes, people are tracked in the new size.
    ///   - time: The time of the frame, from any origin.
    /// - Returns: At most ``Options/people`` people.
    /// - Throws: ``TrackingError`` when the time does not increase; the tracker then ignores the frame.
    public mutating func track(_ image: Image, at time: Duration) throws(TrackingError) -> [TrackedPerson] {
        let image = image.converted(to: .rgb)
        let before = state
        let (accuracy, minimumPresence) = (options.accuracy, options.minimumPresence)
        let result = networks.withLock { networks -> Result<(TrackingState, [TrackedPerson]), TrackingError> in
            var state = before
            do throws(TrackingError) {
                if accuracy == .best {
                    let people = try state.advance(
                        image, at: time, finder: RotatedViewDetector(detector: networks.detector),
                        landmarker: RefiningLandmarker(
                            landmarker: networks.landmarker, minimumPresence: minimumPresence))
                    return .success((state, people))
                }
                let people = try state.advance(
                    image, at: time, finder: networks.detector, landmarker: networks.landmarker)
                return .success((state, people))
            } catch { return .failure(error) }
        }
        let people: [TrackedPerson]
        (state, people) = try result.get()
        return people
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
        _ = try track(image, at: time)
        return state.finalized
    }

    /// Returns the frames that ``trackDelayed(_:at:)`` has not returned yet, by time; to be called after the last frame.
    public mutating func finish() -> [TrackedFrame] { state.flush() }

    /// Whether the detector ran on the last frame, and not the landmark network alone.
    public var didRunDetector: Bool { state.didRunDetector }

    private struct Networks {
        let detector: RegionDetector
        let landmarker: RegionLandmarker
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
