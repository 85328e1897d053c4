import Motion

/// How the landmarks of people in a video are smoothed while it runs.
///
/// The region of the next frame is smoothed by MediaPipe's filters in any case, as in MediaPipe. At all levels but
/// `reference` it also rests while the person keeps still.
public enum Smoothing: Sendable, Hashable {
    /// One-euro filters; MediaPipe's if no others are given. Visibility and masks are smoothed as MediaPipe does.
    case oneEuro(OneEuroConstants = .mediaPipe)
    /// Kalman filters that let each frame also improve the ones just before it (`FixedLagFilter` of `Motion`). Visibility and
    /// masks are smoothed as with `oneEuro`.
    ///
    /// The results are meant to be taken so many frames late, from ``PoseTracker/trackDelayed(_:at:)``: they tremble
    /// less than with `oneEuro`, and lag less. Taken at once, as ``PoseTracker/track(_:at:)`` gives them, they are those of a
    /// plain Kalman filter.
    case kalman(delayFrames: Int, ConstantVelocity = .live)
    /// Landmarks and masks as the network gives them.
    case none

    /// How many frames later a frame's people are final.
    public var delayFrames: Int {
        if case .kalman(let frames, _) = self { max(frames, 0) } else { 0 }
    }
}

/// Constants of the one-euro filters of a person's landmarks.
public struct OneEuroConstants: Sendable, Hashable {
    /// Of landmarks in the picture, whose speed counts in sizes of the person a second.
    public var landmarks: OneEuroFilter.Parameters
    /// Of joints in space, whose speed counts in metres a second.
    public var world: OneEuroFilter.Parameters

    /// Constants from their values.
    public init(landmarks: OneEuroFilter.Parameters, world: OneEuroFilter.Parameters) {
        self.landmarks = landmarks
        self.world = world
    }

    /// Those of MediaPipe's `pose_landmark_filtering` graph (mediapipe/modules/pose_landmark).
    public static let mediaPipe = OneEuroConstants(
        landmarks: OneEuroFilter.Parameters(minimumCutoff: 0.05, beta: 80),
        world: OneEuroFilter.Parameters(minimumCutoff: 0.1, beta: 40))
}
