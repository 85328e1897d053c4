import Landmarks

/// The fields of a line, as they stand in JSON.
struct JSONObject: Codable {
    struct Person: Codable {
        struct Square: Codable {
            var x: Double
            var y: Double
            var size: Double
            var rotation: Double
        }

        var score: Double
        var presence: Double
        var region: Square
        var landmarks: [[Double]]
        var world: [[Double]]
        var angles: [String: Double]
    }

    var file: String
    var error: String?
    var width: Int?
    var height: Int?
    var poses: [Person]?
}

extension JSONObject {
    init(_ record: ImageRecord) throws(ImageRecordError) {
        switch record {
        case .failure(let file, let error):
            self.init(file: file, error: error)
        case .result(let result):
            var people: [Person] = []
            for (index, pose) in result.poses.enumerated() {
                people.append(try Person(pose, name: "pose \(index + 1)"))
            }
            self.init(file: result.file, width: result.width, height: result.height, poses: people)
        }
    }

    func record() throws(ImageRecordError) -> ImageRecord {
        if let error { return .failure(file: file, error: error) }
        guard let width, let height, let poses else {
            throw .malformed(reason: "there is neither an error nor width, height and poses")
        }
        guard width > 0, height > 0 else { throw .emptySide(width: width, height: height) }
        var measured: [MeasuredPose] = []
        for (index, person) in poses.enumerated() {
            measured.append(try person.measuredPose(name: "pose \(index + 1)", width: width, height: height))
        }
        return .result(ImageResult(file: file, width: width, height: height, poses: measured))
    }
}

extension JSONObject.Person {
    init(_ measured: MeasuredPose, name: String) throws(ImageRecordError) {
        let pose = measured.pose
        score = try rounded(pose.score, .probability, "\(name), score")
        presence = try rounded(pose.presence, .probability, "\(name), presence")
        region = Square(
            x: try rounded(pose.region.center.x, .pixels, "\(name), region x"),
            y: try rounded(pose.region.center.y, .pixels, "\(name), region y"),
            size: try rounded(pose.region.size, .pixels, "\(name), region size"),
            rotation: try rounded(pose.region.rotation, .radians, "\(name), region rotation"))
        landmarks = []
        world = []
        for joint in Joint.allCases {
            let seen = pose[joint]
            let point = pose.worldPoint(joint)
            landmarks.append([
                try rounded(seen.position.x, .pixels, "\(name), \(joint.name), x"),
                try rounded(seen.position.y, .pixels, "\(name), \(joint.name), y"),
                try rounded(seen.z, .pixels, "\(name), \(joint.name), z"),
                try rounded(seen.visibility, .probability, "\(name), \(joint.name), visibility"),
                try rounded(seen.presence, .probability, "\(name), \(joint.name), presence"),
            ])
            world.append([
                try rounded(point.x, .metres, "\(name), \(joint.name), world x"),
                try rounded(point.y, .metres, "\(name), \(joint.name), world y"),
                try rounded(point.z, .metres, "\(name), \(joint.name), world z"),
            ])
        }
        angles = [:]
        for (angle, value) in measured.angles {
            angles[angle.rawValue] = try rounded(value.degrees, .degrees, "\(name), angle \(angle.rawValue)")
        }
    }

    func measuredPose(name: String, width: Int, height: Int) throws(ImageRecordError) -> MeasuredPose {
        let count = Joint.allCases.count
        try check(landmarks.count, is: count, "\(name), landmarks")
        try check(world.count, is: count, "\(name), world")
        for joint in Joint.allCases {
            try check(landmarks[joint.rawValue].count, is: 5, "\(name), landmark of \(joint.name)")
            try check(world[joint.rawValue].count, is: 3, "\(name), world point of \(joint.name)")
        }
        let pose = Pose(
            landmarks: landmarks.map { values in
                let isInside =
                    values[0] >= 0 && values[0] < Double(width) && values[1] >= 0 && values[1] < Double(height)
                return Landmark(
                    position: PixelPoint(x: values[0], y: values[1]), z: values[2], visibility: values[3],
                    presence: values[4], isInsideImage: isInside)
            },
            world: world.map { WorldPoint(x: $0[0], y: $0[1], z: $0[2]) },
            score: score, presence: presence,
            region: Region(center: PixelPoint(x: region.x, y: region.y), size: region.size, rotation: region.rotation))
        var known: [JointAngle: Angle] = [:]
        for (key, degrees) in angles {
            if let angle = JointAngle(rawValue: key) { known[angle] = Angle(degrees: degrees) }
        }
        return MeasuredPose(pose, angles: known)
    }
}

/// How many decimals are kept.
private struct Precision {
    /// Ten to the power of the decimals.
    let scale: Double

    static let pixels = Precision(scale: 1e3)
    static let metres = Precision(scale: 1e5)
    static let radians = Precision(scale: 1e5)
    static let probability = Precision(scale: 1e5)
    static let degrees = Precision(scale: 1e2)
}

/// The nearest number with the decimals that are kept.
private func rounded(
    _ value: Double, _ precision: Precision, _ name: @autoclosure () -> String
) throws(ImageRecordError) -> Double {
    guard value.isFinite else { throw .notFinite(name: name()) }
    // Beyond 2^52 there are no decimals, and the product might overflow.
    guard abs(value) < 0x1p52 else { return value }
    // Adding zero turns -0 into 0.
    return (value * precision.scale).rounded() / precision.scale + 0
}

private func check(_ actual: Int, is expected: Int, _ name: @autoclosure () -> String) throws(ImageRecordError) {
    guard actual == expected else { throw .wrongCount(name: name(), expected: expected, actual: actual) }
}
