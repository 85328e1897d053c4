import PoiseBody

/// An error in a ground truth file.
public enum GroundTruthError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The text is not JSON, or lacks a field, or a field has another type.
    case malformed(place: String, reason: String)
    /// A joint's name is not one of the 33.
    case unknownJoint(place: String, name: String)
    /// A list has the wrong length.
    case wrongCount(place: String, expected: String, actual: Int)
    /// A box or an area is not positive.
    case notPositive(place: String)
    /// A joint occurs twice, under both spellings of its name.
    case jointTwice(place: String, name: String)
    /// Two images have the same name or id.
    case imageTwice(name: String)
    /// An annotation refers to an image that is not listed.
    case unknownImage(annotation: Int, image: Int)
    /// There are no images.
    case empty

    /// One sentence that says what is wrong and where.
    public var description: String {
        switch self {
        case .malformed("", let reason): "this is not a ground truth: \(reason)"
        case .malformed(let place, let reason): "\(place): \(reason)"
        case .unknownJoint(let place, let name): "\(place): there is no joint named “\(name)”"
        case .wrongCount(let place, let expected, let actual):
            "\(place): there are \(actual) numbers instead of \(expected)"
        case .notPositive(let place): "\(place) is not positive"
        case .jointTwice(let place, let name): "\(place): the joint “\(name)” occurs twice"
        case .imageTwice(let name): "the image “\(name)” occurs twice"
        case .unknownImage(let annotation, let image):
            "annotation \(annotation) refers to the image with the id \(image), which is not listed"
        case .empty: "this is not a ground truth: there are no images"
        }
    }

    /// Creates an error from a decoder's error.
    ///
    /// - Parameter levels: The names of the levels of the coding path, such as an image and a person in it.
    init(_ error: any Error, levels: [(CodingKey) -> String]) {
        guard let error = error as? DecodingError else {
            self = .malformed(place: "", reason: "\(error)")
            return
        }
        let place = error.path.enumerated().map { index, key in
            index < levels.count
                ? levels[index](key) : key.intValue.map { "number \($0 + 1)" } ?? key.stringValue
        }
        self = .malformed(place: place.joined(separator: ", "), reason: error.reason)
    }
}
