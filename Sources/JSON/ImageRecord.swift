import PoiseImaging
import PoiseBody

/// The outcome for one image: one line of `poise image --json`.
public enum ImageRecord: Sendable, Hashable {
    /// The people detected in the image.
    case result(ImageResult)
    /// The reason why the image could not be processed: the file, and a sentence.
    case failure(file: String, error: String)

    /// Name of the image file.
    public var file: String {
        switch self {
        case .result(let result): result.file
        case .failure(let file, _): file
        }
    }
}

/// The people detected in an image.
public struct ImageResult: Sendable, Hashable {
    /// Name of the image file.
    public var file: String
    /// Width of the image, pixels.
    public var width: Int
    /// Height of the image, pixels.
    public var height: Int
    /// The people with their angles, by descending score. Masks are not written to JSON.
    public var poses: [MeasuredPose]

    /// Creates a result from its parts.
    public init(file: String, width: Int, height: Int, poses: [MeasuredPose]) {
        self.file = file
        self.width = width
        self.height = height
        self.poses = poses
    }

    /// Creates a result from the poses detected in an image, and measures their angles.
    ///
    /// - Parameters:
    ///   - file: Name of the image file.
    ///   - image: The image.
    ///   - poses: The poses detected in the image.
    ///   - space: The space in which the angles are measured.
    ///   - minimumVisibility: Minimum visibility of the joints of an angle; other angles are omitted.
    public init(
        file: String, image: Image, poses: [Pose], angles space: AngleSpace = .world,
        minimumVisibility: Double = Pose.defaultMinimumVisibility
    ) {
        let measured = poses.map { pose in
            MeasuredPose(
                pose, angles: pose.angles(in: space, minimumVisibility: minimumVisibility),
                angleErrors: pose.angleErrors(in: space, minimumVisibility: minimumVisibility))
        }
        self.init(file: file, width: image.width, height: image.height, poses: measured)
    }
}

/// A person with the joint angles that could be measured.
public struct MeasuredPose: Sendable, Hashable {
    /// The person.
    public var pose: Pose
    /// The angles whose joints are visible.
    public var angles: [JointAngle: Angle]
    /// Expected errors (standard deviations) of the angles that have one.
    public var angleErrors: [JointAngle: Angle]

    /// Creates a pose with its angles.
    public init(_ pose: Pose, angles: [JointAngle: Angle], angleErrors: [JointAngle: Angle] = [:]) {
        self.pose = pose
        self.angles = angles
        self.angleErrors = angleErrors
    }
}

/// An error in writing a record as JSON or reading it.
public enum ImageRecordError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The number is infinite or NaN, which JSON cannot represent.
    case notFinite(name: String)
    /// The text is not JSON, or lacks a field, or a field has another type.
    case malformed(reason: String)
    /// A list has the wrong length.
    case wrongCount(name: String, expected: Int, actual: Int)
    /// A side of the image is not positive.
    case emptySide(width: Int, height: Int)

    /// One sentence that says what is wrong and where.
    public var description: String {
        switch self {
        case .notFinite(let name): "\(name) is not a finite number"
        case .malformed(let reason): "the line is not an image record: \(reason)"
        case .wrongCount(let name, let expected, let actual):
            "\(name) has \(actual) elements instead of \(expected)"
        case .emptySide(let width, let height): "an image of \(width) x \(height) pixels has no pixels"
        }
    }
}
