import PoiseMannequin
import PoiseLibC

extension Movement {
    /// Converts a recorded movement into axes.
    ///
    /// Only directions are taken: from the positions of joints for the trunk and the limbs, from the rotation of the head
    /// for the head. A limb's left direction is that of the hinge of elbow or knee, and that of the trunk where the limb is
    /// straight.
    ///
    /// - Throws: `jointMissing` if a joint has none of the names that conversions of the CMU database use.
    package init(_ file: BVH, name: String) throws(MovementError.Reason) {
        let joints = try RecordedJoints(file)
        let frames = file.frames.map { RecordedFrame(file.placed($0), joints) }
        let thighs = frames.map { $0.legs[0].knee - $0.legs[0].hip }.map(\.length)
        let shanks = frames.map { $0.legs[0].ankle - $0.legs[0].knee }.map(\.length)
        let leg = zip(thighs, shanks).map(+).median
        let halfShoulders = frames.map { ($0.arms[0].shoulder - $0.arms[1].shoulder).length }.median / 2
        guard leg > 0, halfShoulders > 0 else { throw .notFinite }

        let pelves = frames.map { Axes(down: $0.hips - $0.waist, towardLeft: $0.legs[0].hip - $0.legs[1].hip) }
        let chests = frames.map {
            Axes(down: $0.waist - $0.neck, towardLeft: $0.arms[0].shoulder - $0.arms[1].shoulder)
        }
        // The head's rotation has an origin of its own: on average, the head looks where the chest does.
        let turns = zip(frames, chests).map { $0.head.relative(to: $1) }
        let usual = Axes(
            down: turns.reduce(SIMD3(0, 0, 0)) { $0 + $1.down },
            towardLeft: turns.reduce(SIMD3(0, 0, 0)) { $0 + $1.left })
        let straight = Axes().relative(to: usual)

        let shoulders = (0..<2).map { side in
            let places = zip(frames, chests).map { frame, chest in
                chest.coordinates(of: (frame.arms[side].shoulder - frame.neck) / halfShoulders)
            }
            let rest = SIMD3(places.map(\.x).median, places.map(\.y).median, places.map(\.z).median)
            return places.map { ($0 - rest).limitedShoulder }
        }
        let slopes = (0..<2).map { side in RecordedFrame.soleSlope(frames.map { $0.legs[side] }) }
        let moments = frames.indices.map { index in
            let frame = frames[index]
            var axes = BodyAxes()
            axes.pelvis = pelves[index]
            axes.chest = chests[index]
            axes.head = straight.rotated(by: turns[index]).rotated(by: chests[index])
            axes.leftArm = frame.arms[0].axes(chests[index], shoulder: shoulders[0][index])
            axes.rightArm = frame.arms[1].axes(chests[index], shoulder: shoulders[1][index])
            axes.leftLeg = frame.legs[0].axes(pelves[index], soleSlope: slopes[0])
            axes.rightLeg = frame.legs[1].axes(pelves[index], soleSlope: slopes[1])
            return Moment(axes: axes, hips: frame.hips / leg)
        }
        try self.init(name: name, moments: moments, rate: file.rate)
    }
}

/// The indices of the joints of a file that are needed, left before right.
private struct RecordedJoints {
    let arms: [(shoulder: Int, elbow: Int, wrist: Int, hand: Int?)]
    let legs: [(hip: Int, knee: Int, ankle: Int, toe: Int)]
    let waist: Int
    let neck: Int
    let head: Int

    init(_ file: BVH) throws(MovementError.Reason) {
        var indices: [String: Int] = [:]
        for (index, joint) in file.joints.enumerated() where indices[joint.name] == nil { indices[joint.name] = index }
        func index(_ names: [String]) throws(MovementError.Reason) -> Int {
            guard let index = names.lazy.compactMap({ indices[$0] }).first else { throw .jointMissing(names: names) }
            return index
        }
        var arms: [(shoulder: Int, elbow: Int, wrist: Int, hand: Int?)] = []
        var legs: [(hip: Int, knee: Int, ankle: Int, toe: Int)] = []
        for (side, letter) in [("Left", "L"), ("Right", "R")] {
            let short = letter.lowercased()
            let hands = [
                "\(side)HandMiddle1", "\(side)FingerBase", "\(side)HandIndex1", "\(side)HandEnd", "\(side)WristEnd",
                "CC_Base_\(letter)_Mid1", "\(short)hand",
            ]
            arms.append(
                (
                    try index([
                        "\(side)Arm", "\(side)UpArm", "CC_Base_\(letter)_Upperarm", "\(short)humerus",
                        "\(side)Shoulder",
                    ]),
                    try index([
                        "\(side)ForeArm", "\(side)LowArm", "CC_Base_\(letter)_Forearm", "\(short)radius",
                        "\(side)Elbow",
                    ]),
                    try index(["\(side)Hand", "CC_Base_\(letter)_Hand", "\(short)wrist", "\(side)Wrist"]),
                    hands.lazy.compactMap { indices[$0] }.first
                ))
            legs.append(
                (
                    try index(["\(side)UpLeg", "CC_Base_\(letter)_Thigh", "\(short)femur", "\(side)Hip"]),
                    try index(["\(side)Leg", "\(side)LowLeg", "CC_Base_\(letter)_Calf", "\(short)tibia", "\(side)Knee"]
                    ),
                    try index(["\(side)Foot", "CC_Base_\(letter)_Foot", "\(short)foot", "\(side)Ankle"]),
                    try index([
                        "\(side)ToeBase", "\(side)Toe", "CC_Base_\(letter)_ToeBase", "\(short)toes", "\(side)FootEnd",
                        "\(side)AnkleEnd",
                    ])
                ))
        }
        self.arms = arms
        self.legs = legs
        waist = try index(["Spine1", "CC_Base_Spine01", "Chest", "Spine", "upperback"])
        neck = try index(["Neck", "CC_Base_NeckTwist01", "lowerneck"])
        head = try index(["Head", "CC_Base_Head", "head"])
    }
}

/// The joints of a frame in the axes of a scene, left before right.
private struct RecordedFrame {
    struct Arm {
        let shoulder, elbow, wrist, hand: SIMD3<Double>

        func axes(_ chest: Axes, shoulder displacement: SIMD3<Double>) -> BodyAxes.Arm {
            let (upper, fore) = (elbow - shoulder, wrist - elbow)
            let left = RecordedFrame.hinge(fore, upper, straight: chest.left)
            var arm = BodyAxes.Arm()
            arm.upper = Axes(down: upper, towardLeft: left)
            arm.fore = Axes(down: fore, towardLeft: left)
            arm.hand = Axes(down: hand - wrist, towardLeft: left)
            arm.shoulder = displacement
            return arm
        }
    }

    struct Leg {
        let hip, knee, ankle, toe: SIMD3<Double>

        func axes(_ pelvis: Axes, soleSlope: Double) -> BodyAxes.Leg {
            let (thigh, shank) = (knee - hip, ankle - knee)
            let left = RecordedFrame.hinge(thigh, shank, straight: pelvis.left)
            var leg = BodyAxes.Leg()
            leg.thigh = Axes(down: thigh, towardLeft: left)
            leg.shank = Axes(down: shank, towardLeft: left)
            // The line from the ankle to the toes slopes down by an angle against the sole.
            let line = Axes(down: toe - ankle, towardLeft: left)
            let (forward, downward) = (line.down, line.back)
            leg.foot = Axes(
                left: line.left, down: downward * cos(soleSlope) + forward * sin(soleSlope),
                back: downward * sin(soleSlope) - forward * cos(soleSlope))
            return leg
        }
    }

    let arms: [Arm]
    let legs: [Leg]
    let hips, waist, neck: SIMD3<Double>
    let head: Axes

    init(_ placed: [(position: SIMD3<Double>, rotation: Axes)], _ joints: RecordedJoints) {
        /// Files have y upward and z to the front.
        func scene(_ point: SIMD3<Double>) -> SIMD3<Double> { SIMD3(point.x, -point.y, -point.z) }
        func place(_ index: Int) -> SIMD3<Double> { scene(placed[index].position) }
        arms = joints.arms.map { arm in
            let (elbow, wrist) = (place(arm.elbow), place(arm.wrist))
            let hand = arm.hand.map(place).flatMap { ($0 - wrist).normalized == nil ? nil : $0 }
            return Arm(shoulder: place(arm.shoulder), elbow: elbow, wrist: wrist, hand: hand ?? wrist * 2 - elbow)
        }
        legs = joints.legs.map {
            Leg(hip: place($0.hip), knee: place($0.knee), ankle: place($0.ankle), toe: place($0.toe))
        }
        hips = (legs[0].hip + legs[1].hip) / 2
        (waist, neck) = (place(joints.waist), place(joints.neck))
        let rotation = placed[joints.head].rotation
        head = Axes(left: scene(rotation.left), down: -scene(rotation.down), back: -scene(rotation.back))
    }

    /// Returns the direction of the axis of an elbow or knee, that of the trunk where the limb is straight.
    private static func hinge(
        _ first: SIMD3<Double>, _ second: SIMD3<Double>, straight: SIMD3<Double>
    ) -> SIMD3<Double> {
        let cross = (first.normalized ?? SIMD3(0, 1, 0)).cross(second.normalized ?? SIMD3(0, 1, 0))
        // From 6 degrees on, the bend begins to count; from 20 on, it alone does.
        let share = ((cross.length - 0.1) / 0.25).limited(to: 0...1)
        return (cross.normalized ?? straight) * share + straight * (1 - share)
    }

    /// Returns the angle by which the line from the ankle to the toes slopes down while the sole is flat, radians: the
    /// median of the frames in which the toes are low.
    static func soleSlope(_ legs: [Leg]) -> Double {
        let low = legs.map(\.toe.y).percentile(0.6)
        return legs.lazy.filter { $0.toe.y >= low }.map { leg in
            asin((leg.toe - leg.ankle).normalized?.y.limited(to: -1...1) ?? 0)
        }.median.limited(to: 0...1.3)
    }
}

extension SIMD3<Double> {
    var length: Double { (self * self).sum().squareRoot() }
}
