import PoiseSupport
import PoiseBody

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Ground truth: the people in each image, and the positions of their joints.
public struct GroundTruth: Sendable, Hashable {
    /// The people by image name; an empty list for an image without people.
    public var images: [String: [AnnotatedPerson]]

    /// Creates a ground truth from its parts.
    public init(images: [String: [AnnotatedPerson]]) { self.images = images }

    /// Reads JSON: COCO's keypoint annotations, or an object with a list of people per image.
    ///
    ///     {"a.jpg": [{"bbox": [x, y, width, height], "area": 1234.5,
    ///                 "joints": {"left_shoulder": [x, y, v], ..},
    ///                 "joints_3d_m": {"left_shoulder": [x, y, z], ..}}],
    ///      "empty.jpg": []}
    ///
    ///     {"images": [{"id": 1, "file_name": "a.jpg"}, ..],
    ///      "annotations": [{"image_id": 1, "bbox": [x, y, width, height], "area": 1234.5,
    ///                       "keypoints": [x, y, v, ..]}, ..],
    ///      "categories": [{"keypoints": ["nose", ..]}]}
    ///
    /// Pixels for `bbox`, `area` (in square pixels), `joints` and `keypoints`, meters for `joints_3d_m`. `area`,
    /// `joints_3d_m` and the third number of a joint are optional; a joint whose third number is 0 is unlabeled and
    /// skipped. The names are MediaPipe's 33, written `left_knee` or `leftKnee`. `categories` is optional; without it,
    /// keypoints are COCO's 17. Other fields are ignored.
    /// - Throws: ``GroundTruthError``.
    public init(json: [UInt8]) throws(GroundTruthError) {
        let data: Data
        do { data = Data(try JSONText.content(of: json)) } catch {
            throw .malformed(place: "", reason: "\(error)")
        }
        let keys: Set<String>
        do { keys = try JSONDecoder().decode(ObjectKeys.self, from: data).keys } catch {
            throw GroundTruthError(error, levels: [])
        }
        guard !keys.isSuperset(of: ["file", "poses"]) else {
            throw .malformed(place: "", reason: "these are results of images, which have another format")
        }
        self.init(
            images: keys.isSuperset(of: ["images", "annotations"])
                ? try GroundTruth.images(coco: data) : try GroundTruth.images(byName: data))
        guard !images.isEmpty else { throw .empty }
    }

    private static func images(byName data: Data) throws(GroundTruthError) -> [String: [AnnotatedPerson]] {
        let files: [String: [PersonFields]]
        do { files = try JSONDecoder().decode([String: [PersonFields]].self, from: data) } catch {
            throw GroundTruthError(
                error,
                levels: [{ "image “\($0.stringValue)”" }, { "person \(($0.intValue ?? 0) + 1)" }])
        }
        var images: [String: [AnnotatedPerson]] = [:]
        for (name, people) in files.sorted(by: { $0.key < $1.key }) {
            var read: [AnnotatedPerson] = []
            for (index, person) in people.enumerated() {
                read.append(try person.person(at: "image “\(name)”, person \(index + 1)"))
            }
            images[name] = read
        }
        return images
    }
}

/// The names of an object's fields.
private struct ObjectKeys: Decodable {
    let keys: Set<String>

    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        keys = Set(try decoder.container(keyedBy: Key.self).allKeys.map(\.stringValue))
    }
}

/// The JSON fields of a person.
private struct PersonFields: Decodable {
    var bbox: [Double]
    var area: Double?
    var joints: [String: [Double]]
    var world: [String: [Double]]?

    private enum CodingKeys: String, CodingKey {
        case bbox, area, joints
        case world = "joints_3d_m"
    }

    func person(at place: String) throws(GroundTruthError) -> AnnotatedPerson {
        var person = AnnotatedPerson(box: try BoundingBox(coco: bbox, at: place), area: area, joints: [:])
        if let area, area <= 0 { throw .notPositive(place: "\(place), area") }
        for (name, numbers) in joints.sorted(by: { $0.key < $1.key }) {
            let joint = try Joint(annotated: name, at: "\(place), joints")
            guard 2...3 ~= numbers.count else {
                throw .wrongCount(place: "\(place), joint “\(name)”", expected: "2 or 3", actual: numbers.count)
            }
            guard numbers.count == 2 || numbers[2] != 0 else { continue }
            guard person.joints.updateValue(PixelPoint(x: numbers[0], y: numbers[1]), forKey: joint) == nil else {
                throw .jointTwice(place: place, name: name)
            }
        }
        for (name, numbers) in (world ?? [:]).sorted(by: { $0.key < $1.key }) {
            let joint = try Joint(annotated: name, at: "\(place), joints_3d_m")
            guard numbers.count == 3 else {
                throw .wrongCount(place: "\(place), joint “\(name)” in 3D", expected: "3", actual: numbers.count)
            }
            let point = WorldPoint(x: numbers[0], y: numbers[1], z: numbers[2])
            guard person.world.updateValue(point, forKey: joint) == nil else {
                throw .jointTwice(place: place, name: name)
            }
        }
        return person
    }
}

extension BoundingBox {
    /// Creates a box from left, top, width and height.
    init(coco numbers: [Double], at place: String) throws(GroundTruthError) {
        guard numbers.count == 4 else {
            throw .wrongCount(place: "\(place), bbox", expected: "4", actual: numbers.count)
        }
        guard numbers[2] > 0, numbers[3] > 0 else { throw .notPositive(place: "\(place), bbox") }
        self.init(left: numbers[0], top: numbers[1], right: numbers[0] + numbers[2], bottom: numbers[1] + numbers[3])
    }
}

extension Joint {
    /// Creates a joint from its name, in words joined by underscores or in camel case.
    init(annotated name: String, at place: String) throws(GroundTruthError) {
        guard let joint = Joint(annotated: name) else { throw .unknownJoint(place: place, name: name) }
        self = joint
    }

    /// Creates a joint from its name in either spelling; `nil` for other names.
    init?(annotated name: String) {
        let words = name.split(separator: "_").joined(separator: " ")
        guard let joint = Joint.allCases.first(where: { $0.name == words || $0.identifier == name }) else { return nil }
        self = joint
    }
}
