extension DecodingError {
    /// The steps from the outermost value to the one that is wrong.
    package var path: [any CodingKey] { context?.codingPath ?? [] }

    /// What is wrong there, in words for those who write files of people.
    package var reason: String {
        switch self {
        case .keyNotFound(let key, _): "there is no field “\(key.stringValue)”"
        case .typeMismatch: "this has another type than is expected"
        case .valueNotFound: "there is null where a value is needed"
        case .dataCorrupted(let context):
            context.codingPath.isEmpty ? "the text is not JSON" : "this is no number that can be read"
        @unknown default: "\(self)"
        }
    }

    /// Where it is, such as `poses[0].score`, and what is wrong.
    package var sentence: String {
        let place = path.reduce(into: "") { place, key in
            if let index = key.intValue {
                place += "[\(index)]"
            } else {
                place += (place.isEmpty ? "" : ".") + key.stringValue
            }
        }
        return place.isEmpty ? reason : "\(place): \(reason)"
    }

    private var context: Context? {
        switch self {
        case .keyNotFound(_, let context), .typeMismatch(_, let context), .valueNotFound(_, let context),
            .dataCorrupted(let context):
            context
        @unknown default: nil
        }
    }
}
