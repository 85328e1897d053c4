import Landmarks

/// A region, as it stands in JSON.
struct SquareFields: Codable {
    var x: Double
    var y: Double
    var size: Double
    var rotation: Double

    init(_ region: Region, name: String) throws(FieldError) {
        x = try rounded(region.center.x, .pixels, "\(name), region x")
        y = try rounded(region.center.y, .pixels, "\(name), region y")
        size = try rounded(region.size, .pixels, "\(name), region size")
        rotation = try rounded(region.rotation, .radians, "\(name), region rotation")
    }

    var region: Region { Region(center: PixelPoint(x: x, y: y), size: size, rotation: rotation) }
}

/// The landmarks of a person in the picture and in space, as they stand in JSON: a row of numbers a joint.
struct JointRows {
    /// x, y, z, visibility, presence. `[33][5]`
    var landmarks: [[Double]]
    /// x, y, z. `[33][3]`
    var world: [[Double]]

    init(landmarks: [Landmark], world: [WorldPoint], name: String) throws(FieldError) {
        self.landmarks = []
        self.world = []
        for (joint, (seen, point)) in zip(Joint.allCases, zip(landmarks, world)) {
            self.landmarks.append([
                try rounded(seen.position.x, .pixels, "\(name), \(joint.name), x"),
                try rounded(seen.position.y, .pixels, "\(name), \(joint.name), y"),
                try rounded(seen.z, .pixels, "\(name), \(joint.name), z"),
                try rounded(seen.visibility, .probability, "\(name), \(joint.name), visibility"),
                try rounded(seen.presence, .probability, "\(name), \(joint.name), presence"),
            ])
            self.world.append([
                try rounded(point.x, .metres, "\(name), \(joint.name), world x"),
                try rounded(point.y, .metres, "\(name), \(joint.name), world y"),
                try rounded(point.z, .metres, "\(name), \(joint.name), world z"),
            ])
        }
    }

    /// Rows that were read: their counts are checked.
    init(landmarks: [[Double]], world: [[Double]], checkedAs name: String) throws(FieldError) {
        let count = Joint.allCases.count
        try check(landmarks.count, is: count, "\(name), landmarks")
        try check(world.count, is: count, "\(name), world")
        for joint in Joint.allCases {
            try check(landmarks[joint.rawValue].count, is: 5, "\(name), landmark of \(joint.name)")
            try check(world[joint.rawValue].count, is: 3, "\(name), world point of \(joint.name)")
        }
        self.landmarks = landmarks
        self.world = world
    }

    /// The landmarks in a picture of a size.
    func landmarks(width: Int, height: Int) -> [Landmark] {
        landmarks.map { values in
            let isInside =
                values[0] >= 0 && values[0] < Double(width) && values[1] >= 0 && values[1] < Double(height)
            return Landmark(
                position: PixelPoint(x: values[0], y: values[1]), z: values[2], visibility: values[3],
                presence: values[4], isInsideImage: isInside)
        }
    }

    var worldPoints: [WorldPoint] { world.map { WorldPoint(x: $0[0], y: $0[1], z: $0[2]) } }
}

private func check(_ actual: Int, is expected: Int, _ name: @autoclosure () -> String) throws(FieldError) {
    guard actual == expected else { throw .wrongCount(name: name(), expected: expected, actual: actual) }
}
