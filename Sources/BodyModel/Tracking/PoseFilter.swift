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

/// No smoothing of landmarks and masks.
struct NoPoseFilter: PoseFilter {
    mutating func apply(_ pose: Pose, in frame: FilteredFrame) -> [Pose] { [pose] }
}

/// Smooths the visibility of the landmarks, and the mask, as MediaPipe does.
struct VisibilityFilter: Sendable {
    private var visibilities = Array(repeating: LowPassFilter(), count: Joint.allCases.count)
    private var masks = MaskSmoothing()

    /// MediaPipe's `VisibilitySmoothingCalculator`, as in its `pose_landmark_filtering` graph.
    private static let alpha = 0.1

    /// Returns the pose with its visibility and mask smoothed.
    mutating func apply(_ pose: Pose) -> Pose {
        var smoothed = pose
        for joint in Joint.allCases {
            smoothed[joint].visibility = visibilities[joint.rawValue].apply(
                pose[joint].visibility, alpha: VisibilityFilter.alpha)
        }
        smoothed.mask = pose.mask.map { masks.apply($0) }
        return smoothed
    }
}
