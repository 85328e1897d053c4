extension String {
    /// The text for one line of a terminal: line breaks and control characters are escaped, and a text of more than 1000
    /// characters (such as a name in a hostile file) is reduced to its beginning and its end.
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
