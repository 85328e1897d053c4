import PoiseBody
import PoiseMannequin
import Testing

@Suite struct SceneErrorTests {
    @Test(arguments: [(0, 10), (10, 0), (-5, 10), (10, Int.min), (Int.max, Int.max), (1 << 14, 1 << 13)])
    func picturesNeedASensibleSize(width: Int, height: Int) {
        let scene = Scene(Figure(), camera: Camera(width: width, height: height))
        #expect(throws: SceneError.imageSize(width: width, height: height)) { try scene.render() }
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, -1e300, 1e300, 0, -1])
    func lengthsNeedToBePositive(value: Double) {
        expectOutOfRange(value) { $0.camera.distance = value }
        expectOutOfRange(value) { $0.camera.elevation = value }
        expectOutOfRange(value) { $0.camera.focalLength = value }
        expectOutOfRange(value) { $0.backdrop.wallDistance = value }
        expectOutOfRange(value) { $0.figures[0].figure.stature = value }
    }

    @Test(arguments: [Double.nan, .infinity, -1e300, 1e300])
    func placesAndTurnsNeedToBeFinite(value: Double) {
        expectOutOfRange(value) { $0.camera.yaw = Angle(degrees: value) }
        expectOutOfRange(value) { $0.camera.pitch = Angle(degrees: value) }
        expectOutOfRange(value) { $0.backdrop.noise = value }
        expectOutOfRange(value) { $0.figures[0].x = value }
        expectOutOfRange(value) { $0.figures[0].z = value }
        expectOutOfRange(value) { $0.figures[0].heading = Angle(degrees: value) }
    }

    @Test func jointAnglesNeedToBeFinite() {
        var posture = Posture.standing
        posture.rightArm.wristExtension = Angle(degrees: .nan)
        let scene = Scene(figures: [PlacedFigure(Figure()), PlacedFigure(Figure(posture: posture), x: 1)])
        #expect(throws: SceneError.angleNotFinite(figure: 1)) { try scene.render() }
    }

    @Test func theCameraMayNotStandInAFigure() {
        let inside = Scene(Figure(), camera: Camera(distance: 0.1))
        #expect(throws: SceneError.cameraTooClose(figure: 0)) { try inside.render() }
        let behind = Scene(figures: [PlacedFigure(Figure()), PlacedFigure(Figure(), z: -6)])
        #expect(throws: SceneError.cameraTooClose(figure: 1)) { try behind.render() }
    }

    @Test func thereIsALimitToFigures() {
        let crowd = Scene(figures: Array(repeating: PlacedFigure(Figure()), count: 257), camera: .small())
        #expect(throws: SceneError.tooManyFigures(count: 257, limit: 256)) { try crowd.render() }
    }

    @Test(arguments: [(1, 1), (1, 300), (300, 1), (7, 9)])
    func smallAndNarrowPicturesRender(width: Int, height: Int) throws {
        let rendering = try Scene(Figure(), camera: Camera(width: width, height: height)).render()
        #expect(rendering.image.width == width && rendering.image.height == height)
    }

    @Test func extremesInsideTheRangesRender() throws {
        for pitch in [-80.0, 80] {
            let camera = Camera(
                yaw: Angle(degrees: 1e6), distance: 1000, elevation: 100, pitch: Angle(degrees: pitch),
                focalLength: 0.1,
                width: 64, height: 64)
            var backdrop = Backdrop.room
            backdrop.wallDistance = 1000
            backdrop.noise = 100
            let figures = [PlacedFigure(Figure(stature: 3), x: 1000), PlacedFigure(Figure(stature: 0.3))]
            // Looking up or down steeply, figures near the floor may lie behind the lens.
            do {
                let rendering = try Scene(figures: figures, camera: camera, backdrop: backdrop).render()
                #expect(rendering.figures.count == 2)
            } catch {
                #expect(error == .cameraTooClose(figure: 0) || error == .cameraTooClose(figure: 1))
            }
        }
    }

    @Test func messagesNameTheValue() {
        let error = SceneError.outOfRange(what: "the camera's distance in meters", value: -2, range: 0.1...1000)
        #expect(error.description == "the camera's distance in meters is -2, and has to lie between 0.1 and 1000")
    }

    private func expectOutOfRange(_ value: Double, _ change: (inout Scene) -> Void) {
        var scene = Scene(Figure(), camera: .small())
        change(&scene)
        do {
            _ = try scene.render()
            Issue.record("\(value) was accepted")
        } catch .outOfRange {
        } catch {
            Issue.record("\(error) was thrown for \(value)")
        }
    }
}
