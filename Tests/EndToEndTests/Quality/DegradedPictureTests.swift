import BlazePose
import Imaging
import Landmarks
import Mannequin
import Outputs
import Testing

/// From where on bad pictures make angles wrong: what the thresholds of `poise check` come from.
@Suite struct DegradedPictureTests {
    private static let views = MannequinView.all.filter { $0.yaw % 90 == 30 }

    @Test func print1() throws {
        let estimator = try PoseEstimator()
        let clean = Self.views.map { estimator.poses(in: $0.rendering.image).first }
        let levels: [Degradation] =
            [2, 4].map { .blurred($0) } + [9, 21].map { .moved($0) }
            + [16, 8, 6, 4, 2, 0.25, 0.1, 0.05, 0.03, 0.02, 0.01].map { .exposed($0) }
            + [0.5, 0.25, 0.18].map { .faded($0) }
        for level in levels { row("\(level)", estimator, clean) { try? level.apply(to: $0.rendering.image) } }
        for width in [480, 400, 320, 240, 200, 160, 120, 80] {
            row("width \(width)", estimator, clean) { $0.render(Camera(width: width, height: width * 3 / 4)) }
        }
        for distance in [4, 5, 6, 7, 8.0] {
            row("distance \(distance)", estimator, clean) {
                $0.render(Camera(distance: distance, width: Int(200 * distance), height: Int(150 * distance)))
            }
        }
    }

    private func row(_ name: String, _ estimator: PoseEstimator, _ clean: [Pose?], _ change: (MannequinView) -> Image?)
    {
        var (changes, found) = ([Double](), 0)
        var qualities: [PersonPicture] = []
        var sizes: [Double] = []
        for (view, before) in zip(Self.views, clean) {
            guard let image = change(view), let before else { continue }
            let pose = estimator.poses(in: image).first
            if let quality = image.picture(of: (pose ?? before).landmarks) { qualities.append(quality) }
            guard let pose else { continue }
            found += 1
            sizes.append(BoundingBox(pose.landmarks)?.longerSide ?? 0)
            for angle in JointAngle.allCases {
                guard let before = before.angle(at: angle), let after = pose.angle(at: angle) else { continue }
                changes.append(abs(before.degrees - after.degrees))
            }
        }
        func short(_ value: Double) -> Double { (value * 100).rounded() / 100 }
        let rms = (changes.reduce(0) { $0 + $1 * $1 } / Double(max(changes.count, 1))).squareRoot()
        print(
            name, "found \(found)/\(clean.count)", "median \(short(median(changes)))", "rms \(short(rms))",
            "size \(short(median(sizes)))", "blur \(short(median(qualities.compactMap(\.quality.blur))))",
            "bright \(short(median(qualities.compactMap(\.exposure?.brightness))))",
            "contrast \(median(qualities.map(\.quality.contrast)))",
            "black \(short(median(qualities.compactMap(\.exposure?.blackShare))))",
            "white \(short(median(qualities.compactMap(\.exposure?.whiteShare))))",
            separator: " | ")
    }
}

extension MannequinView {
    /// The posture and the side with another camera.
    fileprivate func render(_ camera: Camera) -> Image? {
        var camera = camera
        camera.yaw = Angle(degrees: Double(yaw))
        guard let posture = MannequinView.presets.first(where: { $0.name == preset })?.posture else { return nil }
        return try? Scene(Figure(posture: posture), camera: camera).render().image
    }
}
