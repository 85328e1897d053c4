import Imaging
import Landmarks

/// What became of one picture: one line of `poise image --json`.
public enum ImageRecord: Sendable, Hashable {
    /// The people found in it.
    case result(ImageResult)
    /// Why it could not be looked at: the file, and a sentence.
    case failure(file: String, error: String)

    /// The name of the picture's file.
    public var file: String {
        switch self {
        case .result(let result): result.file
        case .failure(let file, _): file
        }
    }
}

/// The people found in a picture.
public struct ImageResult: Sendable, Hashable {
    /// The name of the picture's file.
    public var file: String
    /// Columns of the picture.
    public var width: Int
    /// Rows of the picture.
    public var height: Int
    /// The people with their angles, the surest first. Masks are not written to JSON.
    public var poses: [MeasuredPose]

    /// A result from its parts.
    public init(file: String, width: Int, height: Int, poses: [MeasuredPose]) {
        self.file = file
        self.width = width
        self.height = height
        self.poses = poses
    }

    /// The poses found in a picture, and their angles.
    ///
    /// - Parameters:
    ///   - file: The name of the picture's file.
    ///   - image: The picture.
    ///   - poses: Who was found in it.
    ///   - space: Where the angles are measured.
    ///   - minimumVisibility: How visible the joints of an angle have to be; other angles are left out.
    public init(
        file: String, image: Image, poses: [Pose], angles space: AngleSpace = .world,
        minimumVisibility: Double = Pose.defaultMinimumVisibility
    ) {
        let measured = poses.map { pose in
            MeasuredPose(pose, angles: pose.angles(in: space, minimumVisibility: minimumVisibility))
        }
        self.init(file: file, width: image.width, height: image.height, poses: measured)
    }
}

/// A person with the angles of the body that could be measured.
public struct MeasuredPose: Sendable, Hashable {
    /// The person.
    public var pose: Pose
    /// The angles whose joints are seen.
    public var angles: [JointAngle: Angle]

    /// A pose with its angles.
    public init(_ pose: Pose, angles: [JointAngle: Angle]) {
        self.pose = pose
        self.angles = angles
    }
}

/// Why a record cannot be written as JSON or read from it.
public enum ImageRecordError: Error, Equatable, Sendable, CustomStringConvertible {
    /// JSON has no infinity and no NaN.
    case notFinite(name: String)
    /// The text is not JSON, or lacks a field, or a field has another type.
    case malformed(reason: String)
    /// A list has the wrong length.
    case wrongCount(name: String, expected: Int, actual: Int)
    /// A picture has at least one pixel a side.
    case emptySide(width: Int, height: Int)

    /// One sentence that says what is wrong and where.
    public var description: String {
        switch self {
        case .notFinite(let name): "\(name) is not a finite number"
        case .malformed(let reason): "the line is not a record of a picture: \(reason)"
        case .wrongCount(let name, let expected, let actual):
            "\(name) has \(actual) elements instead of \(expected)"
        case .emptySide(let width, let height): "a picture of \(width) x \(height) pixels has no pixels"
        }
    }
}
