import PoiseBody

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension GroundTruth {
    /// Reads COCO's keypoint annotations, such as `person_keypoints_val2017.json`
    /// (https://cocodataset.org/#format-data).
    ///
    /// A crowd (`iscrowd`), or a person without labeled joints, becomes a person without known joints.
    static func images(coco data: Data) throws(GroundTruthError) -> [String: [AnnotatedPerson]] {
        let file: COCOFile
        do { file = try JSONDecoder().decode(COCOFile.self, from: data) } catch {
            throw GroundTruthError(
                error, levels: [{ $0.stringValue }, { "element \(($0.intValue ?? 0) + 1)" }])
        }
        let joints = try file.joints()
        var names: [Int: String] = [:]
        var images: [String: [AnnotatedPerson]] = [:]
        for image in file.images {
            guard images.updateValue([], forKey: image.name) == nil,
                names.updateValue(image.name, forKey: image.id) == nil
            else { throw .imageTwice(name: image.name) }
        }
        for (index, annotation) in file.annotations.enumerated() {
            guard let name = names[annotation.image] else {
                throw .unknownImage(annotation: index + 1, image: annotation.image)
            }
            images[name]?.append(try annotation.person(joints, at: "annotation \(index + 1) (image “\(name)”)"))
        }
        return images
    }
}

/// The JSON fields of an annotation file.
private struct COCOFile: Decodable {
    struct ImageEntry: Decodable {
        var id: Int
        var name: String

        private enum CodingKeys: String, CodingKey {
            case id
            case name = "file_name"
        }
    }

    struct Category: Decodable {
        var keypoints: [String]?
    }

    struct Annotation: Decodable {
        var image: Int
        var keypoints: [Double]
        var bbox: [Double]
        var area: Double?
        var isCrowd: Int?

        private enum CodingKeys: String, CodingKey {
            case keypoints, bbox, area
            case image = "image_id"
            case isCrowd = "iscrowd"
        }

        func person(_ joints: [Joint], at place: String) throws(GroundTruthError) -> AnnotatedPerson {
            guard keypoints.count == 3 * joints.count else {
                throw .wrongCount(
                    place: "\(place), keypoints", expected: "\(3 * joints.count)", actual: keypoints.count)
            }
            var places: [Joint: PixelPoint] = [:]
            for (index, joint) in joints.enumerated() where isCrowd ?? 0 == 0 && keypoints[3 * index + 2] > 0 {
                places[joint] = PixelPoint(x: keypoints[3 * index], y: keypoints[3 * index + 1])
            }
            // The box of a person without joints is not used, and may be empty.
            guard !places.isEmpty else {
                return AnnotatedPerson(box: BoundingBox(left: 0, top: 0, right: 0, bottom: 0), joints: [:])
            }
            if let area, area <= 0 { throw .notPositive(place: "\(place), area") }
            return AnnotatedPerson(box: try BoundingBox(coco: bbox, at: place), area: area, joints: places)
        }
    }

    var images: [ImageEntry]
    var annotations: [Annotation]
    var categories: [Category]?

    /// Returns the joints of the keypoints, in their order.
    func joints() throws(GroundTruthError) -> [Joint] {
        guard let names = categories?.compactMap(\.keypoints).first else { return COCOFile.joints }
        var joints: [Joint] = []
        for name in names {
            let joint = try Joint(annotated: name, at: "categories, keypoints")
            guard !joints.contains(joint) else { throw .jointTwice(place: "categories, keypoints", name: name) }
            joints.append(joint)
        }
        return joints
    }

    /// COCO's 17 keypoints.
    private static let joints: [Joint] = [
        .nose, .leftEye, .rightEye, .leftEar, .rightEar, .leftShoulder, .rightShoulder, .leftElbow, .rightElbow,
        .leftWrist, .rightWrist, .leftHip, .rightHip, .leftKnee, .rightKnee, .leftAnkle, .rightAnkle,
    ]
}
