import Foundation
import Landmarks
import TestSupport

/// A person of a photo as people have marked it: up to 12 joints of the limbs.
struct AnnotatedPerson {
    /// Width and height of the box round the person, pixels.
    let box: (width: Double, height: Double)
    /// Pixels that the person covers, where the data set says so.
    let area: Double?
    /// Where the joints are, pixels.
    let joints: [Joint: PixelPoint]
    /// Where the joints are in space, metres, in the axes of some camera or room.
    let world: [Joint: WorldPoint]

    /// The longer side of the box, pixels.
    var size: Double { max(box.width, box.height) }

    /// From the middle of the shoulders to the middle of the hips, pixels; `nil` when one of the four is not marked.
    var torso: Double? {
        guard let leftShoulder = joints[.leftShoulder], let rightShoulder = joints[.rightShoulder],
            let leftHip = joints[.leftHip], let rightHip = joints[.rightHip]
        else { return nil }
        let x = (leftShoulder.x + rightShoulder.x - leftHip.x - rightHip.x) / 2
        let y = (leftShoulder.y + rightShoulder.y - leftHip.y - rightHip.y) / 2
        return (x * x + y * y).squareRoot()
    }

    /// The annotated photos of the reference data.
    static func reference() throws -> [String: [AnnotatedPerson]] {
        try JSONDecoder().decode([String: [AnnotatedPerson]].self, from: Data(Reference.bytes("ground_truth.json")))
    }
}

extension AnnotatedPerson: Decodable {
    private enum CodingKeys: String, CodingKey {
        case box = "bbox"
        case area
        case joints
        case world = "joints_3d_m"
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let box = try values.decode([Double].self, forKey: .box)
        self.box = (box[2], box[3])
        area = try values.decodeIfPresent(Double.self, forKey: .area)
        func byJoint(_ key: CodingKeys) throws -> [(Joint, [Double])] {
            let named = try values.decodeIfPresent([String: [Double]].self, forKey: key) ?? [:]
            return named.compactMap { name, place in
                let words = name.split(separator: "_").joined(separator: " ")
                return Joint.allCases.first { $0.name == words }.map { ($0, place) }
            }
        }
        joints = Dictionary(
            uniqueKeysWithValues: try byJoint(.joints).map { ($0, PixelPoint(x: $1[0], y: $1[1])) })
        world = Dictionary(
            uniqueKeysWithValues: try byJoint(.world).map { ($0, WorldPoint(x: $1[0], y: $1[1], z: $1[2])) })
    }
}
