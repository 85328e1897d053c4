import Foundation
import PoiseTestSupport

/// The models that `Tests/Fixtures/models/make_models.py` writes.
enum Fixture {
    static let folder = Reference.packageFolder.appending(path: "Tests/Fixtures/models")

    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: name)))
    }

    /// The results of LiteRT for a model, and the weights of the model.
    struct Expected: Decodable {
        var input: [Float]
        var outputs: [String: [Float]]
        var weights: [[Float]]?
    }

    static func expected() throws -> [String: Expected] {
        try JSONDecoder().decode(
            [String: Expected].self, from: Data(contentsOf: folder.appending(path: "expected.json")))
    }
}
