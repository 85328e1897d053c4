import Foundation
import PoiseTestSupport

/// The images created by `Tests/Fixtures/images/make_images.py`, and the pixels that OpenCV reads from them.
enum Fixtures {
    static let folder = Reference.packageFolder.appending(path: "Tests/Fixtures/images")

    struct Expected: Decodable {
        var width: Int
        var height: Int
        var sha256: String
    }

    static let expected: [String: Expected] = {
        guard let data = try? Data(contentsOf: folder.appending(path: "expected.json")) else { return [:] }
        return (try? JSONDecoder().decode([String: Expected].self, from: data)) ?? [:]
    }()

    static func url(_ name: String) -> URL { folder.appending(path: name) }

    static func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: url(name))) }
}
