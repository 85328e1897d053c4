import PoiseSupport
import PoiseBody

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension ImageRecord {
    /// Returns the record as JSON on one line, without a final line break. Equal records give equal text: keys are
    /// sorted and numbers rounded, pixels to 3 decimals, meters, radians and probabilities to 5, degrees to 2.
    ///
    ///     {"file":"a.jpg","height":480,"poses":[{"angleErrors":{"leftElbow":6.4,..},
    ///      "angles":{"leftElbow":171.2,..},"confidence":[0.97,..],"expectedError":[4.1,..],
    ///      "landmarks":[[x,y,z,visibility,presence],..],"presence":0.99,"quality":0.83,
    ///      "region":{"rotation":0,"size":400,"x":..,"y":..},"score":0.97,"world":[[x,y,z],..]}],"width":640}
    ///     {"error":"the file does not exist","file":"b.jpg"}
    ///
    /// Units: pixels for landmarks, `expectedError` and the center and size of the region of interest, meters for
    /// `world`, radians for `rotation`, degrees for `angles` and `angleErrors`. `confidence`, `expectedError` and
    /// `quality` are omitted where they are unknown.
    /// - Throws: ``ImageRecordError/notFinite(name:)`` when a number is infinite or NaN.
    public func jsonLine() throws(ImageRecordError) -> String {
        let object = try JSONObject(self)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(object), as: UTF8.self)
        } catch {
            throw .malformed(reason: "\(error)")
        }
    }

    /// Decodes a record from the output of ``jsonLine()``. Unknown fields and angles are ignored.
    ///
    /// `Landmark.isInsideImage` is not stored; it follows from the coordinates and the image size. Masks are not stored
    /// either.
    /// - Throws: ``ImageRecordError`` when the text is not a record.
    public init(jsonLine line: String) throws(ImageRecordError) {
        let object: JSONObject
        do {
            let text = try JSONText.content(of: Array(line.utf8))
            object = try JSONDecoder().decode(JSONObject.self, from: Data(text))
        } catch let error as DecodingError {
            throw .malformed(reason: error.sentence)
        } catch {
            throw .malformed(reason: "\(error)")
        }
        self = try object.record()
    }
}

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
    package init(_ error: FieldError) {
        self =
            switch error {
            case .notFinite(let name): .notFinite(name: name)
            case .wrongCount(let name, let expected, let actual):
                .wrongCount(name: name, expected: expected, actual: actual)
            }
    }
}
