import Geometry
import Imaging
import Inference
import LandmarkPipeline
import Landmarks
import Tables

/// Follows people through a video: fed with frames and their times, it gives out who is there, under a number that stays
/// the same as long as they do.
///
/// A tracker is a value: a copy goes on by itself from where the original was. Copies share the networks, which work on
/// one frame at a time.
public struct PoseTracker: Sendable {
    /// What a tracker does; by default it follows one person.
    public struct Options: Sendable {
        /// How much is done for a pose.
        public var accuracy: Accuracy
        /// The most people followed; at least 1.
        public var people: Int
        /// Score from which the detector's finding counts as a person, 0 to 1.
        public var minimumDetectionConfidence: Double
        /// Probability of a person in the region from which a pose counts, 0 to 1.
        public var minimumPresence: Double
        /// How landmarks are smoothed.
        public var smoothing: Smoothing
        /// Frames from one run of the detector to the next while somebody is tracked and there is room for more.
        public var detectionInterval: Int
        /// How long a person who cannot be seen keeps their number.
        public var lostTime: Duration
        /// The longest time between two frames over which movement is followed; after a longer one filters begin anew.
        public var longestStep: Duration
        /// Frames in a row in which a person must be seen to be confirmed.
        public var framesToConfirm: Int
        /// Whether poses come with a mask.
        public var givesMask: Bool
        /// Threads that compute.
        public var threads: Int

        /// Options; what is not named is as in MediaPipe where MediaPipe has it.
        public init(
            accuracy: Accuracy = .balanced, people: Int = 1, minimumDetectionConfidence: Double = 0.5,
            minimumPresence: Double = 0.5,
            smoothing: Smoothing = .oneEuro(), detectionInterval: Int = 10, lostTime: Duration = .seconds(2),
            longestStep: Duration = .seconds(1), framesToConfirm: Int = 3, givesMask: Bool = false, threads: Int = 1
        ) {
            self.accuracy = accuracy
            self.people = max(people, 1)
            self.minimumDetectionConfidence = minimumDetectionConfidence
            self.minimumPresence = minimumPresence
            self.smoothing = smoothing
            self.detectionInterval = max(detectionInterval, 1)
            self.lostTime = lostTime
            self.longestStep = longestStep
            self.framesToConfirm = framesToConfirm
            self.givesMask = givesMask
            self.threads = threads
        }
    }

    /// What this tracker does.
    public let options: Options

    /// What runs the networks.
    package let executor: Executor

    private let networks: Guarded<Networks>
    private var state: TrackingState

    /// A tracker that has seen nothing.
    ///
    /// - Parameters:
    ///   - model: The landmark network; the full model by default.
    ///   - options: What it does.
    /// - Throws: ``PoseModelError`` when the model cannot be used.
    public init(model: PoseModel = .full, options: Options = Options()) throws(PoseModelError) {
        self.options = options
        let plans = try PoseNetworks(model: model, givesMask: options.givesMask)
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

    /// Who is in the next frame, by number.
    ///
    /// With ``Smoothing/kalman(delayFrames:_:)`` these are the people as far as they are known at once;
    /// ``trackDelayed(_:at:)`` gives them as they are known later.
    ///
    /// - Parameters:
    ///   - image: Any image; opacity is ignored. When the size changes, people are followed in the new size.
    ///   - time: When it was taken, from any begin on.
    /// - Returns: At most ``Options/people`` people.
    /// - Throws: ``TrackingError`` when the time does not advance; the tracker goes on as if the frame had not been.
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

    /// Takes the next frame, and gives out the frame whose people are final by that: with
    /// ``Smoothing/kalman(delayFrames:_:)`` the one of so many frames before, otherwise this one. Each frame comes
    /// out once, in the order in which they went in; the last ones by `finish()`.
    ///
    /// - Parameters:
    ///   - image: Any image; opacity is ignored. When the size changes, people are followed in the new size.
    ///   - time: When it was taken, from any begin on.
    /// - Returns: `nil` for the first frames, as many as the delay.
    /// - Throws: ``TrackingError`` when the time does not advance; the tracker goes on as if the frame had not been.
    public mutating func trackDelayed(_ image: Image, at time: Duration) throws(TrackingError) -> TrackedFrame? {
        _ = try track(image, at: time)
        return state.finalized
    }

    /// The frames that ``trackDelayed(_:at:)`` has not given out yet, by time: to be called after the last frame. People are in
    /// them as they are known till then.
    public mutating func finish() -> [TrackedFrame] { state.flush() }

    /// Whether the detector ran on the last frame, and not the landmark network alone.
    public var ranDetector: Bool { state.didRunDetector }

    private struct Networks {
        let detector: RegionDetector
        let landmarker: RegionLandmarker
    }
}

/// Why a tracker does not take a frame.
public enum TrackingError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The frame's time is that of the frame before, or earlier.
    case timeDoesNotAdvance(last: Duration, given: Duration)

    /// One sentence that says what is wrong.
    public var description: String {
        switch self {
        case .timeDoesNotAdvance(let last, let given):
            "a frame at \(brief(given.inSeconds, decimals: 6)) s came after one at \(brief(last.inSeconds, decimals: 6)) s; times must advance"
        }
    }
}
