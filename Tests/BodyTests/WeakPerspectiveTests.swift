import PoiseBody
import Testing

@Suite struct WeakPerspectiveTests {
    private static let space: [SIMD2<Double>] = [[0, 0], [0.3, -0.8], [-0.4, 0.5], [1.1, 0.2], [0.2, 0.9]]

    private func fitted(
        _ picture: (SIMD2<Double>) -> SIMD2<Double>, weights: [Double] = [1, 1, 1, 1, 1]
    ) -> WeakPerspective? {
        WeakPerspective(
            zip(WeakPerspectiveTests.space, weights).map {
                WeakPerspective.Match(space: $0, image: picture($0), weight: $1)
            })
    }

    @Test func theCameraIsFound() throws {
        let camera = try #require(fitted { SIMD2(420, 310) + 173 * $0 })
        #expect(abs(camera.scale - 173) < 1e-9)
        #expect(abs(camera.origin.x - 420) < 1e-9 && abs(camera.origin.y - 310) < 1e-9)
    }

    /// For a single coordinate, least squares is the textbook's line through four points with an error in the last.
    @Test func errorsAreEvenedOut() throws {
        let matches = [(0.0, 10.0), (1, 20), (2, 30), (3, 44)].map {
            WeakPerspective.Match(space: SIMD2($0, 0), image: SIMD2($1, 5), weight: 1)
        }
        let camera = try #require(WeakPerspective(matches))
        #expect(abs(camera.scale - 11.2) < 1e-12)
        #expect(abs(camera.origin.x - 9.2) < 1e-12 && abs(camera.origin.y - 5) < 1e-12)
    }

    @Test func whatHasNoWeightDoesNotCount() throws {
        let camera = try #require(
            fitted({ $0.x == 1.1 ? SIMD2(-5000, 9) : SIMD2(420, 310) + 173 * $0 }, weights: [1, 0.5, 2, 0, 0.1]))
        #expect(abs(camera.scale - 173) < 1e-9 && abs(camera.origin.x - 420) < 1e-9)
    }

    @Test func aPoseCountsByItsConfidence() throws {
        let pose = Pose.placed([
            .leftHip: WorldPoint(0.1, 0), .rightHip: WorldPoint(-0.1, 0), .nose: WorldPoint(0, -0.7),
        ])
        let camera = try #require(WeakPerspective(pose))
        #expect(abs(camera.scale - 100) < 1e-9 && abs(camera.origin.x - 500) < 1e-9)
        let misplaced = pose.changing(.nose) { $0.position = PixelPoint(x: 0, y: 0) }
        #expect(abs(try #require(WeakPerspective(misplaced)).scale - 100) > 10)
        let doubtful = misplaced.changing(.nose) { $0.confidence = 0 }
        #expect(abs(try #require(WeakPerspective(doubtful)).scale - 100) < 1e-9)
    }

    @Test func thereMayBeNone() {
        #expect(fitted { _ in SIMD2(100, 100) } == nil, "all points coincide in the image")
        #expect(fitted { -$0 } == nil, "upside down and mirrored")
        #expect(fitted({ 100 * $0 }, weights: [0, 0, 0, 0, 0]) == nil)
        #expect(fitted { _ in SIMD2(.nan, 0) } == nil)
        #expect(WeakPerspective([WeakPerspective.Match]()) == nil)
        #expect(WeakPerspective(Pose.placed([:])) == nil, "all joints coincide")
    }
}
