import PoiseBody
import PoiseBodyModel
import PoiseGeometry
import PoiseImaging
import PoiseInference
import PoiseTestSupport
import Testing

/// The networks add what other libraries computed.
@Suite struct CorrectionNetworkTests {
    private static let tolerance: Float = 1e-4

    @Test(
        .enabled(if: CorrectionFixture.hasExperiments, "needs the weights of the experiments"),
        arguments: ["frame", "sequence", "causal"])
    func everyExecutorAddsWhatTheTrainingDid(name: String) throws {
        let fixture = try CorrectionFixture.experiments()
        let network = try CorrectionFixture.experimentalNetwork(name)
        let expected = fixture.values(name)
        #expect(expected.contains { abs($0) > 0.02 })
        let reference = try #require(network.evaluate([fixture.features])[network.outputs[0]])
        #expect(difference(reference.values, expected) < Self.tolerance)
        for executor in Executor.allCases {
            let session = Session(try Plan(network, executor: executor))
            let output = try #require(session.run(["joints": fixture.features])["correction"])
            #expect(difference(output.values, expected) < Self.tolerance, "\(executor)")
        }
    }

    /// From poses to corrected poses: features, camera, and the middle of the hips as the origin.
    @Test(
        .enabled(if: CorrectionFixture.hasExperiments, "needs the weights of the experiments"),
        arguments: ["frame", "sequence"])
    func experimentalNetworksCorrectPoses(name: String) throws {
        let network = try CorrectionNetwork(CorrectionFixture.experimentalNetwork(name))
        try expectCorrections(name, of: .experiments(), by: SequenceCorrection(network))
    }

    @Test func theNetworksOfThePackageCorrectPoses() throws {
        try expectCorrections("frame", of: .package(), by: SequenceCorrection(.frame()))
        try expectCorrections("sequence", of: .package(), by: SequenceCorrection())
        #expect(try CorrectionNetwork.sequence().reach == 14)
    }

    private func expectCorrections(
        _ name: String, of fixture: CorrectionFixture, by correction: SequenceCorrection
    ) throws {
        let poses = fixture.poses
        let recorded = PoseSequence.built(times: poses.indices.map { Double($0) / 30 }) { index, _ in
            TrackedPerson(id: 1, pose: poses[index])
        }
        let corrected = try correction.apply(to: recorded)
        let (world, added) = (fixture.values("world"), fixture.values(name))
        #expect(added.contains { abs($0) > 0.02 })
        for (frame, before) in poses.enumerated() {
            let pose = try #require(corrected.frames[frame].person(1)).pose
            #expect(pose.landmarks == before.landmarks)
            func expected(_ joint: Joint, _ axis: Int) -> Double {
                let index = (frame * 33 + joint.rawValue) * 3 + axis
                return Double(world[index] + added[index])
            }
            for joint in Joint.allCases {
                for (axis, value) in [pose.worldPoint(joint).x, pose.worldPoint(joint).y, pose.worldPoint(joint).z]
                    .enumerated()
                {
                    let middle = (expected(.leftHip, axis) + expected(.rightHip, axis)) / 2
                    #expect(abs(value - (expected(joint, axis) - middle)) < 1e-4)
                }
            }
        }
    }

    private func difference(_ first: [Float], _ second: [Float]) -> Float {
        guard first.count == second.count else { return .infinity }
        return zip(first, second).reduce(0) { max($0, abs($1.0 - $1.1)) }
    }
}

/// The correction that is part of the package.
@Suite struct SpaceCorrectionTests {
    /// Returns a pose with confidences, moved a little with time.
    private func pose(at time: Double) -> Pose {
        var pose = PoseFixture(confidence: Dictionary(uniqueKeysWithValues: Joint.allCases.map { ($0, 0.9) })).pose
        for joint in Joint.allCases {
            var point = pose.worldPoint(joint)
            point.x += 0.05 * sine(3 * time + Double(joint.rawValue))
            point.z += 0.1 * sine(2 * time + 0.3 * Double(joint.rawValue))
            pose.setWorldPoint(joint, to: point)
        }
        return pose
    }

    private func recorded(_ times: [Double], without missing: Range<Int> = 0..<0) -> PoseSequence {
        .built(times: times) { missing.contains($0) ? nil : TrackedPerson(id: 1, pose: pose(at: $1)) }
    }

    private func distance(_ first: Pose, _ second: Pose) -> Double {
        zip(first.world, second.world).reduce(0) { largest, pair in
            let (x, y, z) = (pair.0.x - pair.1.x, pair.0.y - pair.1.y, pair.0.z - pair.1.z)
            return max(largest, (x * x + y * y + z * z).squareRoot())
        }
    }

    @Test func theOriginIsBetweenTheHips() throws {
        var pose = pose(at: 0)
        let before = pose
        try PoseCorrector().correct(&pose)
        let (left, right) = (pose.worldPoint(.leftHip), pose.worldPoint(.rightHip))
        #expect(max(abs(left.x + right.x), abs(left.y + right.y), abs(left.z + right.z)) < 1e-9)
        #expect(pose.landmarks == before.landmarks)
        #expect(distance(pose, before) > 0.005)
    }

    /// Results of files of earlier versions have no confidences.
    @Test func posesWithoutConfidencesStay() throws {
        var pose = pose(at: 0)
        pose[.nose].confidence = nil
        let before = pose
        try PoseCorrector().correct(&pose)
        #expect(pose == before)
        let sequence = PoseSequence.built(times: [0, 1]) { _, _ in TrackedPerson(id: 1, pose: before) }
        #expect(try SequenceCorrection().apply(to: sequence) == sequence)
    }

    /// Coinciding joints have no scale, and infinite ones no correction.
    @Test func posesWithoutACameraStay() throws {
        for value in [0, Double.infinity, .nan] {
            var pose = pose(at: 0)
            for joint in Joint.allCases { pose.setWorldPoint(joint, to: WorldPoint(x: value, y: value, z: value)) }
            try PoseCorrector().correct(&pose)
            #expect(pose.world.allSatisfy { $0.x == value || value.isNaN && $0.x.isNaN })
        }
    }

    /// A recording that takes several runs of the network has the corrections of a single one.
    @Test func longRecordingsAreCorrectedInParts() throws {
        let count = 1100
        let whole = try SequenceCorrection().apply(to: recorded((0..<count).map { Double($0) / 30 }))
        // The frames around the boundary of the parts, 1024.
        let part = try SequenceCorrection().apply(to: recorded((900..<count).map { Double($0) / 30 }))
        for frame in 960..<count {
            let (first, second) = (whole.frames[frame].people[0].pose, part.frames[frame - 900].people[0].pose)
            #expect(distance(first, second) < 1e-6)
        }
    }

    /// At twice the rate, the frames in common have nearly the same corrections.
    @Test func otherRatesAreResampled() throws {
        let slow = try SequenceCorrection().apply(to: recorded((0..<60).map { Double($0) / 30 }))
        let fast = try SequenceCorrection().apply(to: recorded((0..<120).map { Double($0) / 60 }))
        var largest = 0.0
        for frame in 0..<60 {
            largest = max(largest, distance(slow.frames[frame].people[0].pose, fast.frames[2 * frame].people[0].pose))
        }
        #expect(largest < 0.003)
        let uneven = try SequenceCorrection().apply(
            to: recorded((0..<60).map { (Double($0) + 0.3 * sine(Double($0))) / 25 }))
        #expect(uneven.frames.allSatisfy { $0.people.count == 1 })
    }

    /// Frames without the person stay empty. After a short absence a correction depends on the frames before; after a long one it
    /// does not.
    @Test(arguments: [(5, true), (12, false)])
    func absences(length: Int, isBridged: Bool) throws {
        let times = (0..<80).map { Double($0) / 30 }
        let gap = 40 - length..<40
        let whole = try SequenceCorrection().apply(to: recorded(times, without: gap))
        let alone = try SequenceCorrection().apply(to: recorded(times, without: 0..<40))
        #expect(gap.allSatisfy { whole.frames[$0].people.isEmpty })
        let distance = distance(whole.frames[41].people[0].pose, alone.frames[41].people[0].pose)
        #expect(isBridged ? distance > 1e-4 : distance < 1e-9)
    }

    @Test func anEmptyRecordingStaysEmpty() throws {
        let empty = PoseSequence.built(times: [0, 1, 2]) { _, _ in nil }
        #expect(try SequenceCorrection().apply(to: empty) == empty)
        let single = try SequenceCorrection().apply(to: recorded([0]))
        #expect(single.frames[0].people.count == 1)
    }

    /// The estimator and the tracker correct as the options say, but not at the level `reference`, and only in space.
    @Test(arguments: Accuracy.allCases)
    func levels(accuracy: Accuracy) throws {
        let image = try #require(MannequinView.front("squat")?.rendering.image)
        func still(_ correction: SpaceCorrection) throws -> Pose {
            try #require(
                PoseEstimator(options: .init(accuracy: accuracy, spaceCorrection: correction)).poses(in: image).first)
        }
        func tracked(_ correction: SpaceCorrection) throws -> Pose {
            var tracker = try PoseTracker(
                options: .init(accuracy: accuracy, smoothing: .none, spaceCorrection: correction))
            return try #require(tracker.track(image, at: .zero).first).pose
        }
        for pose in [still, tracked] {
            let (raw, corrected) = (try pose(.none), try pose(.frame))
            #expect(corrected.landmarks == raw.landmarks)
            #expect(try pose(.sequence) == raw)
            var expected = raw
            if accuracy != .reference { try PoseCorrector().correct(&expected) }
            #expect(corrected == expected)
            #expect((corrected == raw) == (accuracy == .reference))
        }
    }
}
