import PoiseBody

extension Joint {
    /// The maximum depth of the joint under the skin and clothes of its own limb, in a figure of 1.75 m, meters.
    var fleshThickness: Double {
        switch self {
        case .leftHip, .rightHip: 0.16
        case .leftShoulder, .rightShoulder: 0.11
        case .leftKnee, .rightKnee, .leftAnkle, .rightAnkle, .leftHeel, .rightHeel: 0.085
        case .leftElbow, .rightElbow, .leftFootIndex, .rightFootIndex: 0.065
        case .leftWrist, .rightWrist: 0.05
        case .leftPinky, .rightPinky, .leftIndex, .rightIndex, .leftThumb, .rightThumb: 0.04
        default: 0.035
        }
    }

    /// The limbs whose skin or clothes surround the joint.
    var limbs: [Limb] {
        switch self {
        case .leftShoulder: [.leftArm, .trunk]
        case .rightShoulder: [.rightArm, .trunk]
        case .leftHip: [.leftLeg, .trunk]
        case .rightHip: [.rightLeg, .trunk]
        case .leftElbow, .leftWrist, .leftPinky, .leftIndex, .leftThumb: [.leftArm]
        case .rightElbow, .rightWrist, .rightPinky, .rightIndex, .rightThumb: [.rightArm]
        case .leftKnee, .leftAnkle, .leftHeel, .leftFootIndex: [.leftLeg]
        case .rightKnee, .rightAnkle, .rightHeel, .rightFootIndex: [.rightLeg]
        default: [.head]
        }
    }
}
