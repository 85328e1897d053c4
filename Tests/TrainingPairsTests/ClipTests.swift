import PoiseBody
import PoiseImaging
import PoiseInference
import PoiseMannequin
import PoiseTrainingPairs
import Testing

@Suite struct ClipTests {
    private func source(only: MadeMovement? = nil) throws -> ClipSource {
        let movement = try Movement(BVH(text: BVHText.text(frames: 120)), name: "recorded")
        #expect(!movement.isHeldOut)
        return ClipSource(recorded: [movement], only: only)
    }

    @Test func clipsFollowFromSeedAndIndex() throws {
        let source = try source()
        for index in [0, 9, 17] {
            let (one, other) = (
                Clip(index: index, seed: 3, source: source), Clip(index: index, seed: 3, source: source)
            )
            #expect(one.scenes == other.scenes && one.label == other.label)
            #expect(one.scenes.count == Clip.frameCount)
            #expect(Clip(index: index, seed: 4, source: source).scenes != one.scenes)
            #expect(Clip(index: index + 1, seed: 3, source: source).scenes != one.scenes)
        }
    }

    @Test func everyTenthClipIsHeldOut() throws {
        let source = try source()
        let labels = (0..<60).map { Clip(index: $0, seed: 1, source: source).label }
        #expect(labels.filter { $0.split == "held-out" }.map(\.index) == [9, 19, 29, 39, 49, 59])
        // The only recorded movement is for training.
        #expect(labels.allSatisfy { $0.split == "train" || $0.movement == "made" })
        let made = labels.filter { $0.movement == "made" && $0.split == "train" }.count
        // 45 % of 54, and four standard deviations.
        #expect((10...39).contains(made))
        #expect(labels.allSatisfy { ($0.movement == "made") == !$0.category.isEmpty })
    }

    @Test(arguments: MadeMovement.all.map(\.name)) func everyClassCanBeShown(name: String) throws {
        let made = try #require(MadeMovement.all.first { $0.name == name })
        var placed: [Scene] = []
        for index in 0..<4 {
            let clip = Clip(index: index, seed: 1, source: try source(only: made))
            #expect(clip.label.category == name && clip.label.split == "held-out")
            placed += clip.scenes
        }
        // Joints move, and stay in reach of the camera.
        let joints = placed.map { $0.figures[0].joints }
        #expect(Set(joints.map { $0[Joint.leftWrist.rawValue] }).count > 150)
        for (scene, joints) in zip(placed, joints) {
            #expect(joints.allSatisfy { abs($0.x) < 3 && abs($0.z) < 3 && $0.y < 0.1 })
            #expect(scene.figures[0].clearance >= 0)
        }
    }

    @Test func thereAreManyKeyPosturesAndNoTwoClassesOfAName() {
        #expect(Set(MadeMovement.all.map(\.name)).count == MadeMovement.all.count)
        #expect(MadeMovement.all.count >= 40)
    }

    @Test func truthProjectsToTheJointsInTheImage() throws {
        let recorder = try ClipRecorder(levels: [.balanced])
        let clip = Clip(index: 1, seed: 2, source: try source(only: MadeMovement.all[0]))
        let pairs = try #require(recorder.record(clip))
        let rendered = try clip.scenes[30].render().figures[0]
        let hips = (rendered[.leftHip].depth + rendered[.rightHip].depth) / 2
        for joint in Joint.allCases {
            let place = 30 * 33 + joint.rawValue
            let world = (0..<3).map { Double(pairs.truth[place * 3 + $0]) }
            let pixel = (0..<2).map { Double(pairs.truthXY[place * 2 + $0]) }
            #expect(abs(world[2] + hips - rendered[joint].depth) < 1e-5)
            // The middle of the hips lies where its own projection does; all other joints follow from it.
            let middle = PixelPoint(
                x: (rendered[.leftHip].pixel.x * rendered[.leftHip].depth
                    + rendered[.rightHip].pixel.x * rendered[.rightHip].depth) / (2 * hips),
                y: (rendered[.leftHip].pixel.y * rendered[.leftHip].depth
                    + rendered[.rightHip].pixel.y * rendered[.rightHip].depth) / (2 * hips))
            let (width, height) = (Double(clip.label.width) / 2, Double(clip.label.height) / 2)
            let x = (middle.x - width) * hips / clip.label.focal + world[0]
            let y = (middle.y - height) * hips / clip.label.focal + world[1]
            let depth = hips + world[2]
            // Single precision of numbers up to some hundred pixels.
            #expect(abs(width + clip.label.focal * x / depth - pixel[0]) < 1e-3)
            #expect(abs(height + clip.label.focal * y / depth - pixel[1]) < 1e-3)
        }
        // The tracker saw the person, and a second recorder sees the same.
        let seen = try #require(pairs.seen["balanced"])
        #expect(seen.found.reduce(0, +) > 30)
        #expect(seen.xy.count == 40 * 33 * 2 && seen.world.count == 40 * 33 * 3 && seen.confidence.count == 40 * 33)
        #expect(pairs == (try ClipRecorder(levels: [.balanced]).record(clip)))
        #expect(pairs == recorder.record(clip))

        let bytes = try Shard.encode([pairs], seed: 2)
        #expect(try Shard.labels(of: bytes) == [clip.label])
        #expect(Shard.isComplete(bytes, clips: 0..<2) && !Shard.isComplete(bytes, clips: 0..<3))
        #expect(!Shard.isComplete([1, 2, 3], clips: 0..<2))
        try bytes.withUnsafeBytes { bytes in
            let file = try Safetensors(header: bytes)
            let entry = try #require(file.entries["clip1/balanced/world"])
            #expect(entry.shape == [40, 33, 3])
            #expect(file.elements(of: entry, in: bytes) == .float32(seen.world))
            #expect(file.entries["clip1/truthXY"]?.shape == [40, 33, 2])
        }
    }

    @Test func namesOfShardsAreThoseOfTheirContent() {
        #expect(Shard.name(7, seed: 3, only: nil) == "pairs-3-00007.safetensors")
        let made = MadeMovement.all.first { $0.name == "child's pose" }
        #expect(Shard.name(0, seed: 1, only: made) == "pairs-child-s-pose-1-00000.safetensors")
    }
}
