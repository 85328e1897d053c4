import PoiseMotion

/// The smoothing of landmarks while a video runs.
///
/// The region of interest of the next frame is smoothed by MediaPipe's filters in any case, as in MediaPipe. At all levels but
/// `reference` it also rests while the person keeps still.
public enum Smoothing: Sendable, Hashable {
    /// One-euro filters; MediaPipe's if no others are given. Visibility and masks are smoothed as MediaPipe does.
    case oneEuro(OneEuroConstants = .mediaPipe)
    /// Kalman filters by which each frame also improves the ones just before it (`FixedLagFilter` of `Motion`). Visibility and
    /// masks are smoothed as with `oneEuro`.
    ///
    /// The results are final `delayFrames` frames later, from ``PoseTracker/trackDelayed(_:at:)-(Image,_)``: they jitter less
    /// than with `oneEuro`, and lag less. The immediate results of ``PoseTracker/track(_:at:)-(Image,_)`` are those of a plain
    /// Kalman filter.
    case kalman(delayFrames: Int, ConstantVelocity = .live)
    /// No smoothing of landmarks and masks.
    case none

    /// The number of frames after which a frame is final.
    public var delayFrames: Int { filter.delayFrames }

    /// The filter of a person who has not been observed.
    package var filter: any PoseFilter {
        switch self {
        case .oneEuro(let constants): OneEuroPoseFilter(constants)
        case .kalman(let delay, let model): KalmanPoseFilter(model, delay: delay)
        case .none: NoPoseFilter()
        }
    }

    /// Checks the constants.
    func check() throws(OptionError) {
        switch self {
        case .oneEuro(let constants):
            for (name, parameters) in [("landmarks", constants.landmarks), ("world", constants.world)] {
                try OptionError.check(
                    parameters.minimumCutoff, isPositive: true, "smoothing.\(name).minimumCutoff")
                try OptionError.check(parameters.beta, isPositive: false, "smoothing.\(name).beta")
                try OptionError.check(
                    parameters.derivativeCutoff, isPositive: true, "smoothing.\(name).derivativeCutoff")
            }
        case .kalman(let delay, _): try OptionError.check(delay, isAtLeast: 0, "smoothing.delayFrames")
        case .none: break
        }
    }
}

/// Constants of the one-euro filters of a person's landmarks.
public struct OneEuroConstants: Sendable, Hashable {
    /// Constants for landmarks in the image, whose speed is in sizes of the person per second.
    public var landmarks: OneEuroFilter.Parameters
    /// Constants for joints in space, whose speed is in meters per second.
    public var world: OneEuroFilter.Parameters

    /// Constants from their values.
    public init(landmarks: OneEuroFilter.Parameters, world: OneEuroFilter.Parameters) {
        self.landmarks = landmarks
        self.world = world
    }

    /// The constants of MediaPipe's `pose_landmark_filtering` graph (mediapipe/modules/pose_landmark).
    public static let mediaPipe = OneEuroConstants(
        landmarks: OneEuroFilter.Parameters(minimumCutoff: 0.05, beta: 80),
        world: OneEuroFilter.Parameters(minimumCutoff: 0.1, beta: 40))
}
