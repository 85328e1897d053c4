import PoiseBodyModel
import PoiseLandmarkPipeline
import PoiseImaging
import PoiseBody

/// A person at a scripted position: the middle of the hips.
struct ScriptedPerson {
    let x: Double
    let y: Double

    /// Radius of the circle around the body, centered on the hips, pixels.
    static let radius = 160.0

    /// Returns the offset of a joint from the hips: joints form a grid as large as a body.
    static func offset(_ index: Int) -> (x: Double, y: Double) {
        (Double(index % 6) * 20 - 50, Double(index / 6) * 40 - 120)
    }
}

/// Networks that detect scripted people.
struct ScriptedNetworks: PersonFinder, LandmarkFinder {
    let people: [ScriptedPerson]

    func detections(in image: ImageView) -> [Detection] {
        people.map { person in
            let hips = SIMD2(Float(person.x), Float(person.y))
            let top = hips - SIMD2(0, Float(ScriptedPerson.radius))
            return Detection(
                score: 0.9, box: Detection.Box(left: hips.x - 40, top: top.y, right: hips.x + 40, bottom: hips.y),
                keypoints: Detection.Keypoints(hips, top, hips, top))
        }
    }

    /// Returns landmarks of the person nearest to the region's center; without a person, the presence is 0.
    func landmarks(in region: RegionOfInterest, of image: ImageView) -> RawLandmarks {
        func distance(_ person: ScriptedPerson) -> Double {
            let (dx, dy) = (person.x - region.center.x, person.y - region.center.y)
            return (dx * dx + dy * dy).squareRoot()
        }
        let nearest = people.min { distance($0) < distance($1) }
        let isThere = nearest.map { !(distance($0) > region.size / 2) } ?? false
        let person = nearest ?? ScriptedPerson(x: region.center.x, y: region.center.y)
        func point(_ x: Double, _ y: Double) -> RawLandmarks.Point {
            RawLandmarks.Point(
                x: (x - region.center.x) / region.size + 0.5, y: (y - region.center.y) / region.size + 0.5, z: 0,
                visibility: 0.9, presence: 0.9)
        }
        var points = (0..<LandmarkSpec.body.pointCount).map { index in
            let offset = ScriptedPerson.offset(index)
            return point(person.x + offset.x, person.y + offset.y)
        }
        points[33] = point(person.x, person.y)
        points[34] = point(person.x, person.y - ScriptedPerson.radius)
        return RawLandmarks(
            points: points, world: Array(repeating: WorldPoint(x: 0, y: 0, z: 0), count: LandmarkSpec.body.pointCount),
            presence: isThere ? 0.99 : 0.01)
    }

    func landmarks(
        expectedIn region: RegionOfInterest, of image: ImageView, lastQuality: Double?
    ) -> (raw: RawLandmarks, region: RegionOfInterest) { (landmarks(in: region, of: image), region) }

    func lastMask() -> Mask? { nil }
}

/// A tracker run on scripted people, thirty frames per second.
struct ScriptedRun {
    private(set) var state: TrackingState<Duration>
    private(set) var time = Duration.zero
    private var image: Image

    init(people: Int, accuracy: Accuracy = .balanced, smoothing: Smoothing = .oneEuro()) {
        state = TrackingState(PoseTracker.Options(accuracy: accuracy, people: people), filter: smoothing.filter)
        image = ScriptedRun.picture(.black)
    }

    /// Returns an image of a single color: scripted networks do not read it, but it determines the color of clothes.
    private static func picture(_ color: Color, width: Int = 1600, height: Int = 600) -> Image {
        guard let image = try? Image(width: width, height: height, filledWith: color) else {
            preconditionFailure("the image's sides are positive")
        }
        return image
    }

    /// Changes the color of the whole image, including the clothes.
    mutating func paint(_ color: Color) { image = ScriptedRun.picture(color) }

    /// Changes the size of the following images.
    mutating func resize(width: Int, height: Int) {
        image = ScriptedRun.picture(.black, width: width, height: height)
    }

    /// Processes the next frame, a thirtieth of a second later or at the given time.
    @discardableResult
    mutating func step(_ people: [ScriptedPerson], at given: Duration? = nil) throws(TrackingError) -> [TrackedPerson] {
        let networks = ScriptedNetworks(people: people)
        let next = given ?? time + .milliseconds(33)
        let result = try state.advance(
            ImageView(image), at: next, with: next,
            source: BodySource(proposer: networks, observer: NetworkObserver(networks, minimumPresence: 0.5)))
        time = next
        return result
    }

    /// The frame that became final with the last one.
    var finalized: TrackedFrame? { state.finalized.map { TrackedFrame(time: $0.payload, people: $0.people) } }

    /// Returns the frames held in the delay line.
    mutating func finish() -> [TrackedFrame] {
        state.flush().map { TrackedFrame(time: $0.payload, people: $0.people) }
    }
}
