/// One of the 33 points of the body that BlazePose detects, in MediaPipe's order and with MediaPipe's names.
///
/// Left and right are the person's own.
public enum Joint: Int, CaseIterable, Sendable, Hashable, Codable {
    case nose
    case leftEyeInner, leftEye, leftEyeOuter
    case rightEyeInner, rightEye, rightEyeOuter
    case leftEar, rightEar
    case mouthLeft, mouthRight
    case leftShoulder, rightShoulder
    case leftElbow, rightElbow
    case leftWrist, rightWrist
    case leftPinky, rightPinky
    case leftIndex, rightIndex
    case leftThumb, rightThumb
    case leftHip, rightHip
    case leftKnee, rightKnee
    case leftAnkle, rightAnkle
    case leftHeel, rightHeel
    case leftFootIndex, rightFootIndex

    /// The side of the body that the joint belongs to.
    public var side: Side {
        switch self {
        case .nose: .middle
        case .leftEyeInner, .leftEye, .leftEyeOuter, .leftEar, .mouthLeft, .leftShoulder, .leftElbow, .leftWrist,
            .leftPinky, .leftIndex, .leftThumb, .leftHip, .leftKnee, .leftAnkle, .leftHeel, .leftFootIndex:
            .left
        default: .right
        }
    }

    /// The name in MediaPipe's documentation, such as `left foot index`.
    public var name: String { "\(self)".separatedWords }

    /// The name in files and programs, such as `leftFootIndex`.
    public var identifier: String { "\(self)" }

    /// The same joint on the other side; the nose stays the nose.
    public var mirrored: Joint {
        switch self {
        case .nose: .nose
        case .leftEyeInner: .rightEyeInner
        case .leftEye: .rightEye
        case .leftEyeOuter: .rightEyeOuter
        case .rightEyeInner: .leftEyeInner
        case .rightEye: .leftEye
        case .rightEyeOuter: .leftEyeOuter
        default:
            // From the ears on, left joints have odd raw values, and the right one follows.
            Joint(rawValue: side == .left ? rawValue + 1 : rawValue - 1) ?? self
        }
    }
}

extension Joint {
    /// The joints of arms and legs that angles are measured on: from shoulders to wrists and from hips to ankles. `[12]`
    public static let limbs: [Joint] = [
        .leftShoulder, .rightShoulder, .leftElbow, .rightElbow, .leftWrist, .rightWrist, .leftHip, .rightHip, .leftKnee,
        .rightKnee, .leftAnkle, .rightAnkle,
    ]
}

/// A side of the body; left and right are the person's own.
public enum Side: Sendable, Hashable, Codable, CaseIterable {
    case left, right
    /// Neither side: the nose, or a bone from left to right.
    case middle
}

extension String {
    /// The lowercase words of a camel-case name: `leftKnee` becomes `left knee`.
    var separatedWords: String {
        reduce(into: "") { words, character in
            if character.isUppercase { words += " " }
            words += character.lowercased()
        }
    }
}
