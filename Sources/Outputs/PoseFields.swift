import PoiseBody

/// The JSON fields of a region of interest.
struct SquareFields: Codable {
    var x: Double
    var y: Double
    var size: Double
    var rotation: Double

    init(_ region: RegionOfInterest, name: String) throws(FieldError) {
        x = try rounded(region.center.x, .pixels, "\(name), region x")
        y = try rounded(region.center.y, .pixels, "\(name), region y")
        size = try rounded(region.size, .pixels, "\(name), region size")
        rotation = try rounded(region.rotation, .radians, "\(name), region rotation")
    }

    var region: RegionOfInterest { RegionOfInterest(center: PixelPoint(x: x, y: y), size: size, rotation: rotation) }
}

/// The JSON rows of a person's landmarks in the image and in space, one row of numbers per joint.
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

    /// Creates rows from decoded lists, and checks their counts.
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

    /// Returns the landmarks in an image of the given size.
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

/// The JSON fields of confidences and expected errors, which files of earlier versions lack.
struct CertaintyFields {
    var quality: Double?
    /// One value per joint; `nil` without values.
    var confidence: [Double]?
    var expectedError: [Double]?

    init(quality: Double?, landmarks: [Landmark], name: String) throws(FieldError) {
        if let quality { self.quality = try rounded(quality, .probability, "\(name), quality") }
        confidence = try CertaintyFields.list(landmarks.map(\.confidence), .probability, "\(name), confidence")
        expectedError = try CertaintyFields.list(landmarks.map(\.expectedError), .pixels, "\(name), expected error")
    }

    /// Creates fields from decoded lists, and checks their counts.
    init(
        quality: Double?, confidence: [Double]?, expectedError: [Double]?, checkedAs name: String
    ) throws(FieldError) {
        let count = Joint.allCases.count
        if let confidence { try check(confidence.count, is: count, "\(name), confidence") }
        if let expectedError { try check(expectedError.count, is: count, "\(name), expectedError") }
        (self.quality, self.confidence, self.expectedError) = (quality, confidence, expectedError)
    }

    /// Returns the landmarks with confidences and expected errors.
    func applied(to landmarks: [Landmark]) -> [Landmark] {
        landmarks.enumerated().map { index, landmark in
            var landmark = landmark
            landmark.confidence = confidence?[index]
            landmark.expectedError = expectedError?[index]
            return landmark
        }
    }

    private static func list(
        _ values: [Double?], _ precision: Precision, _ name: String
    ) throws(FieldError) -> [Double]? {
        let known = values.compactMap { $0 }
        guard known.count == values.count else { return nil }
        var result: [Double] = []
        for (joint, value) in zip(Joint.allCases, known) {
            result.append(try rounded(value, precision, "\(name) of \(joint.name)"))
        }
        return result
    }
}

private func check(_ actual: Int, is expected: Int, _ name: @autoclosure () -> String) throws(FieldError) {
    guard actual == expected else { throw .wrongCount(name: name(), expected: expected, actual: actual) }
}
