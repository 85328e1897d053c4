import PoiseBody

/// The JSON fields of the header line.
struct SequenceHeaderFields: Codable {
    /// The name and version of the format.
    static let format = "poise/1"

    var format: String
    var file: String
    var width: Int
    var height: Int
    var framesPerSecond: Double
    var model: String
    var joints: [String]

    init(_ header: PoseSequence.Header) throws(PoseSequenceError.Fault) {
        format = SequenceHeaderFields.format
        file = header.file
        width = header.width
        height = header.height
        do throws(FieldError) {
            framesPerSecond = try rounded(header.framesPerSecond, .seconds, "framesPerSecond")
        } catch { throw PoseSequenceError.Fault(error) }
        model = header.model
        joints = header.joints
        try check()
    }

    func header() throws(PoseSequenceError.Fault) -> PoseSequence.Header {
        try check()
        let header = PoseSequence.Header(
            file: file, width: width, height: height, framesPerSecond: framesPerSecond, model: model)
        guard joints.count == header.joints.count else {
            throw .wrongCount(name: "joints", expected: header.joints.count, actual: joints.count)
        }
        guard joints == header.joints else { throw .wrongJoints }
        return header
    }

    private func check() throws(PoseSequenceError.Fault) {
        guard width > 0, height > 0 else { throw .emptySide(width: width, height: height) }
        guard framesPerSecond > 0 else { throw .rateNotPositive(framesPerSecond) }
    }
}

/// The only field that every version of the format has.
struct SequenceFormatField: Decodable {
    var format: String?
}

/// The JSON fields of a frame line.
struct SequenceFrameFields: Codable {
    struct Person: Codable {
        var id: Int
        var presence: Double
        var region: SquareFields
        var landmarks: [[Double]]
        var world: [[Double]]
        var quality: Double?
        var confidence: [Double]?
        var expectedError: [Double]?
        /// Omitted if empty.
        var collapsed: [String]?
    }

    var frame: Int
    var time: Double
    var people: [Person]
    /// Omitted if equal to the header's.
    var width: Int?
    /// Omitted if equal to the header's.
    var height: Int?

    init(_ frame: PoseSequence.Frame) throws(FieldError) {
        self.frame = frame.index
        width = frame.size?.width
        height = frame.size?.height
        time = try rounded(frame.seconds, .seconds, "time")
        people = []
        for person in frame.people { people.append(try Person(person)) }
    }

    /// Returns the time, to the nanosecond.
    func instant() throws(PoseSequenceError.Fault) -> Duration {
        // 285 years: more nanoseconds do not fit 64 bits.
        guard abs(time) < 9e9 else { throw .timeOutOfRange(time) }
        return .nanoseconds(Int64((time * 1e9).rounded()))
    }

    func read(_ header: PoseSequence.Header) throws(PoseSequenceError.Fault) -> PoseSequence.Frame {
        var size: ImageSize?
        if width != nil || height != nil {
            size = ImageSize(width: width ?? header.width, height: height ?? header.height)
        }
        if let size, size.width <= 0 || size.height <= 0 { throw .emptySide(width: size.width, height: size.height) }
        var frame = PoseSequence.Frame(index: frame, time: try instant(), people: [], size: size)
        do throws(FieldError) {
            for person in people { frame.people.append(try person.read(size ?? header.size)) }
        } catch { throw PoseSequenceError.Fault(error) }
        return frame
    }
}

extension SequenceFrameFields.Person {
    init(_ person: TrackedPerson) throws(FieldError) {
        let name = "person \(person.id)"
        id = person.id
        let pose = person.pose
        presence = try rounded(pose.presence, .probability, "\(name), presence")
        region = try SquareFields(pose.region, name: name)
        let rows = try JointRows(landmarks: pose.landmarks, world: pose.world, name: name)
        landmarks = rows.landmarks
        world = rows.world
        let certainty = try CertaintyFields(quality: pose.quality, landmarks: pose.landmarks, name: name)
        (quality, confidence, expectedError) = (certainty.quality, certainty.confidence, certainty.expectedError)
        collapsed = person.collapsed.isEmpty ? nil : person.collapsed.map(\.rawValue).sorted()
    }

    func read(_ size: ImageSize) throws(FieldError) -> TrackedPerson {
        let rows = try JointRows(landmarks: landmarks, world: world, checkedAs: "person \(id)")
        let certainty = try CertaintyFields(
            quality: quality, confidence: confidence, expectedError: expectedError, checkedAs: "person \(id)")
        // The lines have no score of the detector; the presence stands for it.
        let pose = Pose(
            landmarks: certainty.applied(to: rows.landmarks(width: size.width, height: size.height)),
            world: rows.worldPoints, score: presence, presence: presence, region: region.region, quality: quality)
        return TrackedPerson(
            id: id, pose: pose,
            // Other versions may have other limb pairs.
            collapsed: Set((collapsed ?? []).compactMap(LimbPair.init)))
    }
}

/// Check of the order of frames.
struct FrameOrder {
    private var last: (index: Int, time: Duration)?

    /// Updates with the next frame's index, time and people's ids.
    mutating func advance(
        index: Int, time: Duration, ids: some Sequence<Int>
    ) throws(PoseSequenceError.Fault) {
        guard index > last?.index ?? -1 else { throw .frameDoesNotAdvance(last: last?.index, given: index) }
        if let last, time <= last.time { throw .timeDoesNotAdvance(last: last.time, given: time) }
        var seen: Set<Int> = []
        for id in ids where !seen.insert(id).inserted { throw .personTwice(id: id) }
        last = (index, time)
    }
}

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

/// The number of decimals that are kept.
package struct Precision: Sendable {
    /// Ten to the power of the decimals.
    let scale: Double

    package static let pixels = Precision(scale: 1e3)
    package static let metres = Precision(scale: 1e5)
    package static let radians = Precision(scale: 1e5)
    package static let probability = Precision(scale: 1e5)
    package static let degrees = Precision(scale: 1e2)
    package static let seconds = Precision(scale: 1e6)
}

/// Returns the value rounded to the decimals that are kept.
package func rounded(
    _ value: Double, _ precision: Precision, _ name: @autoclosure () -> String
) throws(FieldError) -> Double {
    guard value.isFinite else { throw .notFinite(name: name()) }
    // Beyond 2^52 there are no decimals, and the product might overflow.
    guard abs(value) < 0x1p52 else { return value }
    // Adding zero turns -0 into 0.
    return (value * precision.scale).rounded() / precision.scale + 0
}

/// An error in a JSON field, with the name of the field.
package enum FieldError: Error {
    /// The number is infinite or NaN, which JSON cannot represent.
    case notFinite(name: String)
    /// A list has the wrong length.
    case wrongCount(name: String, expected: Int, actual: Int)
}
