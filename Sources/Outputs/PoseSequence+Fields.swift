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
