import PoiseGeometry
import PoiseImaging
import PoiseLandmarkPipeline
import Testing

/// Association costs of spots in regions of 200 pixels, computed by hand: the sum of three squares, each capped.
///
/// At 0.1 s after the last observation the usual distance is 0.03 + 0.3 * 0.1 = 0.06 of the region for the track, and
/// 0.05 + 0.15 * 0.1 = 0.065 for the motion model; the usual change of size is 0.08 + 0.04 * 0.1 = 0.084.
@Suite("Association costs by value") struct AssociationCostTests {
    /// The rounding of sums and squares of double precision.
    private static let tolerance = 1e-9
    private static let size = ImageSize(width: 1000, height: 1000)

    /// Returns an observation of a spot whose points all lie in one place, in the middle of its region.
    ///
    /// - Parameter gray: The color, 0 to 255.
    private func observation(
        x: Double, radius: Double = 50, gray: UInt8 = 0, from source: Observation<Spot>.Source = .detector
    ) throws -> Observation<Spot> {
        let place = PixelPoint(x: x, y: 100)
        let spot = Spot(
            region: RegionOfInterest(center: place, size: 200, rotation: 0),
            points: [PixelPoint](repeating: place, count: 21), attributes: [])
        let image = try Image(width: 1, height: 1, filledWith: Color(red: gray, green: gray, blue: gray))
            .converted(to: .rgb)
        return Observation(
            source, spot, center: place, circle: PixelPoint(x: x + radius, y: 100),
            appearance: Appearance(of: [[PixelPoint(x: 0.5, y: 0.5)]], in: ImageView(image)))
    }

    /// Returns the track of a black spot that was observed at the given places, a tenth of a second apart, the last at
    /// 0 s.
    private func track(_ places: [Double] = [100], isOccluded: Bool = false) throws -> Track<SpotFilter> {
        let start = -0.1 * Double(places.count - 1)
        var track = Track(id: 1, try observation(x: places[0]), at: start, filter: SpotFilter())
        for (index, x) in places.enumerated() {
            var next = try observation(x: x)
            next.isOccluded = isOccluded && index == places.count - 1
            _ = track.update(next, in: Self.size, at: .seconds(start + 0.1 * Double(index)))
        }
        return track
    }

    private func expect(
        _ cost: Double, of observation: Observation<Spot>, for track: Track<SpotFilter>, isOwn: Bool = false,
        at time: Double = 0.1, within tolerance: Double = tolerance, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let result = AssociationCost.cost(of: observation, for: track, isOwn: isOwn, at: time)
        #expect(abs(result - cost) < tolerance, "\(result)", sourceLocation: sourceLocation)
    }

    @Test("Movement: 12 pixels are one usual distance of the track")
    func movement() throws {
        let track = try track()
        expect(0, of: try observation(x: 100), for: track)
        // (12 / 200 / 0.06)^2 = 1 and (12 / 200 / 0.065)^2 = 0.852071.
        expect(1.852071005917, of: try observation(x: 112), for: track)
        expect(1.852071005917, of: try observation(x: 88), for: track)
        // A second more: (0.06 / 0.36)^2 and (0.06 / 0.215)^2.
        expect(1 / 36.0 + 0.0778799351, of: try observation(x: 112), for: track, at: 1.1)
    }

    @Test("Size: a circle a fifth larger costs the square of ln 1.2 / 0.084")
    func size() throws {
        expect(4.711047345773, of: try observation(x: 100, radius: 60), for: try track())
        // Twice the size is more than the largest cost: (0.693 / 0.084)^2 = 68.
        expect(10, of: try observation(x: 100, radius: 100), for: try track())
    }

    @Test("Colors: 10 of 255 in all channels cost 3 * (10 / 255)^2 / 0.05^2, and no difference more than 30")
    func colors() throws {
        // Colors are of single precision.
        expect(1.845444059977, of: try observation(x: 100, gray: 10), for: try track(), within: 1e-5)
        expect(30, of: try observation(x: 100, gray: 255), for: try track())
    }

    @Test("Movement alone never excludes a track, and counts less after an occlusion")
    func largestMovement() throws {
        // 60 pixels: 5 usual distances, 25 capped at 12; 4.6 of the motion model, capped at 10.
        expect(22, of: try observation(x: 160), for: try track())
        // The motion model keeps the time of the observation without occlusion, 0.1 s earlier: (0.3 / 0.08)^2 > 10.
        expect(14, of: try observation(x: 160), for: try track([100, 100], isOccluded: true))
    }

    @Test("Beyond 0.35 of the region a spot is no longer the same, except in the track's own region")
    func reach() throws {
        expect(22, of: try observation(x: 169.9), for: try track())
        expect(AssociationCost.impossible, of: try observation(x: 170.1), for: try track())
        expect(22, of: try observation(x: 170.1, from: .tracked([0])), for: try track(), isOwn: true)
    }

    @Test("A spot goes on at its velocity, for half a second in the track and for a second in the motion model")
    func velocity() throws {
        // 100 pixels per second; the motion model's mean velocity at first is the same.
        let track = try track([90, 100])
        expect(0, of: try observation(x: 110), for: track)
        // 10 pixels behind: (0.05 / 0.06)^2 + (0.05 / 0.065)^2.
        expect(1.286160420776, of: try observation(x: 100), for: track)
        // After 2 s the track expects 50 pixels of the 100: (0.25 / 0.63)^2.
        expect(0.157470395566, of: try observation(x: 200), for: track, at: 2)
    }

    @Test("A lost spot may also have stopped")
    func lost() throws {
        var track = try track([90, 100])
        track.markLost()
        expect(0, of: try observation(x: 110), for: track)
        expect(0.591715976331, of: try observation(x: 100), for: track)
    }

    @Test("The track of another region must be better by 8, in an occlusion by 4")
    func identitySwitch() throws {
        var observation = try observation(x: 100, from: .tracked([0]))
        expect(0, of: observation, for: try track(), isOwn: true)
        expect(8, of: observation, for: try track())
        observation.isOccluded = true
        expect(4, of: observation, for: try track())
        expect(0, of: try self.observation(x: 100, from: .coasting), for: try track())
    }

    @Test("Costs from which an observation stays unassigned")
    func unassigned() {
        let costs = [Observation<Spot>.Source.detector, .tracked([3]), .coasting].map(AssociationCost.unassigned)
        #expect(costs == [50, 34, 20])
    }
}
