import PoiseBody
import PoiseBodyModel
import PoiseImaging
import PoiseMannequin

/// What trackers see in a clip, and what is true.
package struct ClipPairs: Sendable, Equatable {
    /// The results of a level of accuracy in all frames.
    package struct Seen: Sendable, Equatable {
        /// Positions of joints in the image, pixels. `[T, 33, 2]`
        package fileprivate(set) var xy: [Float] = []
        /// World landmarks, meters. `[T, 33, 3]`
        package fileprivate(set) var world: [Float] = []
        /// Confidence of joints. `[T, 33]`
        package fileprivate(set) var confidence: [Float] = []
        /// 1 where a person was detected, otherwise 0, and all other values are 0. `[T]`
        package fileprivate(set) var found: [Float] = []

        fileprivate mutating func append(_ pose: Pose?) {
            found.append(pose == nil ? 0 : 1)
            for joint in Joint.allCases.map(\.rawValue) {
                let landmark = pose?.landmarks[joint]
                let place = pose?.world[joint]
                xy += [Float(landmark?.position.x ?? 0), Float(landmark?.position.y ?? 0)]
                world += [Float(place?.x ?? 0), Float(place?.y ?? 0), Float(place?.z ?? 0)]
                confidence.append(Float(landmark?.confidence ?? 0))
            }
        }
    }

    package let label: Clip.Label
    /// The results by the name of the level.
    package fileprivate(set) var seen: [String: Seen] = [:]
    /// Joints in the camera's axes relative to the middle of the hips, meters: right, down, away. `[T, 33, 3]`
    package fileprivate(set) var truth: [Float] = []
    /// Joints in the image, pixels. `[T, 33, 2]`
    package fileprivate(set) var truthXY: [Float] = []
}

/// Renders clips, and tracks the people in them.
package struct ClipRecorder: Sendable {
    /// Trackers that have seen no frame, by the level.
    private let trackers: [(level: Accuracy, tracker: PoseTracker)]

    /// Creates a recorder with networks of its own.
    package init(levels: [Accuracy] = [.balanced, .best]) throws(PoseSetupError) {
        var trackers: [(level: Accuracy, tracker: PoseTracker)] = []
        for level in levels {
            let options = PoseTracker.Options(
                accuracy: level, minimumDetectionConfidence: 0.3, smoothing: .none, spaceCorrection: .none)
            trackers.append((level, try PoseTracker(options: options)))
        }
        self.trackers = trackers
    }

    /// Renders and tracks a clip.
    ///
    /// - Parameters:
    ///   - isCanceled: Returns whether to stop; called before each frame.
    ///   - preview: Called with each image and the true joints in it.
    /// - Returns: `nil` if the person reaches the camera, however far it retreats, or if recording was canceled.
    package func record(
        _ clip: Clip, isCanceled: () -> Bool = { false }, preview: (Int, Image, [PixelPoint]) -> Void = { _, _, _ in }
    ) -> ClipPairs? {
        var clip = clip
        for _ in 0..<5 {
            if let pairs = attempt(clip, isCanceled, preview) { return pairs }
            clip.retreat()
        }
        return nil
    }

    private func attempt(
        _ clip: Clip, _ isCanceled: () -> Bool, _ preview: (Int, Image, [PixelPoint]) -> Void
    ) -> ClipPairs? {
        var pairs = ClipPairs(label: clip.label)
        for (level, _) in trackers { pairs.seen["\(level)"] = ClipPairs.Seen() }
        var current = trackers
        for (index, scene) in clip.scenes.enumerated() {
            guard !isCanceled(), let (rendered, joints) = try? scene.renderDraft() else { return nil }
            let image = clip.finish.applied(to: rendered, frame: index)
            let pixels = joints[0].map(scene.camera.project)
            let hips = (joints[0][Joint.leftHip.rawValue] + joints[0][Joint.rightHip.rawValue]) / 2
            for (joint, pixel) in zip(joints[0], pixels) {
                let place = joint - hips
                pairs.truth += [Float(place.x), Float(place.y), Float(place.z)]
                pairs.truthXY += [Float(pixel.x), Float(pixel.y)]
            }
            preview(index, image, pixels)
            let time = Duration.seconds(Double(index + 1) / Movement.rate)
            for index in current.indices {
                let person = try? current[index].tracker.track(image, at: time).first
                pairs.seen["\(current[index].level)"]?.append(person.map { $0.unfiltered ?? $0.pose })
            }
        }
        return pairs
    }
}
