import Landmarks

/// The fields of a line, as they stand in JSON.
struct JSONObject: Codable {
    struct Person: Codable {
        var score: Double
        var presence: Double
        var region: SquareFields
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
        angles = [:]
        for (angle, value) in measured.angles {
            angles[angle.rawValue] = try rounded(value.degrees, .degrees, "\(name), angle \(angle.rawValue)")
        }
    }

    func measuredPose(name: String, width: Int, height: Int) throws(FieldError) -> MeasuredPose {
        let rows = try JointRows(landmarks: landmarks, world: world, checkedAs: name)
        let pose = Pose(
            landmarks: rows.landmarks(width: width, height: height), world: rows.worldPoints, score: score,
            presence: presence, region: region.region)
        var known: [JointAngle: Angle] = [:]
        for (key, degrees) in angles {
            if let angle = JointAngle(rawValue: key) { known[angle] = Angle(degrees: degrees) }
        }
        return MeasuredPose(pose, angles: known)
    }
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
