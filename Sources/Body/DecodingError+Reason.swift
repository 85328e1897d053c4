extension DecodingError {
    /// The coding path from the outermost value to the one that is wrong.
    package var path: [any CodingKey] { context?.codingPath ?? [] }

    /// The problem in one phrase, in words for people who write such files.
    package var reason: String {
        switch self {
        case .keyNotFound(let key, _): "the field “\(key.stringValue)” is missing"
        case .typeMismatch: "the value has an unexpected type"
        case .valueNotFound: "the value is null, and one is needed"
        case .dataCorrupted(let context):
            context.codingPath.isEmpty ? "the text is not JSON" : "the value is not a readable number"
        @unknown default: "\(self)"
        }
    }

    /// The place, such as `poses[0].score`, and the problem.
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
