import PoiseBody
import Testing

@Suite struct JointTests {
    /// The list in MediaPipe's documentation of its pose landmarks.
    private static let mediaPipesNames = [
        "nose", "left eye inner", "left eye", "left eye outer", "right eye inner", "right eye", "right eye outer",
        "left ear", "right ear", "mouth left", "mouth right", "left shoulder", "right shoulder", "left elbow",
        "right elbow", "left wrist", "right wrist", "left pinky", "right pinky", "left index", "right index",
        "left thumb", "right thumb", "left hip", "right hip", "left knee", "right knee", "left ankle", "right ankle",
        "left heel", "right heel", "left foot index", "right foot index",
    ]

    @Test func orderAndNamesAreMediaPipes() {
        #expect(Joint.allCases.map(\.name) == Self.mediaPipesNames)
        #expect(Joint.allCases.map(\.rawValue) == Array(0..<33))
    }

    @Test func sidesFollowFromNames() {
        for joint in Joint.allCases {
            let words = joint.name.split(separator: " ")
            #expect(joint.side == (words.contains("left") ? .left : words.contains("right") ? .right : .middle))
        }
    }

    @Test func mirroringExchangesLeftAndRightInTheName() {
        for joint in Joint.allCases {
            let mirrored = joint.name.split(separator: " ")
                .map { $0 == "left" ? "right" : $0 == "right" ? "left" : $0 }.joined(separator: " ")
            #expect(joint.mirrored.name == mirrored)
        }
    }

    @Test func anglesHaveNamesInWords() {
        #expect(JointAngle.leftKnee.name == "left knee")
        #expect(JointAngle.trunk.name == "trunk")
        #expect(Set(JointAngle.allCases.map(\.name)).count == 12)
    }

    @Test func thePointsOfAnAngleAreOfItsSide() {
        for angle in JointAngle.allCases {
            guard let points = angle.points else {
                #expect(angle == .neck || angle == .trunk)
                continue
            }
            #expect(points.vertex.name == angle.name)
            #expect(points.first.side == points.vertex.side && points.second.side == points.vertex.side)
        }
    }
}
