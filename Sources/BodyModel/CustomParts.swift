import PoiseBody
import PoiseGeometry
import PoiseImaging
import PoiseLandmarkPipeline

/// A detector of people, in place of the built-in one.
///
/// What it returns counts, whatever its score: `minimumDetectionConfidence` is for the built-in detector.
///
/// ``PoseEstimator`` and ``PoseTracker`` call it from one task at a time.
public protocol PersonDetector: Sendable {
    /// Returns the people in an image, best first.
    func people(in image: ImageView) -> [DetectedPerson]
}

/// A person detected in an image: where the landmark network looks for the pose.
public struct DetectedPerson: Sendable, Hashable {
    /// The region of interest, a square around the whole body.
    public var region: RegionOfInterest
    /// The score of the detection, 0 to 1.
    public var score: Double

    /// A person from a region of interest.
    public init(region: RegionOfInterest, score: Double) {
        self.region = region
        self.score = score
    }
}

/// Finds the pose of the person in a region of interest, in place of the built-in networks.
///
/// ``PoseEstimator`` and ``PoseTracker`` call it from one task at a time.
public protocol PoseLandmarker: Sendable {
    /// Returns the pose of the person in a region of an image; `nil` when it shows none.
    ///
    /// - Parameters:
    ///   - region: The region of interest, pixels of the image; it may extend beyond it.
    ///   - image: The image.
    ///   - score: The score of the detection that the region is from, for `Pose.score`.
    func pose(in region: RegionOfInterest, of image: ImageView, score: Double) -> Pose?

    /// Returns the region of interest of the next frame; by default the one around the joints.
    ///
    /// - Parameters:
    ///   - pose: The pose in this frame.
    ///   - size: The size of the image.
    func nextRegion(after pose: Pose, in size: ImageSize) -> RegionOfInterest
}

extension PoseLandmarker {
    /// Returns the region of interest around the joints.
    public func nextRegion(after pose: Pose, in size: ImageSize) -> RegionOfInterest { RegionOfInterest(around: pose) }
}

extension RegionOfInterest {
    /// The circle around the body is enlarged by this factor, as in MediaPipe's pose graphs.
    fileprivate static let enlargement = 1.25

    /// The region of interest of the person in a box: an upright square around its middle, a quarter larger than its
    /// longer side.
    public init(around box: BoundingBox) {
        self.init(
            center: PixelPoint(x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2),
            size: RegionOfInterest.enlargement * box.longerSide, rotation: 0)
    }

    /// The region of interest of a pose: a square around the middle of the hips that contains all joints, a quarter larger than
    /// the circle around them, turned so that the middle of the shoulders is above that of the hips.
    public init(around pose: Pose) {
        let hips = pose.hipCenter
        let (left, right) = (pose[.leftShoulder].position, pose[.rightShoulder].position)
        let (x, y) = ((left.x + right.x) / 2 - hips.x, (left.y + right.y) / 2 - hips.y)
        let radius = pose.landmarks.reduce(0) { radius, landmark in
            let (dx, dy) = (landmark.position.x - hips.x, landmark.position.y - hips.y)
            return max(radius, (dx * dx + dy * dy).squareRoot())
        }
        // Not `-y`, whose negative zero would turn a pose without a trunk upside down.
        self.init(
            center: hips, size: 2 * RegionOfInterest.enlargement * radius,
            rotation: Double(direction(x: Float(0 - y), y: Float(x))))
    }
}

/// The detections of a detector of the caller's.
struct CustomCandidates: CandidateSource, PersonProposer {
    let detector: any PersonDetector

    init(detector: any PersonDetector) { self.detector = detector }

    func candidates(in image: ImageView, through view: ViewTransform, minimumScore: Double) -> [DetectedPerson] {
        view == .whole(image.size) ? detector.people(in: image) : []
    }

    func proposals(in image: ImageView) -> [(region: RegionOfInterest, detection: Detection)] {
        detector.people(in: image).map {
            ($0.region, Detection(score: Float($0.score), box: .zero, keypoints: Detection.Keypoints()))
        }
    }
}
