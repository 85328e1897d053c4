import PoiseBody
import PoiseInference
import PoiseMannequin
import PoiseTrainingPairs
import Testing

@Suite struct MovementTests {
    @Test func aBiovisionFileBecomesAxes() throws {
        // The left arm points to the left, the left forearm to the front; the right leg is bent at hip and knee.
        let file = try BVH(text: BVHText.text(frames: 40))
        #expect(abs(file.rate - 60) < 1e-9)
        let movement = try Movement(file, name: "one")
        // 40 frames at 60 a second are 20 at 30.
        #expect(movement.moments.count == 20 && movement.name == "one")
        let axes = try #require(movement.moments.first).axes
        expect(axes.pelvis.down, SIMD3(0, 1, 0))
        expect(axes.chest.left, SIMD3(1, 0, 0))
        expect(axes.head.back, SIMD3(0, 0, 1))
        expect(axes.leftArm.upper.down, SIMD3(1, 0, 0))
        expect(axes.leftArm.fore.down, SIMD3(0, 0, -1))
        expect(axes.rightArm.upper.down, SIMD3(0, 1, 0))
        expect(axes.rightArm.upper.left, SIMD3(1, 0, 0))
        expect(axes.rightLeg.thigh.down, SIMD3(0, 0, -1))
        expect(axes.rightLeg.shank.down, SIMD3(0, 1, 0))
        expect(axes.rightLeg.shank.left, SIMD3(1, 0, 0))
        expect(axes.leftLeg.foot.down, SIMD3(0, 1, 0))
        expect(axes.leftLeg.foot.back, SIMD3(0, 0, 1))
        // The hips are 90 above the floor, and a leg is 80 long.
        expect(try #require(movement.moments.first).hips, SIMD3(0, -90.0 / 80, 0))
        // They go to the front by 1 a frame, 2 from one moment to the next.
        expect(movement.moments[10].hips, SIMD3(0, -90.0 / 80, -20.0 / 80))
    }

    @Test func theOrderOfChannelsCounts() throws {
        // The root turns by 90 degrees about y, then about its own x: what points upward then points to the left.
        let rotated = BVHText.text(frames: 40, root: "90 90 0", channels: "Yrotation Xrotation Zrotation")
        let axes = try #require(try Movement(BVH(text: rotated), name: "").moments.first).axes
        expect(axes.pelvis.down, SIMD3(-1, 0, 0))
        let other = BVHText.text(frames: 40, root: "90 90 0", channels: "Xrotation Yrotation Zrotation")
        let otherAxes = try #require(try Movement(BVH(text: other), name: "").moments.first).axes
        expect(otherAxes.pelvis.down, SIMD3(0, 0, 1))
    }

    @Test(arguments: [
        ("", MovementError.Reason.syntax(line: 1, expected: "HIERARCHY")),
        ("HIERARCHY\nJOINT a", .syntax(line: 2, expected: "ROOT, JOINT, End, OFFSET, CHANNELS or }")),
        ("HIERARCHY\nROOT a\n{\nOFFSET 0 0\n}", .syntax(line: 5, expected: "a number")),
        ("HIERARCHY\nROOT a\n{\nCHANNELS 1 Wrotation\n}", .syntax(line: 4, expected: "a channel such as Xrotation")),
        ("HIERARCHY\nROOT a\n{\nOFFSET 0 0 0\n}\n", .syntax(line: 6, expected: "MOTION")),
        ("HIERARCHY\nROOT a\n{\nOFFSET nan 0 0\n}", .notFinite),
        ("HIERARCHY\nROOT a\n{\n}\nMOTION\nFrames: 1\nFrame Time: 0", .rate(.infinity)),
        (
            "HIERARCHY\nROOT a\n{\nCHANNELS 1 Xrotation\n}\nMOTION\nFrames: 2\nFrame Time: 0.1\n1\n",
            .syntax(line: 10, expected: "a number")
        ),
    ])
    func badFilesAreRefusedWithAPlace(text: String, reason: MovementError.Reason) {
        #expect(throws: reason) { try BVH(text: text) }
    }

    @Test func missingJointsAreNamed() throws {
        let text = BVHText.text(frames: 40).replacing("LeftForeArm", with: "Stick")
        let file = try BVH(text: text)
        #expect {
            try Movement(file, name: "")
        } throws: { error in
            guard case .jointMissing(let names) = error as? MovementError.Reason else { return false }
            return names.contains("LeftForeArm")
        }
    }

    @Test func shortAndSlowMovementsAreRefused() throws {
        let short = try BVH(text: BVHText.text(frames: 30))
        #expect(throws: MovementError.Reason.short(count: 15)) { try Movement(short, name: "") }
        let slow = try BVH(text: BVHText.text(frames: 40, interval: "1e300"))
        #expect(throws: MovementError.Reason.self) { try Movement(slow, name: "") }
        let none = try BVH(text: BVHText.text(frames: 0))
        #expect(throws: MovementError.Reason.self) { try Movement(none, name: "") }
    }

    @Test func filesOfAxesAreRead() throws {
        let movement = try Movement(safetensors: AxesFile.bytes(), name: "two")
        let moment = try #require(movement.moments.last)
        #expect(movement.moments.count == 24)
        expect(moment.axes.pelvis.left, SIMD3(0, 0, -1))
        expect(moment.axes.pelvis.back, SIMD3(1, 0, 0))
        expect(moment.axes.chest.down, SIMD3(0, 1, 0))
        // The third limb of the right side is the hand, and bent to the front.
        expect(moment.axes.rightArm.hand.down, SIMD3(0, 0, -1))
        expect(moment.axes.rightArm.fore.down, SIMD3(0, 1, 0))
        // Positions are those of legs of 0.85 m.
        expect(moment.hips, SIMD3(0, -0.92 / 0.85, 23 * 0.017 / 0.85))
        expect(moment.axes.leftArm.shoulder, SIMD3(0.25, 0, 0))
        expect(moment.axes.rightArm.shoulder, SIMD3(0, -0.5, 0))
    }

    @Test(arguments: ["pelvis", "limbs", "root", "so"]) func tensorsThatAreMissingAreNamed(name: String) throws {
        var tensors = AxesFile.tensors()
        tensors[name] = nil
        let bytes = try Safetensors.encode(metadata: [:], tensors: tensors)
        #expect {
            try Movement(safetensors: bytes, name: "")
        } throws: { error in
            guard case .tensor(let missing, _) = error as? MovementError.Reason else { return false }
            // Without positions the number of moments is unknown, and the first tensor is missed.
            return missing == (name == "root" ? "pelvis" : name)
        }
    }

    @Test func badFilesOfAxesAreRefused() throws {
        var tensors = AxesFile.tensors()
        tensors["root"]?.elements = .float32([Float](repeating: .nan, count: 72))
        let bytes = try Safetensors.encode(metadata: [:], tensors: tensors)
        #expect(throws: MovementError.Reason.notFinite) { try Movement(safetensors: bytes, name: "") }
        #expect(throws: MovementError.Reason.self) { try Movement(safetensors: [1, 2, 3], name: "") }
        #expect(throws: MovementError("/nowhere", .unreadable)) { try Movement.all(in: "/nowhere") }
    }

    @Test func aTenthOfTheMovementsIsHeldOut() throws {
        let bytes = try AxesFile.bytes()
        let held = try (0..<400).filter { try Movement(safetensors: bytes, name: "movement \($0)").isHeldOut }
        // Four standard deviations of a binomial distribution.
        #expect((16...64).contains(held.count))
    }

    private func expect(
        _ vector: SIMD3<Double>, _ expected: SIMD3<Double>, location: SourceLocation = #_sourceLocation
    ) {
        let offset = vector - expected
        // Single precision of the files.
        #expect((offset * offset).sum().squareRoot() < 1e-6, "\(vector)", sourceLocation: location)
    }
}

/// The text of a small file with the joints of CMU's database.
enum BVHText {
    static func text(
        frames: Int, root: String = "0 0 0", channels: String = "Zrotation Xrotation Yrotation",
        interval: String = "0.0166666666666667"
    ) -> String {
        func joint(_ name: String, _ offset: String, _ children: String = "") -> String {
            "JOINT \(name)\n{\nOFFSET \(offset)\nCHANNELS 3 Zrotation Xrotation Yrotation\n\(children)}\n"
        }
        func end(_ offset: String) -> String { "End Site\n{\nOFFSET \(offset)\n}\n" }
        let leftLeg = joint(
            "LeftUpLeg", "10 0 0",
            joint("LeftLeg", "0 -40 0", joint("LeftFoot", "0 -40 0", joint("LeftToeBase", "0 -5 10", end("0 0 5")))))
        let rightLeg = joint(
            "RightUpLeg", "-10 0 0",
            joint("RightLeg", "0 0 40", joint("RightFoot", "0 -40 0", joint("RightToeBase", "0 -5 10", end("0 0 5")))))
        let leftArm = joint(
            "LeftArm", "20 20 0", joint("LeftForeArm", "30 0 0", joint("LeftHand", "0 0 25", end("0 0 8"))))
        let rightArm = joint(
            "RightArm", "-20 20 0", joint("RightForeArm", "0 -30 0", joint("RightHand", "0 -25 0", end("0 -8 0"))))
        let trunk = joint(
            "Spine1", "0 20 0", joint("Neck", "0 25 0", joint("Head", "0 10 0", end("0 15 0"))) + leftArm + rightArm)
        let names = 18
        var text =
            "HIERARCHY\nROOT Hips\n{\nOFFSET 0 0 0\nCHANNELS 6 Xposition Yposition Zposition \(channels)\n"
            + leftLeg + rightLeg + trunk + "}\nMOTION\nFrames: \(frames)\nFrame Time: \(interval)\n"
        for frame in 0..<frames {
            text += "0 90 \(frame) \(root)" + String(repeating: " 0", count: 3 * (names - 1)) + "\n"
        }
        return text
    }
}

/// A file of axes with 24 moments: the pelvis looks to the left, the right hand is bent to the front.
enum AxesFile {
    static func bytes() throws -> [UInt8] { try Safetensors.encode(metadata: [:], tensors: tensors()) }

    static func tensors() -> [String: Network.Constant] {
        let count = 24
        let identity: [Float] = [1, 0, 0, 0, 1, 0, 0, 0, 1]
        func repeated(_ values: [Float]) -> [Float] { (0..<count).flatMap { _ in values } }
        func tensor(_ shape: [Int], _ values: [Float]) -> Network.Constant {
            Network.Constant(shape: [count] + shape, elements: .float32(values))
        }
        // Rows of a matrix whose columns are left, down and back.
        let turned: [Float] = [0, 0, 1, 0, 1, 0, -1, 0, 0]
        let bent: [Float] = [1, 0, 0, 0, 0, 1, 0, -1, 0]
        let limbs = (0..<12).flatMap { $0 == 8 ? bent : identity }
        return [
            "pelvis": tensor([3, 3], repeated(turned)), "chest": tensor([3, 3], repeated(identity)),
            "head": tensor([3, 3], repeated(identity)), "limbs": tensor([12, 3, 3], repeated(limbs)),
            "root": tensor([3], (0..<count).flatMap { [0, -0.92, Float($0) * 0.017] }),
            "so": tensor([2, 3], repeated([0.25, 0, 0, 0, -0.5, 0])),
        ]
    }
}
