import PoiseBody
import PoiseMannequin

/// Key postures between which made movements go, in degrees.
///
/// A foot is flat on the floor where hip - lean - knee + ankle is 0.
extension Posture {
    /// Returns a posture with both arms and both legs alike; without arguments a person stands at ease.
    static func key(
        lean: Double = 0, tilt: Double = 0, turn: Double = 0, side: Double = 0, bend: Double = 0, neck: Double = 0,
        raise: Double = 0, spread: Double = 12, roll: Double = 0, elbow: Double = 14, pronation: Double = 25,
        wrist: Double = 0, hip: Double = 3, apart: Double = 4, toesOut: Double = 6, knee: Double = 5, ankle: Double = 2
    ) -> Posture {
        var posture = Posture()
        posture.trunkLean = Angle(degrees: lean)
        posture.trunkTilt = Angle(degrees: tilt)
        posture.chestTurn = Angle(degrees: turn)
        posture.chestTilt = Angle(degrees: side)
        posture.chestFlexion = Angle(degrees: bend)
        posture.neckFlexion = Angle(degrees: neck)
        return posture.arms(
            raise: raise, spread: spread, roll: roll, elbow: elbow, pronation: pronation, wrist: wrist
        ).legs(hip: hip, apart: apart, toesOut: toesOut, knee: knee, ankle: ankle)
    }

    private func arms(
        raise: Double, spread: Double, roll: Double, elbow: Double, pronation: Double, wrist: Double
    ) -> Posture {
        self.arm(
            .left, raise: raise, spread: spread, roll: roll, elbow: elbow, pronation: pronation, wrist: wrist
        ).arm(.right, raise: raise, spread: spread, roll: roll, elbow: elbow, pronation: pronation, wrist: wrist)
    }

    private func legs(hip: Double, apart: Double, toesOut: Double, knee: Double, ankle: Double) -> Posture {
        leg(.left, hip: hip, apart: apart, toesOut: toesOut, knee: knee, ankle: ankle)
            .leg(.right, hip: hip, apart: apart, toesOut: toesOut, knee: knee, ankle: ankle)
    }

    /// Returns the posture with some angles of an arm changed.
    func arm(
        _ side: Side, raise: Double? = nil, spread: Double? = nil, roll: Double? = nil, elbow: Double? = nil,
        pronation: Double? = nil, wrist: Double? = nil
    ) -> Posture {
        var copy = self
        let arm: WritableKeyPath<Posture, Arm> = side == .right ? \.rightArm : \.leftArm
        if let raise { copy[keyPath: arm].shoulderFlexion = Angle(degrees: raise) }
        if let spread { copy[keyPath: arm].shoulderAbduction = Angle(degrees: spread) }
        if let roll { copy[keyPath: arm].shoulderRotation = Angle(degrees: roll) }
        if let elbow { copy[keyPath: arm].elbowFlexion = Angle(degrees: elbow) }
        if let pronation { copy[keyPath: arm].pronation = Angle(degrees: pronation) }
        if let wrist { copy[keyPath: arm].wristExtension = Angle(degrees: wrist) }
        return copy
    }

    /// Returns the posture with some angles of a leg changed.
    func leg(
        _ side: Side, hip: Double? = nil, apart: Double? = nil, toesOut: Double? = nil, knee: Double? = nil,
        ankle: Double? = nil
    ) -> Posture {
        var copy = self
        let leg: WritableKeyPath<Posture, Leg> = side == .right ? \.rightLeg : \.leftLeg
        if let hip { copy[keyPath: leg].hipFlexion = Angle(degrees: hip) }
        if let apart { copy[keyPath: leg].hipAbduction = Angle(degrees: apart) }
        if let toesOut { copy[keyPath: leg].hipRotation = Angle(degrees: toesOut) }
        if let knee { copy[keyPath: leg].kneeFlexion = Angle(degrees: knee) }
        if let ankle { copy[keyPath: leg].ankleFlexion = Angle(degrees: ankle) }
        return copy
    }
}

extension MadeMovement {
    /// All classes of made movements, standing ones first.
    package static let all: [MadeMovement] = standing + onTheFloor + offTheFloor

    private static let ease = Posture.key()

    private static let squat = Posture.key(
        lean: 36, neck: -22, raise: 85, elbow: 18, hip: 124, apart: 16, toesOut: 14, knee: 116, ankle: 28)

    private static let lunge = Posture.key(lean: 6, spread: 20, elbow: 40)
        .leg(.left, hip: 82, knee: 88, ankle: 12).leg(.right, hip: -18, knee: 62, ankle: 8)

    private static let hinged = Posture.key(
        lean: 72, neck: -24, raise: 66, spread: 4, elbow: 6, hip: 88, apart: 8, knee: 22, ankle: 6)

    private static let onAChair = Posture.key(
        lean: 4, raise: 28, elbow: 62, pronation: 70, hip: 90, apart: 9, knee: 88, ankle: 2)

    private static let guardUp = Posture.key(
        lean: 10, raise: 38, spread: 18, roll: -30, elbow: 126, pronation: 50, hip: 26, apart: 12, knee: 28, ankle: 12)

    private static let handsAtShoulders = Posture.key(raise: 30, spread: 38, elbow: 132, pronation: 90)

    private static let overhead = Posture.key(spread: 164, roll: -70, elbow: 10, pronation: 60)

    private static let standing: [MadeMovement] = [
        MadeMovement("squat", [ease, squat]),
        MadeMovement(
            "half squat",
            [
                ease,
                .key(lean: 22, neck: -12, raise: 50, elbow: 40, hip: 78, apart: 8, knee: 72, ankle: 16),
            ]),
        MadeMovement(
            "wide squat",
            [
                .key(apart: 24, toesOut: 34),
                .key(lean: 14, raise: 40, elbow: 70, hip: 92, apart: 40, toesOut: 40, knee: 92, ankle: 14),
            ]),
        MadeMovement("lunge", [ease, lunge, ease, lunge.mirrored]),
        MadeMovement(
            "side lunge",
            [
                .key(apart: 18),
                Posture.key(lean: 28, raise: 50, elbow: 60).leg(.left, hip: 96, apart: 30, knee: 84, ankle: 16)
                    .leg(.right, hip: 26, apart: 40, knee: 4, ankle: 0),
            ]),
        MadeMovement(
            "jumping jack", [.key(spread: 8), .key(spread: 158, roll: -60, elbow: 12, apart: 26, knee: 8)]),
        MadeMovement("dead lift", [.key(spread: 6, elbow: 4), hinged]),
        MadeMovement(
            "touch toes", [ease, .key(lean: 96, bend: 34, neck: 10, raise: 120, spread: 4, elbow: 4, hip: 98, knee: 4)]),
        MadeMovement(
            "pick up",
            [
                ease,
                Posture.key(lean: 58, bend: 24, neck: -10, raise: 20, hip: 126, apart: 10, knee: 102, ankle: 30)
                    .arm(.left, raise: 92, elbow: 12),
                Posture.key().arm(.left, raise: 52, elbow: 84),
            ]),
        MadeMovement("overhead press", [handsAtShoulders, overhead]),
        MadeMovement(
            "curl", [.key(spread: 6, elbow: 8, pronation: -70), .key(raise: 8, spread: 6, elbow: 136, pronation: -70)]),
        MadeMovement("lateral raise", [.key(spread: 6), .key(spread: 92, elbow: 10)]),
        MadeMovement("front raise", [.key(spread: 5), .key(raise: 96, spread: 5, elbow: 8, pronation: 80)]),
        MadeMovement(
            "row",
            [
                .key(lean: 58, neck: -30, raise: 56, spread: 6, elbow: 8, hip: 74, knee: 24, ankle: 8),
                .key(lean: 58, neck: -30, raise: -18, spread: 18, elbow: 92, hip: 74, knee: 24, ankle: 8),
            ]),
        MadeMovement("chair", [ease, .key(lean: 42, raise: 50, elbow: 30, hip: 108, knee: 86, ankle: 20), onAChair]),
        MadeMovement(
            "seated",
            [
                onAChair, onAChair.arm(.right, raise: 70, elbow: 90),
                Posture.key(lean: 24, bend: 20, neck: 10, raise: 50, elbow: 80, hip: 112, knee: 92),
                Posture.key(lean: -14, raise: 20, spread: 50, elbow: 70, hip: 78, knee: 70)
                    .leg(.left, hip: 96, apart: 24, toesOut: 40, knee: 96),
            ]),
        MadeMovement(
            "punch",
            [
                guardUp,
                Posture.key(lean: 14, turn: -36, hip: 30, apart: 14, knee: 30, ankle: 14)
                    .arm(.left, raise: 88, spread: 8, elbow: 6, pronation: 90)
                    .arm(.right, raise: 36, spread: 18, roll: -30, elbow: 128),
                guardUp,
                Posture.key(lean: 16, turn: 44, hip: 30, apart: 14, knee: 32, ankle: 14)
                    .arm(.right, raise: 86, spread: 4, elbow: 10, pronation: 90)
                    .arm(.left, raise: 36, spread: 18, roll: -30, elbow: 128),
            ]),
        MadeMovement(
            "kick",
            [
                guardUp,
                Posture.key(lean: -14, raise: 20, spread: 34, elbow: 80)
                    .leg(.left, hip: 88, knee: 12, ankle: -20).leg(.right, hip: -8, knee: 12),
            ]),
        MadeMovement(
            "side kick",
            [
                guardUp,
                Posture.key(tilt: -34, raise: 30, spread: 40, elbow: 96)
                    .leg(.left, hip: 20, apart: 52, knee: 12).leg(.right, hip: 0, apart: -28, knee: 12),
            ]),
        MadeMovement(
            "high knees",
            [
                Posture.key(lean: 4, elbow: 84).leg(.left, hip: 92, knee: 98, ankle: -6).arm(.left, raise: -30)
                    .arm(.right, raise: 40),
                Posture.key(lean: 4, elbow: 84).leg(.right, hip: 92, knee: 98, ankle: -6).arm(.right, raise: -30)
                    .arm(.left, raise: 40),
            ]),
        MadeMovement(
            "running",
            [
                Posture.key(lean: 12, elbow: 92).leg(.left, hip: 64, knee: 70, ankle: 6)
                    .leg(.right, hip: -16, knee: 40, ankle: -18).arm(.left, raise: -44).arm(.right, raise: 34),
                Posture.key(lean: 12, elbow: 92).leg(.right, hip: 64, knee: 70, ankle: 6)
                    .leg(.left, hip: -16, knee: 40, ankle: -18).arm(.right, raise: -44).arm(.left, raise: 34),
            ]),
        MadeMovement(
            "warrior",
            [
                ease,
                Posture.key(spread: 92, elbow: 3).leg(.left, hip: 74, apart: 16, knee: 78, ankle: 4)
                    .leg(.right, hip: -32, apart: 16, knee: 3, ankle: 24),
            ]),
        MadeMovement(
            "tree",
            [
                ease,
                Posture.key(spread: 166, roll: -60, elbow: 16)
                    .leg(.left, hip: 46, apart: 42, toesOut: 62, knee: 122, ankle: -10),
                Posture.key(raise: 42, spread: 30, roll: -70, elbow: 118)
                    .leg(.left, hip: 46, apart: 42, toesOut: 62, knee: 122, ankle: -10),
            ]),
        MadeMovement(
            "triangle",
            [
                .key(spread: 90, elbow: 4, apart: 28, toesOut: 20),
                Posture.key(tilt: 26, side: 44, spread: 90, elbow: 4, toesOut: 20)
                    .leg(.left, hip: 4, apart: 2).leg(.right, hip: 4, apart: 54),
            ]),
        MadeMovement(
            "arabesque",
            [
                ease,
                Posture.key(lean: 58, neck: -34, raise: 50, spread: 70, elbow: 6)
                    .leg(.left, hip: 62, knee: 6, ankle: 2).leg(.right, hip: -34, knee: 8, ankle: -40),
            ]),
        MadeMovement(
            "side bend",
            [.key(side: -32).arm(.left, spread: 156, elbow: 20), .key(side: 32).arm(.right, spread: 156, elbow: 20)]),
        MadeMovement(
            "twist",
            [.key(turn: 44, raise: 78, spread: 10, elbow: 52), .key(turn: -44, raise: 78, spread: 10, elbow: 52)]),
        MadeMovement(
            "back bend", [ease, .key(lean: -16, bend: -26, neck: -30, raise: 150, spread: 10, elbow: 10, hip: -10)]),
        MadeMovement(
            "waving",
            [
                Posture.key().arm(.left, spread: 84, roll: -84, elbow: 84),
                Posture.key().arm(.left, spread: 84, roll: -84, elbow: 122),
            ]),
        MadeMovement(
            "hands on hips",
            [
                .key(raise: -14, spread: 46, roll: -42, elbow: 96),
                Posture.key(turn: 16, raise: -14, spread: 46, roll: -42, elbow: 96).leg(
                    .left, hip: 14, apart: 12, knee: 26),
            ]),
        MadeMovement(
            "crossed arms",
            [
                .key(raise: 42, spread: -4, roll: -52, elbow: 104, pronation: 90),
                .key(turn: 14, neck: 18, raise: 36, spread: 0, roll: -48, elbow: 98, pronation: 90),
            ]),
        MadeMovement(
            "phone",
            [
                Posture.key(neck: 16).arm(.right, raise: 48, spread: 20, elbow: 136),
                Posture.key(neck: 34).arm(.right, raise: 36, spread: 4, elbow: 98).arm(.left, raise: 30, elbow: 92),
            ]),
        MadeMovement(
            "throw",
            [
                Posture.key(lean: -6, turn: -40).arm(.right, spread: 96, roll: -90, elbow: 96).arm(.left, raise: 70)
                    .leg(.left, hip: 40, knee: 40).leg(.right, hip: -6, knee: 24),
                Posture.key(lean: 26, turn: 34).arm(.right, raise: 62, spread: 10, elbow: 12)
                    .leg(.left, hip: 54, knee: 36, ankle: 8).leg(.right, hip: -10, knee: 26),
            ]),
        MadeMovement(
            "swing",
            [
                .key(lean: 22, turn: -58, raise: 74, spread: 6, elbow: 24, hip: 34, apart: 14, knee: 22, ankle: 10),
                .key(lean: 26, turn: 6, raise: 34, spread: 0, elbow: 6, hip: 38, apart: 14, knee: 22, ankle: 10),
                .key(lean: 10, turn: 62, raise: 112, spread: 6, elbow: 40, hip: 16, apart: 14, knee: 12, ankle: 6),
            ]),
        MadeMovement(
            "dance",
            [
                Posture.key(tilt: 8, turn: 20, side: -18).arm(.left, spread: 120, elbow: 50).arm(
                    .right, spread: 40, elbow: 80
                )
                .leg(.left, hip: 24, apart: 20, knee: 44, ankle: 10),
                Posture.key(tilt: -10, turn: -24, side: 18).arm(.right, raise: 110, elbow: 30).arm(
                    .left, raise: -30, elbow: 30
                )
                .leg(.right, hip: 34, apart: 16, toesOut: 30, knee: 60),
                .key(lean: 14, raise: 60, spread: 60, elbow: 60, hip: 44, apart: 20, toesOut: 30, knee: 52, ankle: 14),
            ]),
    ]

    private static let allFours = Posture.key(
        lean: 84, neck: -34, raise: 84, spread: 6, elbow: 6, pronation: 90, wrist: 80, hip: 84, knee: 92, ankle: -50)

    private static let onTheBack = Posture.key(
        lean: -90, spread: 24, elbow: 10, pronation: 90, hip: 2, apart: 7, toesOut: 22, knee: 4, ankle: -26)

    private static let kneesUp = Posture.key(
        lean: -88, raise: 30, spread: 10, elbow: 70, hip: 48, apart: 8, knee: 98, ankle: 2)

    private static let prone = Posture.key(
        lean: 90, neck: -16, raise: 168, spread: 20, elbow: 14, pronation: 90, hip: 0, apart: 7, knee: 4, ankle: -56)

    private static let elbowPlank = Posture.key(
        lean: 82, neck: -26, raise: 82, spread: 6, elbow: 90, pronation: 90, hip: 2, knee: 2, ankle: 8)

    private static let kneeling = Posture.key(lean: 2, hip: 4, knee: 90, ankle: -50)

    private static let onTheSide = Posture.key(
        tilt: 86, side: -6, raise: 60, spread: 6, elbow: 50, hip: 30, apart: 0, toesOut: 0, knee: 46, ankle: -14)

    private static let seatedOnTheFloor = Posture.key(
        lean: -6, raise: 20, spread: 16, elbow: 12, hip: 84, apart: 8, knee: 12, ankle: -4)

    private static let onTheFloor: [MadeMovement] = [
        MadeMovement("push-up", [.pushUp(depth: 0), .pushUp(depth: 1)], .floor),
        MadeMovement(
            "plank",
            [
                elbowPlank,
                .key(lean: 84, neck: -18, raise: 84, spread: 8, elbow: 90, pronation: 90, hip: 14, knee: 4, ankle: 8),
            ], .floor),
        MadeMovement("plank to push-up", [elbowPlank, .pushUp(depth: 0)], .floor),
        MadeMovement(
            "mountain climber",
            [
                Posture.pushUp(depth: 0).leg(.left, hip: 96, knee: 108, ankle: 10),
                Posture.pushUp(depth: 0).leg(.right, hip: 96, knee: 108, ankle: 10),
            ], .floor),
        MadeMovement("burpee", [ease, squat, .pushUp(depth: 0), .pushUp(depth: 0.9), squat], .floor),
        MadeMovement(
            "sit-up",
            [
                kneesUp,
                .key(lean: -46, bend: 52, neck: 20, raise: 56, spread: 4, elbow: 20, hip: 72, knee: 98, ankle: 2),
            ],
            .floor),
        MadeMovement(
            "crunch",
            [
                kneesUp.arm(.left, raise: 150, roll: -60, elbow: 130).arm(.right, raise: 150, roll: -60, elbow: 130),
                .key(lean: -84, bend: 34, neck: 22, raise: 140, spread: 50, elbow: 130, hip: 52, knee: 98),
            ], .floor),
        MadeMovement(
            "bicycle",
            [
                Posture.key(lean: -84, turn: 26, bend: 28, raise: 140, spread: 50, elbow: 130)
                    .leg(.left, hip: 30, knee: 10).leg(.right, hip: 104, knee: 110),
                Posture.key(lean: -84, turn: -26, bend: 28, raise: 140, spread: 50, elbow: 130)
                    .leg(.right, hip: 30, knee: 10).leg(.left, hip: 104, knee: 110),
            ], .floor),
        MadeMovement("leg raise", [onTheBack, .key(lean: -90, spread: 22, hip: 86, knee: 6, ankle: -20)], .floor),
        MadeMovement(
            "bridge", [kneesUp, .key(lean: -116, neck: 30, spread: 16, hip: -8, apart: 8, knee: 106, ankle: 2)], .floor),
        MadeMovement(
            "lying",
            [
                onTheBack, onTheBack.arm(.left, raise: 120, elbow: 60).leg(.right, hip: 44, knee: 80),
                .key(lean: -90, spread: 88, elbow: 60, hip: 0, apart: 18, toesOut: 30, knee: 6, ankle: -26),
            ], .floor),
        MadeMovement(
            "lying on the side",
            [onTheSide, onTheSide.leg(.left, hip: 6, apart: 34, knee: 4).arm(.left, raise: 20, elbow: 30)], .floor),
        MadeMovement(
            "lying on the front",
            [
                prone,
                .key(lean: 90, neck: -10, spread: 60, roll: -80, elbow: 84, hip: 0, apart: 10, knee: 6, ankle: -56),
            ], .floor),
        MadeMovement(
            "superman",
            [
                prone,
                .key(lean: 90, bend: -24, neck: -34, raise: 176, spread: 14, elbow: 8, hip: -20, knee: 8, ankle: -50),
            ], .floor),
        MadeMovement(
            "cobra",
            [
                prone.arm(.left, raise: 30, elbow: 120).arm(.right, raise: 30, elbow: 120),
                .key(
                    lean: 74, bend: -44, neck: -20, raise: 40, spread: 12, elbow: 14, pronation: 90, wrist: 70,
                    hip: -18, knee: 4, ankle: -56),
            ], .floor),
        MadeMovement(
            "downward dog",
            [
                .key(
                    lean: 126, neck: 6, raise: 172, spread: 8, elbow: 6, pronation: 90, wrist: 40, hip: 92, apart: 8,
                    knee: 6, ankle: 30),
                .pushUp(depth: 0),
            ], .floor),
        MadeMovement(
            "child's pose",
            [
                allFours,
                .key(
                    lean: 98, bend: 20, neck: 10, raise: 160, spread: 10, elbow: 10, hip: 148, apart: 14, knee: 150,
                    ankle: -56),
            ], .floor),
        MadeMovement(
            "cat",
            [
                .key(
                    lean: 84, bend: -20, neck: -44, raise: 84, spread: 6, elbow: 6, pronation: 90, wrist: 80, hip: 84,
                    knee: 92, ankle: -50),
                .key(
                    lean: 84, bend: 34, neck: 30, raise: 100, spread: 6, elbow: 6, pronation: 90, wrist: 80, hip: 84,
                    knee: 92, ankle: -50),
            ], .floor),
        MadeMovement(
            "crawling",
            [
                allFours.arm(.left, raise: 112).arm(.right, raise: 62).leg(.left, hip: 62).leg(.right, hip: 104),
                allFours.arm(.right, raise: 112).arm(.left, raise: 62).leg(.right, hip: 62).leg(.left, hip: 104),
            ], .floor),
        MadeMovement(
            "bird dog",
            [allFours, allFours.arm(.left, raise: 172).leg(.right, hip: 0, knee: 6, ankle: -30)], .floor),
        MadeMovement(
            "side plank",
            [
                Posture.key(tilt: 64, spread: 14, hip: 2, apart: 0, knee: 2).arm(.right, spread: 92, elbow: 4).arm(
                    .left, spread: 20),
                Posture.key(tilt: 68, spread: 14, hip: 2, apart: 0, knee: 2).arm(.right, spread: 92, elbow: 4).arm(
                    .left, spread: 100
                ).leg(.left, apart: 26),
            ], .floor),
        MadeMovement(
            "kneeling", [kneeling, .key(lean: 10, raise: 40, elbow: 60, hip: 74, knee: 140, ankle: -54)], .floor),
        MadeMovement(
            "half kneeling",
            [
                kneeling,
                Posture.key(lean: 8, raise: 50, elbow: 50).leg(.left, hip: 96, knee: 92, ankle: 4).leg(
                    .right, hip: 6, knee: 92, ankle: -50),
            ], .floor),
        MadeMovement(
            "seated on the floor",
            [
                seatedOnTheFloor, .key(lean: 34, bend: 34, neck: 8, raise: 104, spread: 6, elbow: 8, hip: 122, knee: 6),
                .key(lean: 4, raise: 36, spread: 18, elbow: 60, hip: 92, apart: 38, toesOut: 46, knee: 126, ankle: -20),
            ], .floor),
        MadeMovement(
            "Russian twist",
            [
                .key(lean: -34, turn: 40, bend: 22, raise: 56, spread: 0, roll: -20, elbow: 50, hip: 74, knee: 86),
                .key(lean: -34, turn: -40, bend: 22, raise: 56, spread: 0, roll: -20, elbow: 50, hip: 74, knee: 86),
            ], .floor),
    ]

    private static let offTheFloor: [MadeMovement] = [
        MadeMovement(
            "hanging",
            [
                .key(spread: 168, roll: -60, elbow: 6, pronation: 60, hip: 4, knee: 8, ankle: -30),
                .key(lean: 8, spread: 160, roll: -60, elbow: 10, pronation: 60, hip: 30, knee: 40, ankle: -30),
            ], .air),
        MadeMovement(
            "pull-up",
            [
                .key(spread: 166, roll: -60, elbow: 8, pronation: 60, hip: 4, knee: 14, ankle: -30),
                .key(lean: -8, spread: 70, roll: -84, elbow: 132, pronation: 60, hip: 8, knee: 34, ankle: -30),
            ], .air),
        MadeMovement(
            "hanging leg raise",
            [
                .key(spread: 168, roll: -60, elbow: 6, pronation: 60, hip: 4, knee: 6, ankle: -30),
                .key(
                    lean: -18, bend: 16, spread: 166, roll: -60, elbow: 8, pronation: 60, hip: 92, knee: 8, ankle: -30),
            ], .air),
        MadeMovement(
            "hand stand",
            [
                .key(
                    lean: 180, neck: -24, raise: 178, spread: 8, elbow: 5, pronation: 90, wrist: 70, hip: 2, apart: 4,
                    knee: 4, ankle: -40),
                .key(
                    lean: 174, neck: -30, raise: 172, spread: 10, elbow: 8, pronation: 90, wrist: 70, hip: -8,
                    apart: 22, knee: 12, ankle: -40),
            ], .floor),
        MadeMovement(
            "cartwheel",
            [
                .key(tilt: 20, spread: 150, elbow: 5, apart: 24), .key(tilt: 100, spread: 158, elbow: 5, apart: 40),
                .key(tilt: 178, spread: 160, elbow: 5, apart: 46), .key(tilt: 250, spread: 158, elbow: 5, apart: 40),
                .key(tilt: 340, spread: 150, elbow: 5, apart: 24),
            ], .floor),
        MadeMovement(
            "leap",
            [
                .key(lean: 20, raise: -30, elbow: 20, hip: 60, knee: 60, ankle: 20),
                Posture.key(lean: 8, spread: 70, elbow: 10).leg(.left, hip: 70, knee: 8, ankle: -30)
                    .leg(.right, hip: -34, knee: 20, ankle: -30),
            ], .air),
    ]
}
