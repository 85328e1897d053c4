import PoiseBody
import PoiseImaging
import PoiseMannequin
import Testing

@Suite struct BodyAxesTests {
    /// Joints of postures as they were before bodies were built from axes: `poise mannequin person.png --yaw 37
    /// --preset lunge --proportions by-eye --json -`, and the same of `--preset push-up --proportions survey`, rounded to
    /// 0.01 mm.
    private static let lunge: [(Joint, SIMD3<Double>)] = [
        (.nose, SIMD3(-0.09963, -0.65306, -0.13221)), (.rightEar, SIMD3(-0.09409, -0.68825, 0.00807)),
        (.leftShoulder, SIMD3(0.11593, -0.4981, -0.14193)), (.rightElbow, SIMD3(-0.22549, -0.22334, 0.14545)),
        (.rightWrist, SIMD3(-0.3543, -0.01269, 0.08176)), (.rightIndex, SIMD3(-0.40123, 0.05438, 0.03014)),
        (.leftHip, SIMD3(0.07587, 0, -0.05717)), (.rightKnee, SIMD3(0.01161, 0.39937, 0.17326)),
        (.rightAnkle, SIMD3(0.26546, 0.45129, 0.51014)), (.rightFootIndex, SIMD3(0.26182, 0.6345, 0.48868)),
    ]
    private static let pushUp: [(Joint, SIMD3<Double>)] = [
        (.nose, SIMD3(-0.43258, -0.14813, -0.57405)), (.rightEar, SIMD3(-0.45142, -0.24271, -0.46612)),
        (.leftShoulder, SIMD3(-0.12947, -0.10546, -0.50695)), (.rightElbow, SIMD3(-0.44143, 0.0638, -0.03648)),
        (.rightWrist, SIMD3(-0.51872, 0.33092, 0.0027)), (.rightIndex, SIMD3(-0.51853, 0.34502, -0.09303)),
        (.leftHip, SIMD3(0.07709, 0, -0.05809)), (.rightKnee, SIMD3(0.14705, 0.08759, 0.39127)),
        (.rightAnkle, SIMD3(0.37899, 0.17824, 0.73605)), (.rightFootIndex, SIMD3(0.3832, 0.36252, 0.7281)),
    ]

    @Test func posturesHaveTheJointsOfEarlierVersions() throws {
        let camera = Camera(yaw: Angle(degrees: 37), width: 32, height: 30)
        let cases = [
            (Figure(posture: .lunge(proportions: .byEye), proportions: .byEye), Self.lunge),
            (Figure(posture: .pushUp(depth: 0.5)), Self.pushUp),
        ]
        for (figure, expected) in cases {
            let rendered = try Scene(figure, camera: camera).render().figures[0]
            for (joint, place) in expected { #expect(distance(rendered[joint].world, place) < 1e-5 * 3.0.squareRoot()) }
        }
    }

    @Test(arguments: Preset.all) func axesOfAPostureReplaceIt(preset: Preset) throws {
        var figure = Figure(posture: preset.posture)
        let expected = try Scene(figure, camera: .small(yaw: 20)).render()
        figure.axes = BodyAxes(preset.posture)
        figure.posture = .standing
        let rendered = try Scene(figure, camera: .small(yaw: 20)).render()
        #expect(rendered.image == expected.image)
        #expect(rendered.figures[0].joints == expected.figures[0].joints)
    }

    @Test func rotatedAxesAreATurnedFigure() throws {
        let axes = BodyAxes(.lunge)
        let turn = Angle(degrees: 64)
        var figure = Figure()
        figure.axes = axes.rotated(by: Axes().turned(left: turn))
        let rotated = try Scene(figure, camera: .small()).render().figures[0]
        figure.axes = axes
        let turned = try Scene(figures: [PlacedFigure(figure, heading: turn)], camera: .small()).render().figures[0]
        for joint in Joint.allCases {
            let place = turned[joint].world
            #expect(distance(rotated[joint].world, SIMD3(place.x, place.y, place.z)) < 1e-12)
        }
    }

    @Test func chestsBendAboveTheHips() throws {
        var posture = Posture()
        posture.chestFlexion = Angle(degrees: 90)
        let figure = try Scene(Figure(posture: posture), camera: .small()).render().figures[0]
        // The waist is 22 cm above the hips; the shoulders lie before it by the rest of the trunk.
        let shoulder = figure[.leftShoulder].world
        #expect(abs(shoulder.y + 0.22) < 1e-12)
        #expect(abs(shoulder.z + Proportions.survey.trunkLength - 0.22) < 1e-12)
        #expect(abs(figure[.leftWrist].world.z - figure[.leftShoulder].world.z + 0) > 0.4)
    }

    @Test func anglesOfTheTrunkTurnToTheNamedSides() throws {
        func joints(_ angle: WritableKeyPath<Posture, Angle>) throws -> RenderedFigure {
            var posture = Posture()
            posture[keyPath: angle] = Angle(degrees: 30)
            return try Scene(Figure(posture: posture), camera: .small()).render().figures[0]
        }
        // The figure faces the viewer: its left is at the right of the image.
        #expect(try joints(\.trunkTilt)[.nose].world.x < -0.2)
        #expect(try joints(\.chestTilt)[.nose].world.x < -0.1)
        #expect(try joints(\.neckTilt)[.nose].world.x < -0.02)
        #expect(try joints(\.chestTurn)[.leftShoulder].world.z > 0.05)
        #expect(try joints(\.neckTurn)[.nose].world.x > 0.05)
    }

    @Test func mirroredPosturesAreMirrorImages() throws {
        var posture = Posture.lunge
        posture.trunkTilt = Angle(degrees: 12)
        posture.chestTurn = Angle(degrees: 30)
        posture.chestTilt = Angle(degrees: -14)
        posture.neckTurn = Angle(degrees: 20)
        posture.neckTilt = Angle(degrees: 9)
        posture.leftArm.shoulderFlexion = Angle(degrees: 70)
        let figure = try Scene(Figure(posture: posture), camera: .small()).render().figures[0]
        let mirrored = try Scene(Figure(posture: posture.mirrored), camera: .small()).render().figures[0]
        for joint in Joint.allCases {
            let place = figure[joint.mirrored].world
            #expect(distance(mirrored[joint].world, SIMD3(-place.x, place.y, place.z)) < 1e-12)
        }
    }

    @Test func shouldersAreDisplacedInHalvesOfTheirWidth() throws {
        var figure = Figure()
        var axes = BodyAxes()
        axes.leftArm.shoulder = SIMD3(-0.2, -0.5, 0.1)
        figure.axes = axes
        let rendered = try Scene(figure, camera: .small()).render().figures[0]
        let half = Proportions.survey.halfShoulders
        let expected = SIMD3(0.8 * half, -Proportions.survey.trunkLength - 0.5 * half, 0.1 * half)
        #expect(distance(rendered[.leftShoulder].world, expected) < 1e-12)
        #expect(abs(rendered[.rightShoulder].world.y + Proportions.survey.trunkLength) < 1e-12)
    }

    @Test func clearanceLiftsAFigure() throws {
        let camera = Camera.small()
        let onTheFloor = try Scene(figures: [PlacedFigure(Figure())], camera: camera).render().figures[0]
        var placed = PlacedFigure(Figure())
        placed.clearance = 0.3
        let scene = Scene(figures: [placed], camera: camera)
        #expect(abs(scene.clearance(of: .leftLeg, figure: 0) - 0.3) < 1e-9)
        #expect(try scene.render().figures[0][.nose].pixel.y < onTheFloor[.nose].pixel.y - 10)
    }

    @Test func axesNeedToBeUnitVectorsAtRightAngles() {
        let faults: [Axes] = [
            Axes(left: SIMD3(2, 0, 0), down: SIMD3(0, 1, 0), back: SIMD3(0, 0, 1)),
            Axes(left: SIMD3(1, 0, 0), down: SIMD3(0, 1, 0), back: SIMD3(0, 0, -1)),
            Axes(left: SIMD3(1, 0, 0), down: SIMD3(0.8, 0.6, 0), back: SIMD3(0, 0, 1)),
        ]
        var figure = Figure()
        for fault in faults {
            var axes = BodyAxes()
            axes.rightArm.hand = fault
            figure.axes = axes
            #expect(throws: SceneError.axesNotOrthonormal(figure: 0)) { try Scene(figure).render() }
        }
        var axes = BodyAxes()
        axes.chest.down.y = .nan
        figure.axes = axes
        #expect(throws: SceneError.angleNotFinite(figure: 0)) { try Scene(figure).render() }
        axes = BodyAxes()
        axes.leftArm.shoulder.x = 1.5
        figure.axes = axes
        #expect { try Scene(figure).render() } throws: { error in
            guard case .outOfRange("the displacement of a shoulder of figure 0", _, _) = error as? SceneError
            else { return false }
            return true
        }
    }

    @Test func axesTowardADirectionAreOrthonormal() {
        let directions: [(SIMD3<Double>, SIMD3<Double>)] = [
            (SIMD3(0, 3, 0), SIMD3(1, 0, 0)), (SIMD3(1, 2, -3), SIMD3(0.2, -1, 4)), (SIMD3(1, 0, 0), SIMD3(1, 0, 0)),
            (SIMD3(0, 0, 0), SIMD3(0, 0, 0)), (SIMD3(0, 0, -2), SIMD3(0, 0, 1)),
        ]
        for (down, left) in directions {
            let axes = Axes(down: down, towardLeft: left)
            for (one, other) in [(axes.left, axes.down), (axes.down, axes.back), (axes.back, axes.left)] {
                #expect(abs((one * other).sum()) < 1e-12)
                #expect(abs((one * one).sum() - 1) < 1e-12)
            }
            #expect((axes.left.cross(axes.down) * axes.back).sum() > 0.99)
            #expect(axes.rotated(by: Axes().relative(to: axes)).left.x > 0.999_999)
        }
        #expect(Axes(down: SIMD3(0, 3, 0), towardLeft: SIMD3(5, 1, 0)) == Axes())
    }

    private func distance(_ place: WorldPoint, _ other: SIMD3<Double>) -> Double {
        let offset = SIMD3(place.x, place.y, place.z) - other
        return (offset * offset).sum().squareRoot()
    }
}
