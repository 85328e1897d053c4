import PoiseBodyModel
import PoiseImaging
import PoiseBody
import PoiseMannequin
import PoiseImageFiles
import Testing
import PoiseTestSupport

/// Properties of the levels of accuracy.
@Suite struct AccuracyLevelTests {
    @Test(arguments: Accuracy.allCases) func nobodyInAnEmptyScene(accuracy: Accuracy) throws {
        let estimator = try PoseEstimator(options: PoseEstimator.Options(accuracy: accuracy, people: 3))
        for backdrop in [Backdrop.room, .plain] {
            #expect(estimator.poses(in: try Scene(figures: [], backdrop: backdrop).render().image).isEmpty)
        }
    }

    @Test(arguments: Accuracy.allCases) func aFigureIsFoundOnce(accuracy: Accuracy) throws {
        let estimator = try PoseEstimator(options: PoseEstimator.Options(accuracy: accuracy, people: 3))
        for preset in MannequinView.presets {
            let view = try #require(MannequinView.front(preset))
            let poses = estimator.poses(in: view.rendering.image)
            #expect(poses.count == 1, "\(preset)")
            let pose = try #require(poses.first)
            #expect(pose.meanError(to: view.truth) < 0.06, "\(preset)")
            #expect(pose.landmarks.allSatisfy { $0.confidence != nil && $0.expectedError ?? -1 >= 0 })
            #expect(pose.quality ?? 0 > 0.4)
        }
    }

    /// Photos of a cat, a leopard, a horse, a coffee cup and a rocket.
    @Test(
        .enabled(if: Reference.isAvailable, "needs the reference data"), arguments: [ReferenceNetwork.full, .lite],
        Accuracy.allCases)
    func nobodyInPhotosWithNobody(model: ReferenceNetwork, accuracy: Accuracy) throws {
        let photos = try ReferencePhoto.all(model).filter { $0.file.hasPrefix("none_") }
        #expect(photos.count == 5)
        for people in [1, 5] {
            let estimator = try PoseEstimator(
                model: .network(try model.load()), options: PoseEstimator.Options(accuracy: accuracy, people: people))
            for photo in photos { #expect(estimator.poses(in: try photo.image()).isEmpty, "\(photo.file), \(people)") }
        }
    }

    /// The network is not mirror-symmetric, but the result of a mirrored run must be mapped back to its position.
    @Test(arguments: ["standing", "lunge"]) func turnedPicturesAreFoundByBest(preset: String) throws {
        let view = try #require(MannequinView.front(preset))
        let image = view.rendering.image
        let count = image.width * image.height
        let turned = try Image(
            width: image.width, height: image.height,
            pixels: (0..<count).reversed().flatMap { image.pixels[3 * $0..<3 * $0 + 3] })
        let estimator = try PoseEstimator(options: PoseEstimator.Options(accuracy: .best))
        let pose = try #require(estimator.poses(in: turned).first)
        for joint in Joint.limbs {
            let (place, truth) = (pose[joint].position, view.truth[joint].position)
            let (dx, dy) = (Double(image.width) - place.x - truth.x, Double(image.height) - place.y - truth.y)
            #expect((dx * dx + dy * dy).squareRoot() < 0.1 * view.truth.boxSize, "\(joint)")
        }
    }

    @Test(
        .enabled(if: Reference.isAvailable, "needs the reference data"),
        arguments: [
            "der_op_474_rot180.png", "der_op_474_rot90.png", "der_op_564_tiny.png", "der_coco_785_skier_tophalf.png",
        ])
    func hardPhotosAreFoundByBest(name: String) throws {
        let estimator = try PoseEstimator(options: PoseEstimator.Options(accuracy: .best))
        #expect(!estimator.poses(in: try Image(contentsOf: Reference.file("photos/\(name)"))).isEmpty)
    }
}
