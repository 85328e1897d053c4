import PoiseEvaluation
import PoiseBody

extension Pose {
    /// Returns a pose with some joints at given positions, and the others at the origin.
    static func at(
        _ places: [Joint: (Double, Double)], world: [Joint: (Double, Double, Double)] = [:],
        confidence: [Joint: Double] = [:], expectedErrors: [Joint: Double] = [:]
    ) -> Pose {
        Pose(
            landmarks: Joint.allCases.map { joint in
                let place = places[joint] ?? (0, 0)
                var landmark = Landmark(
                    position: PixelPoint(x: place.0, y: place.1), z: 0, visibility: 1, presence: 1, isInsideImage: true)
                landmark.confidence = confidence[joint]
                landmark.expectedError = expectedErrors[joint]
                return landmark
            },
            world: Joint.allCases.map { joint in
                let point = world[joint] ?? (0, 0, 0)
                return WorldPoint(x: point.0, y: point.1, z: point.2)
            },
            score: 1, presence: 1, region: RegionOfInterest(center: PixelPoint(x: 0, y: 0), size: 1, rotation: 0))
    }
}

extension AnnotatedPerson {
    /// Returns a person in a box of 100 x 200 pixels with corners at (0, 0), and an area of 10 000.
    static func at(
        _ places: [Joint: (Double, Double)], area: Double? = 10_000,
        world: [Joint: (Double, Double, Double)] = [:], left: Double = 0
    ) -> AnnotatedPerson {
        AnnotatedPerson(
            box: BoundingBox(left: left, top: 0, right: left + 100, bottom: 200), area: area,
            joints: places.mapValues { PixelPoint(x: $0.0, y: $0.1) },
            world: world.mapValues { WorldPoint(x: $0.0, y: $0.1, z: $0.2) })
    }

    /// The four corners of a trunk of 100 pixels.
    static let trunk: [Joint: (Double, Double)] = [
        .leftShoulder: (60, 50), .rightShoulder: (40, 50), .leftHip: (60, 150), .rightHip: (40, 150),
    ]
}
