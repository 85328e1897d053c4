import PoiseBodyModel
import PoiseImaging
import PoiseBody
import PoiseMannequin
import Testing

/// Images of all kinds: without a person, with half a person, of odd shapes and formats.
@Suite struct PictureTests {
    @Test func nobodyInAnEmptyScene() throws {
        let estimator = try PoseEstimator(options: PoseEstimator.Options(people: 3))
        for backdrop in [Backdrop.room, .plain] {
            #expect(estimator.poses(in: try Scene(figures: [], backdrop: backdrop).render().image).isEmpty)
        }
        for color in [
            Color.black, .white, Color(red: 128, green: 128, blue: 128), Color(red: 200, green: 30, blue: 40),
        ] {
            #expect(estimator.poses(in: try Image(width: 320, height: 240, filledWith: color)).isEmpty)
        }
    }

    /// A figure that is partly outside the image, and the joints beyond the edge.
    struct CutFigure: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let scene: Scene
        let outside: [Joint]
        let inside: [Joint]

        /// The upper half, from close range.
        static let legsBelow = CutFigure(
            testDescription: "legs below",
            scene: Scene(Figure(), camera: Camera(distance: 1, elevation: 1.45, width: 480, height: 480)),
            outside: [.leftKnee, .rightKnee, .leftAnkle, .rightAnkle, .leftHeel, .rightHeel],
            inside: [.nose, .leftShoulder, .rightShoulder])
        /// One arm and a foot beyond the right edge.
        static let armBeside = CutFigure(
            testDescription: "arm beside",
            scene: Scene(
                figures: [PlacedFigure(Figure(), x: 1.7)], camera: Camera(distance: 3, width: 480, height: 480)),
            outside: [.leftElbow, .leftWrist, .leftIndex], inside: [.nose, .rightShoulder, .rightWrist, .rightKnee])
    }

    @Test(arguments: [CutFigure.legsBelow, .armBeside]) func jointsBeyondTheEdgeKeepTheirCoordinates(cut: CutFigure)
        throws
    {
        let rendering = try cut.scene.render()
        let truth = rendering.figures[0]
        let pose = try #require(PoseEstimator().poses(in: rendering.image).first)
        #expect(pose.meanError(to: truth.pose) < 0.06)
        for joint in Joint.allCases {
            let position = pose[joint].position
            let isInside = (0..<480).contains(position.x) && (0..<480).contains(position.y)
            #expect(pose[joint].isInsideImage == isInside, "\(joint)")
        }
        for joint in cut.outside {
            #expect(!truth[joint].isInsideImage && !pose[joint].isInsideImage && !pose.isVisible(joint), "\(joint)")
        }
        for joint in cut.inside { #expect(truth[joint].isInsideImage && pose[joint].isInsideImage, "\(joint)") }
    }

    @Test(arguments: MannequinView.presets) func masksAgreeWithTheSilhouette(preset: String) throws {
        let view = try #require(MannequinView.front(preset))
        let estimator = try PoseEstimator(options: PoseEstimator.Options(includesMask: true))
        let mask = try #require(estimator.poses(in: view.rendering.image).first?.mask)
        #expect(mask.width == view.rendering.image.width && mask.height == view.rendering.image.height)
        var (common, union) = (0, 0)
        for row in 0..<mask.height {
            for column in 0..<mask.width {
                let isFigure = view.rendering.figure(atColumn: column, row: row) != nil
                let isMask = mask.probabilities[row * mask.width + column] > 0.5
                if isFigure && isMask { common += 1 }
                if isFigure || isMask { union += 1 }
            }
        }
        print("mask of \(preset): intersection over union \(Double(common) / Double(union))")
        #expect(Double(common) > 0.8 * Double(union))
    }

    @Test func theFormatDoesNotMatter() throws {
        let image = try #require(MannequinView.front("lunge")).rendering.image
        let estimator = try PoseEstimator()
        var seethrough = image.converted(to: .rgba).pixels
        for index in stride(from: 3, to: seethrough.count, by: 4) { seethrough[index] = UInt8(index % 251) }
        let rgba = try Image(width: image.width, height: image.height, format: .rgba, pixels: seethrough)
        #expect(estimator.poses(in: rgba) == estimator.poses(in: image))

        let grey = image.converted(to: .grey)
        let poses = estimator.poses(in: grey)
        #expect(!poses.isEmpty)
        #expect(poses == estimator.poses(in: grey.converted(to: .rgb)))
    }

    @Test(arguments: [(1, 1), (2, 1), (2, 3000), (3000, 2), (1, 700), (33, 17)])
    func oddShapesAreBorne(width: Int, height: Int) throws {
        let pixels = (0..<width * height * 3).map { UInt8(truncatingIfNeeded: $0 &* 97) }
        // Every output of the detector is accepted as a person, so that all steps process the odd shape.
        let options = PoseEstimator.Options(
            accuracy: .reference, people: 4, minimumDetectionConfidence: 0, minimumPresence: 0, includesMask: true)
        let poses = try PoseEstimator(options: options).poses(
            in: try Image(width: width, height: height, pixels: pixels))
        #expect(!poses.isEmpty && poses.count <= 4)
        for pose in poses {
            #expect(pose.landmarks.allSatisfy { $0.position.x.isFinite && $0.position.y.isFinite })
            #expect(pose.mask?.width == width && pose.mask?.height == height)
        }
    }

    @Test func smallAndLargePicturesShowTheSamePerson() throws {
        let estimator = try PoseEstimator()
        for (width, height) in [(160, 120), (1920, 1440)] {
            let rendering = try Scene(Figure(), camera: Camera(width: width, height: height)).render()
            let pose = try #require(estimator.poses(in: rendering.image).first)
            #expect(pose.meanError(to: rendering.figures[0].pose) < 0.06, "\(width)")
        }
    }
}
