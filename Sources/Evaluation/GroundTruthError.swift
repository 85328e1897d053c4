/// Why a file is no ground truth: where, and what is wrong.
public enum GroundTruthError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The text is not JSON, or lacks a field, or a field has another type.
    case malformed(place: String, reason: String)
    /// A joint's name is none of the 33.
    case unknownJoint(place: String, name: String)
    /// A list has the wrong length.
    case wrongCount(place: String, expected: String, actual: Int)
    /// A box or an area is not larger than nothing.
    case notPositive(place: String)
    /// A joint is there twice, under both ways of writing its name.
    case jointTwice(place: String, name: String)
    /// Two pictures have one name or one number.
    case pictureTwice(name: String)
    /// An annotation is of a picture that is not listed.
    case unknownPicture(annotation: Int, picture: Int)
    /// There are no pictures.
    case empty

    /// One sentence that says what is wrong and where.
    public var description: String {
        switch self {
        case .malformed("", let reason): "this is not a ground truth: \(reason)"
        case .malformed(let place, let reason): "\(place): \(reason)"
        case .unknownJoint(let place, let name): "\(place): there is no joint named “\(name)”"
        case .wrongCount(let place, let expected, let actual):
            "\(place): there are \(actual) numbers instead of \(expected)"
        case .notPositive(let place): "\(place) is not larger than nothing"
        case .jointTwice(let place, let name): "\(place): the joint “\(name)” is there twice"
        case .pictureTwice(let name): "the picture “\(name)” is there twice"
        case .unknownPicture(let annotation, let picture):
            "annotation \(annotation) is of the picture with the id \(picture), which is not listed"
        case .empty: "this is not a ground truth: there are no pictures"
        }
    }

    /// What a decoder found wrong.
    ///
    /// - Parameter levels: How the steps into the file are called, such as a picture and a person in it.
    init(_ error: any Error, levels: [(CodingKey) -> String]) {
        guard let error = error as? DecodingError else {
            self = .malformed(place: "", reason: "\(error)")
            return
        }
        let (context, reason): (DecodingError.Context, String) =
            switch error {
            case .keyNotFound(let key, let context): (context, "there is no field “\(key.stringValue)”")
            case .typeMismatch(_, let context): (context, "this has another type than is expected")
            case .valueNotFound(_, let context): (context, "there is null where a value is needed")
            case .dataCorrupted(let context):
                (context, context.codingPath.isEmpty ? "the text is not JSON" : "this is no number that can be read")
            @unknown default: (DecodingError.Context(codingPath: [], debugDescription: ""), "\(error)")
            }
        let place = context.codingPath.enumerated().map { index, key in
            index < levels.count
                ? levels[index](key) : key.intValue.map { "number \($0 + 1)" } ?? key.stringValue
        }
        self = .malformed(place: place.joined(separator: ", "), reason: reason)
    }
}
