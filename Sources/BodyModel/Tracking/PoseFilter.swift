import PoiseBody
import PoiseGeometry
import PoiseMotion

/// A filter of one person's poses from frame to frame. A value: each person gets a copy of the one given to the tracker, and
/// another when the person returns or time jumps.
///
///     struct Unsteady: PoseFilter {
///         mutating func apply(_ pose: Pose, in frame: FilteredFrame) -> [Pose] { [pose] }
///     }
///     var tracker = try PoseTracker(filter: Unsteady())
///
/// The region of interest of the next frame is smoothed by the tracker itself.
public protocol PoseFilter: Sendable {
    /// The number of frames after which a result is final; 0 by default.
    var delayFrames: Int { get }

    /// Filters the pose of the newest frame.
    ///
    /// - Returns: The filtered pose, and before it those of the frames just before, in their order, where this one makes them
    ///   better: up to ``delayFrames`` of them. Never empty.
    mutating func apply(_ pose: Pose, in frame: FilteredFrame) -> [Pose]
}

extension PoseFilter {
    /// Results are final at once.
    public var delayFrames: Int { 0 }
}

/// What a filter knows of a frame.
public struct FilteredFrame: Sendable, Hashable {
    /// The time of the frame.
    public var time: Duration
    /// The size of the image.
    public var imageSize: ImageSize
    /// The diameter of the circle around the body as observed, pixels: speeds in the image are relative to it.
    public var personSize: Double

    /// A frame from its values.
    public init(time: Duration, imageSize: ImageSize, personSize: Double) {
        self.time = time
        self.imageSize = imageSize
        self.personSize = personSize
    }

    /// ``time`` in seconds, for arithmetic.
    public var seconds: Double { time.inSeconds }
}

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
