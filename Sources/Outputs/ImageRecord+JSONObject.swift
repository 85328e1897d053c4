import PoiseBody

/// The JSON fields of a line.
struct JSONObject: Codable {
    struct Person: Codable {
        var score: Double
        var presence: Double
        var quality: Double?
        var region: SquareFields
        var landmarks: [[Double]]
        var world: [[Double]]
        var confidence: [Double]?
        var expectedError: [Double]?
        var angles: [String: Double]
        var angleErrors: [String: Double]?
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
                do throws(FieldError) {
                    people.append(try Person(pose, name: "pose \(index + 1)"))
                } catch { throw ImageRecordError(error) }
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
            do throws(FieldError) {
                measured.append(try person.measuredPose(name: "pose \(index + 1)", width: width, height: height))
            } catch { throw ImageRecordError(error) }
        }
        return .result(ImageResult(file: file, width: width, height: height, poses: measured))
    }
}

extension JSONObject.Person {
    init(_ measured: MeasuredPose, name: String) throws(FieldError) {
        let pose = measured.pose
        score = try rounded(pose.score, .probability, "\(name), score")
        presence = try rounded(pose.presence, .probability, "\(name), presence")
        region = try SquareFields(pose.region, name: name)
        let rows = try JointRows(landmarks: pose.landmarks, world: pose.world, name: name)
        landmarks = rows.landmarks
        world = rows.world
        let certainty = try CertaintyFields(quality: pose.quality, landmarks: pose.landmarks, name: name)
        (quality, confidence, expectedError) = (certainty.quality, certainty.confidence, certainty.expectedError)
        angles = try degrees(measured.angles, "\(name), angle")
        angleErrors = measured.angleErrors.isEmpty ? nil : try degrees(measured.angleErrors, "\(name), error of angle")
    }

    func measuredPose(name: String, width: Int, height: Int) throws(FieldError) -> MeasuredPose {
        let rows = try JointRows(landmarks: landmarks, world: world, checkedAs: name)
        let certainty = try CertaintyFields(
            quality: quality, confidence: confidence, expectedError: expectedError, checkedAs: name)
        let pose = Pose(
            landmarks: certainty.applied(to: rows.landmarks(width: width, height: height)), world: rows.worldPoints,
            score: score, presence: presence, region: region.region, quality: quality)
        return MeasuredPose(pose, angles: known(angles), angleErrors: known(angleErrors ?? [:]))
    }
}

/// Returns angles in degrees, keyed by name and rounded.
private func degrees(_ angles: [JointAngle: Angle], _ name: String) throws(FieldError) -> [String: Double] {
    var result: [String: Double] = [:]
    for (angle, value) in angles {
        result[angle.rawValue] = try rounded(value.degrees, .degrees, "\(name) \(angle.rawValue)")
    }
    return result
}

/// Returns the angles whose names are known to this version.
private func known(_ degrees: [String: Double]) -> [JointAngle: Angle] {
    var result: [JointAngle: Angle] = [:]
    for (key, value) in degrees {
        if let angle = JointAngle(rawValue: key) { result[angle] = Angle(degrees: value) }
    }
    return result
}

extension ImageRecordError {
    init(_ error: FieldError) {
        self =
            switch error {
            case .notFinite(let name): .notFinite(name: name)
            case .wrongCount(let name, let expected, let actual):
                .wrongCount(name: name, expected: expected, actual: actual)
            }
    }
}
