import PoiseImaging
import PoiseBody
import PoiseMannequin

/// A synthetic clip of a mannequin whose joints are known in every frame: 30 frames per second, each with its own
/// sensor noise.
package struct SyntheticClip: Sendable {
    /// Name of the clip: one word for its content and a number.
    package let name: String
    /// The number of frames.
    package let count: Int
    private let camera: Camera
    private let posture: @Sendable (Double) -> Posture

    /// Frames per second.
    package static let rate = 30.0
    /// Standard deviation of the noise in steps of the 8-bit values: a small camera in a lit room.
    private static let noise = 6.0

    /// A frame and its ground truth.
    package struct Shot: Sendable {
        package let image: Image
        package let time: Duration
        package let truth: Pose
    }

    private init(
        _ name: String, seconds: Double, yaw: Double, distance: Double = 3.2,
        _ posture: @escaping @Sendable (Double) -> Posture
    ) {
        self.name = name
        count = Int(seconds * SyntheticClip.rate)
        camera = Camera(yaw: Angle(degrees: yaw), distance: distance)
        self.posture = posture
    }

    /// Clips of a person who does not move.
    package static let still: [SyntheticClip] = {
        let postures: [(Double, Posture)] = [
            (20, .standing), (55, .squat(depth: 0.6)), (80, .lunge), (190, .armsRaised),
            (-60, .standing), (-15, .squat(depth: 0.9)), (140, .lunge), (10, .armsRaised),
        ]
        return postures.enumerated().map { index, view in
            SyntheticClip("still-\(index + 1)", seconds: 4, yaw: view.0, distance: 3.6) { _ in view.1 }
        }
    }()

    /// Clips of a person who raises and lowers both arms, once per second and faster.
    package static let moving = [
        SyntheticClip("arms-1", seconds: 3, yaw: 10) { arms(raised: 75 - 60 * cosine(turns: $0)) },
        SyntheticClip("arms-2", seconds: 3, yaw: 35, distance: 3.6) { arms(raised: 85 - 45 * cosine(turns: 1.5 * $0)) },
        SyntheticClip("arms-3", seconds: 3, yaw: -20) { arms(raised: 60, bent: 65 - 55 * cosine(turns: 1.2 * $0)) },
    ]

    /// A clip of a person who does squats and bends the arms, for plots of angles over time.
    package static let exercise = SyntheticClip("squats", seconds: 4, yaw: 60, distance: 3.6) { time in
        var posture = Posture.squat(depth: 0.4 - 0.4 * cosine(turns: 0.5 * time))
        posture.arms.elbowFlexion = Angle(degrees: 60 - 45 * cosine(turns: time))
        return posture
    }

    /// All clips.
    package static let all = still + moving + [exercise]

    /// Renders the frames in order.
    package func shots() throws(SceneError) -> [Shot] {
        var shots: [Shot] = []
        var last: (posture: Posture, rendering: Rendering)?
        for frame in 0..<count {
            let time = Double(frame) / SyntheticClip.rate
            let posture = posture(time)
            // A person who keeps still is rendered once.
            let current: Rendering
            if let last, last.posture == posture { current = last.rendering } else { current = try render(posture) }
            last = (posture, current)
            // MediaPipe treats a time of 0 as missing.
            shots.append(
                Shot(
                    image: current.image.withSensorNoise(SyntheticClip.noise, seed: UInt64(frame)),
                    time: .seconds(Double(frame + 1) / SyntheticClip.rate), truth: current.figures[0].pose))
        }
        return shots
    }

    private func render(_ posture: Posture) throws(SceneError) -> Rendering {
        var backdrop = Backdrop.room
        backdrop.noise = 0
        return try Scene(Figure(posture: posture), camera: camera, backdrop: backdrop).render()
    }

    /// Returns a sequence of poses of the clip; a `nil` pose marks a frame in which no person is detected.
    package func sequence(_ people: [(time: Duration, pose: Pose?)]) -> PoseSequence {
        PoseSequence(
            header: PoseSequence.Header(
                file: name, width: camera.width, height: camera.height, framesPerSecond: SyntheticClip.rate,
                model: "full"),
            frames: people.enumerated().map { index, seen in
                PoseSequence.Frame(
                    index: index, time: seen.time,
                    people: seen.pose.map { [TrackedPerson(id: 1, pose: $0)] } ?? [])
            })
    }

    private static func arms(raised: Double, bent: Double = 14) -> Posture {
        var posture = Posture.standing
        posture.arms.shoulderAbduction = Angle(degrees: raised)
        posture.arms.elbowFlexion = Angle(degrees: bent)
        return posture
    }
}
