import PoiseBodyModel
import Foundation
import PoiseImaging
import PoiseBody
import PoiseImageFiles
import Testing
import PoiseTestSupport

/// The complete pipeline from photo to pose against MediaPipe.
@Suite(.enabled(if: Reference.isAvailable, "needs the reference data")) struct PhotoGoldenTests {
    @Test(arguments: [ReferenceNetwork.full, .lite]) func posesEqualMediaPipes(model: ReferenceNetwork) throws {
        let estimator = try PoseEstimator(
            model: .network(try model.load()), options: PoseEstimator.Options(accuracy: .reference))
        var landmarkErrors: [Double] = []
        var worldErrors: [Double] = []
        var presenceErrors: [Double] = []
        var visibilityErrors: [Double] = []
        let photos = try ReferencePhoto.all(model)
        #expect(photos.count == 42)
        for photo in photos {
            let image = try photo.image()
            #expect(image.width == photo.width && image.height == photo.height, "\(photo.file)")
            let poses = estimator.poses(in: image)
            #expect(poses.isEmpty == !photo.found, "\(photo.file)")
            guard let pose = poses.first, photo.found else { continue }
            let worst = try #require(photo.worstLandmark(of: pose))
            #expect(worst < 1e-2, "\(photo.file)")
            landmarkErrors.append(worst)
            worldErrors.append(try #require(photo.worstWorldPoint(of: pose)))
            presenceErrors.append(abs(pose.presence - (try #require(photo.presence))))
            let visibilities = zip(pose.landmarks, try #require(photo.landmarks)).map { abs($0.visibility - $1[3]) }
            visibilityErrors.append(visibilities.max() ?? .nan)
        }
        print(
            "\(model): landmarks, worst of a photo: median \(median(landmarkErrors)), worst \(landmarkErrors.max() ?? .nan)",
            "of the region; world: median \(median(worldErrors)) m, worst \(worldErrors.max() ?? .nan) m")
        #expect(median(landmarkErrors) < 1e-4)
        #expect(median(worldErrors) < 1e-3)
        #expect(median(presenceErrors) < 1e-5)
        #expect(median(visibilityErrors) < 1e-3)
    }

    @Test func masksEqualMediaPipes() throws {
        let names = ["coco_785_skier.jpg", "op_459.jpg", "op_474.jpg", "h36m_S1_standing.jpg", "der_op_474_rot90.png"]
        let estimator = try PoseEstimator(options: PoseEstimator.Options(accuracy: .reference, includesMask: true))
        let plain = try PoseEstimator(options: PoseEstimator.Options(accuracy: .reference))
        for name in names {
            let image = try Image(contentsOf: Reference.file("photos/\(name)"))
            let pose = try #require(estimator.poses(in: image).first)
            let mask = try #require(pose.mask)
            let stem = name.split(separator: ".")[0]
            let stored = try Image(contentsOf: Reference.file("golden/masks/\(stem)_full.png")).converted(to: .grey)
            #expect(stored.width == mask.width && stored.height == mask.height)
            let differences = zip(mask.probabilities, stored.pixels).map { abs($0 * 255 - Float($1)) }
            // Half a level of rounding, and single pixels at the sharp edge that fall on another 1/32 of a cell.
            #expect(Double(differences.count { $0 > 8 }) < 0.001 * Double(differences.count), "\(name)")
            #expect(differences.reduce(0, +) / Float(differences.count) < 0.3, "\(name)")
            // The mask does not affect the landmarks.
            #expect(plain.poses(in: image).first?.landmarks == pose.landmarks)
        }
    }
}
