extension String {
    /// The text for one line of a terminal: line breaks and control characters are escaped, and of a text without
    /// bounds (a name in a hostile file) the beginning and the end are shown.
    package var printable: String {
        var text = ""
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: text += scalar.escaped(asASCII: true)
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text.count <= 1000 ? text : "\(text.prefix(600)) ... \(text.suffix(300))"
    }
}
