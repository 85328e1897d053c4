import Foundation
import PoiseImaging
import PoiseMannequin
import PoiseImageFiles
import PoiseTestSupport

/// The input files of the tests.
enum Fixtures {
    private static let folder = Reference.packageFolder.appending(path: "Tests/Fixtures")

    static func url(_ path: String) -> URL { folder.appending(path: path) }

    static func bytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: url(path))) }

    /// The landmark network that is part of the program.
    static let fullModel = Reference.packageFolder.appending(path: "Weights/full.safetensors")

    /// The sizes of the images of `make_images.py`, by name; unreadable ones have none.
    static func imageSizes() throws -> [String: Size] {
        try JSONDecoder().decode([String: Size].self, from: Data(contentsOf: url("images/expected.json")))
    }

    struct Size: Decodable, Equatable {
        var width: Int
        var height: Int
    }

    /// A PNG file that shows a person.
    static func person() throws -> [UInt8] { try rendered.get() }

    private static let rendered = Result<[UInt8], any Error> {
        let camera = Camera(width: 256, height: 256)
        return try Scene(Figure(posture: .squat(depth: 0.4)), camera: camera, backdrop: .room).render().image.pngData()
    }
}

extension Fixtures {
    /// Returns the full model with other 32-bit numbers in some tensors.
    static func fullModel(filling tensors: [String: Float]) throws -> [UInt8] {
        let file = [UInt8](try Data(contentsOf: fullModel))
        let start = 8 + file[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
        guard var header = try JSONSerialization.jsonObject(with: Data(file[8..<start])) as? [String: [String: Any]]
        else { throw CocoaError(.propertyListReadCorrupt) }
        let places = header.compactMapValues { $0["data_offsets"] as? [Int] }
        var data: [UInt8] = []
        for (name, place) in places.sorted(by: { $0.value[0] < $1.value[0] }) {
            var bytes = Array(file[start + place[0]..<start + place[1]])
            if let value = tensors[name] {
                let pattern = value.bitPattern
                bytes = (0..<bytes.count * 2).map { UInt8(truncatingIfNeeded: pattern >> (8 * UInt32($0 % 4))) }
                header[name]?["dtype"] = "F32"
            }
            header[name]?["data_offsets"] = [data.count, data.count + bytes.count]
            data += bytes
        }
        let text = [UInt8](try JSONSerialization.data(withJSONObject: header))
        return (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) } + text + data
    }
}
