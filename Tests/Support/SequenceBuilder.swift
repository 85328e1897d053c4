import PoiseBody

extension PoseSequence {
    /// Returns a sequence of images of 1000 x 800 pixels, thirty a second.
    package static func built(_ frames: [Frame]) -> PoseSequence {
        PoseSequence(
            header: Header(file: "a.mp4", width: 1000, height: 800, framesPerSecond: 30, model: "full"), frames: frames)
    }

    /// Returns a sequence of one person; `nil` where they are not detected.
    package static func built(times: [Double], person: (Int, Double) -> TrackedPerson?) -> PoseSequence {
        built(
            times.enumerated().map { Frame(index: $0, time: .seconds($1), people: person($0, $1).map { [$0] } ?? []) })
    }
}

extension TrackedPerson {
    /// Returns a person standing upright, seen from the front: the trunk is 100 pixels long, arms and legs are apart.
    ///
    /// - Parameters:
    ///   - dx: Shift of all joints to the right, pixels; a hundredth of it in meters.
    ///   - places: Joints at other positions: x, y and z.
    package static func standing(
        id: Int = 1, dx: Double = 0, region: Double = 0, visibility: Double = 1,
        places: [Joint: (Double, Double, Double)] = [:]
    ) -> TrackedPerson {
        let points = Joint.allCases.map { joint -> (Double, Double, Double) in
            if let place = places[joint] { return place }
            let (x, y) = standard[joint.side == .right ? joint.mirrored : joint] ?? (0, -140)
            return (500 + (joint.side == .right ? -x : x) + dx, 400 + y, 0)
        }
        let pose = Pose(
            landmarks: points.map {
                Landmark(
                    position: PixelPoint(x: $0.0, y: $0.1), z: $0.2, visibility: visibility, presence: 1,
                    isInsideImage: true)
            },
            world: points.map { WorldPoint(x: ($0.0 - 500) / 100, y: ($0.1 - 400) / 100, z: $0.2 / 100) },
            score: 0.9, presence: 0.9,
            region: RegionOfInterest(center: PixelPoint(x: 500 + dx, y: 400), size: 500, rotation: region))
        return TrackedPerson(id: id, pose: pose)
    }

    /// Distance from the center line and height above the hips, for the left.
    private static let standard: [Joint: (Double, Double)] = [
        .leftShoulder: (35, -100), .leftElbow: (50, -45), .leftWrist: (55, 5), .leftHip: (20, 0), .leftKnee: (25, 80),
        .leftAnkle: (25, 160),
    ]
}

/// Times of frames, thirty a second.
package func evenTimes(_ count: Int) -> [Double] { (0..<count).map { Double($0) / 30 } }
