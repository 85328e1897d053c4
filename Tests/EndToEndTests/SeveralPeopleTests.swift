import PoiseBodyModel
import PoiseImaging
import PoiseBody
import PoiseMannequin
import Testing

@Suite struct SeveralPeopleTests {
    /// Returns figures side by side, 1.3 m apart, each with its own colors and posture.
    private func scene(people: Int) throws -> Rendering {
        let postures: [Posture] = [.standing, .armsRaised, .squat(depth: 0.3)]
        let outfits = [
            Outfit(), Outfit(shirt: Color(red: 40, green: 110, blue: 70)),
            Outfit(shirt: Color(red: 230, green: 200, blue: 60), trousers: Color(red: 40, green: 40, blue: 44)),
        ]
        let figures = (0..<people).map { index in
            PlacedFigure(
                Figure(posture: postures[index], outfit: outfits[index]),
                x: 1.3 * (Double(index) - Double(people - 1) / 2))
        }
        return try Scene(figures: figures, camera: Camera(distance: 4.5, width: 960, height: 540)).render()
    }

    @Test(arguments: [2, 3]) func eachIsFoundOnce(people: Int) throws {
        let rendering = try scene(people: people)
        let estimator = try PoseEstimator(options: PoseEstimator.Options(people: 3))
        let poses = estimator.poses(in: rendering.image)
        #expect(poses.count == people)
        for figure in rendering.figures {
            let errors = poses.map { $0.meanError(to: figure.pose) }
            // One pose lies on the figure; the others, a meter away, do not.
            #expect(errors.count { $0 < 0.06 } == 1)
            #expect(errors.count { $0 > 0.3 } == people - 1)
        }
        #expect(zip(poses, poses.dropFirst()).allSatisfy { $0.score >= $1.score })
    }

    @Test func noMoreThanAskedFor() throws {
        let rendering = try scene(people: 3)
        let all = try PoseEstimator(options: PoseEstimator.Options(people: 3)).poses(in: rendering.image)
        for people in 1...2 {
            let poses = try PoseEstimator(options: PoseEstimator.Options(people: people)).poses(in: rendering.image)
            #expect(poses == Array(all.prefix(people)))
        }
    }

    @Test func nobodyIsFoundTwice() throws {
        let estimator = try PoseEstimator(options: PoseEstimator.Options(people: 5))
        // With such a low threshold the detector finds people in many places of one figure.
        let eager = try PoseEstimator(
            options: PoseEstimator.Options(people: 5, minimumDetectionConfidence: 0.1, minimumPresence: 0.1))
        for preset in MannequinView.presets {
            let view = try #require(MannequinView.front(preset))
            #expect(estimator.poses(in: view.rendering.image).count == 1, "\(preset)")
            let poses = eager.poses(in: view.rendering.image)
            #expect(poses.count { $0.meanError(to: view.truth) < 0.1 } <= 1, "\(preset)")
        }
    }
}
