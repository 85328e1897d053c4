import PoiseBody

/// A joint angle regardless of its side.
public enum AngleKind: String, CaseIterable, Sendable, Hashable, Codable {
    case knee, hip, ankle, elbow, shoulder, neck, trunk

    /// The angles of this kind: left and right, or one.
    public var angles: [JointAngle] {
        switch self {
        case .knee: [.leftKnee, .rightKnee]
        case .hip: [.leftHip, .rightHip]
        case .ankle: [.leftAnkle, .rightAnkle]
        case .elbow: [.leftElbow, .rightElbow]
        case .shoulder: [.leftShoulder, .rightShoulder]
        case .neck: [.neck]
        case .trunk: [.trunk]
        }
    }
}
