/// The bones between the joints, used for drawing and for measuring lengths.
public enum Skeleton {
    /// A straight line between two joints.
    public struct Bone: Sendable, Hashable {
        /// One end.
        public let from: Joint
        /// The other end.
        public let to: Joint

        /// The side of the body: that of both ends, or the middle where they differ.
        public var side: Side { from.side == to.side ? from.side : .middle }
    }

    /// All 35 bones, the connections that MediaPipe draws (`mediapipe/python/solutions/pose_connections.py`).
    public static let bones: [Bone] = face + torso + arms + legs

    /// Bones of eyes, ears and mouth.
    public static let face: [Bone] =
        chain(.nose, .leftEyeInner, .leftEye, .leftEyeOuter, .leftEar)
        + chain(.nose, .rightEyeInner, .rightEye, .rightEyeOuter, .rightEar)
        + chain(.mouthLeft, .mouthRight)

    /// Bones from shoulders to hips.
    public static let torso: [Bone] = chain(.leftShoulder, .rightShoulder, .rightHip, .leftHip, .leftShoulder)

    /// Bones from shoulders to finger tips.
    public static let arms: [Bone] =
        chain(.leftShoulder, .leftElbow, .leftWrist, .leftPinky, .leftIndex, .leftWrist, .leftThumb)
        + chain(.rightShoulder, .rightElbow, .rightWrist, .rightPinky, .rightIndex, .rightWrist, .rightThumb)

    /// Bones from hips to toes.
    public static let legs: [Bone] =
        chain(.leftHip, .leftKnee, .leftAnkle, .leftHeel, .leftFootIndex, .leftAnkle)
        + chain(.rightHip, .rightKnee, .rightAnkle, .rightHeel, .rightFootIndex, .rightAnkle)

    private static func chain(_ joints: Joint...) -> [Bone] {
        zip(joints, joints.dropFirst()).map { Bone(from: $0, to: $1) }
    }
}
