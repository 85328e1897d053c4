extension StrokeFont {
    /// Returns the glyph of a character; an empty box for characters that the font lacks.
    static func glyph(_ character: Character) -> Glyph { glyphs[character] ?? box }

    private static let box = parse("7 00707c0c00")
    private static let glyphs = outlines.mapValues(parse)

    /// Parses a glyph: the width, then the strokes. A stroke is a list of points, each one digit for x and one for y in
    /// base 17 (the baseline is y = c, descenders reach y = g); `~` rounds its corners.
    private static func parse(_ outline: String) -> Glyph {
        var parts = outline.split(separator: " ")
        let width = digits(parts.removeFirst()).first ?? 0
        let strokes = parts.map { part in
            let values = digits(part.drop { $0 == "~" })
            let points = stride(from: 0, to: values.count - 1, by: 2).map { Canvas.Point(values[$0], values[$0 + 1]) }
            return Glyph.Stroke(points: points, isRounded: part.hasPrefix("~"))
        }
        return Glyph(width: width, strokes: strokes)
    }

    private static func digits(_ text: Substring) -> [Double] {
        text.compactMap { Int(String($0), radix: 17) }.map(Double.init)
    }

    private static let outlines: [Character: String] = [
        " ": "3", "!": "0 0008 0c", "\"": "3 0003 3033", "#": "8 301c 705c 0484 0888",
        "$": "8 ~83810106868b0b09 404c", "%": "a ~0030340400 ~78a8ac7c78 901c",
        "&": "9 ~9c24206064080c6c97", "'": "0 0003", "(": "3 ~30000e3e", ")": "3 ~00303e0e",
        "*": "6 3036 0165 6105", "+": "8 434b 0787", ",": "1 1b1c0f", "-": "5 0757", ".": "0 0c", "/": "6 600c",
        "0": "7 ~00707c0c00", "1": "7 13404c", "2": "7 ~030070760c 0c7c", "3": "7 ~0200707636 ~36767c0c0a",
        "4": "7 5c500979", "5": "7 700005 ~05757c0c0a", "6": "7 ~7270000c7c7505", "7": "7 00702c",
        "8": "7 ~0070760600 ~06767c0c06", "9": "7 ~0a0c7c70000777",
        ":": "0 05 0c", ";": "1 15 1b1c0f", "<": "7 73077b", "=": "7 0575 0979", ">": "7 03770b",
        "?": "6 ~030060663639 3c", "@": "c ~44848a4a44 ~848acac0000eae",
        "A": "8 0c408c 1979", "B": "8 0c00 ~00707606 ~06868c0c", "C": "8 ~8380000c8c89", "D": "8 000c ~00808c0c",
        "E": "7 70000c7c 0666", "F": "7 70000c 0666", "G": "8 ~8380000c8c87 8757", "H": "8 000c 808c 0686",
        "I": "0 000c", "J": "6 ~606c0c09", "K": "8 000c 8007 348c", "L": "7 000c7c", "M": "a 0c0057a0ac",
        "N": "8 0c008c80", "O": "9 ~00909c0c00", "P": "8 0c00 ~00808707", "Q": "9 ~00909c0c00 699d",
        "R": "8 0c00 ~00808707 478c", "S": "8 ~82800006868c0c0a", "T": "8 0080 404c", "U": "8 ~000c8c80",
        "V": "8 004c80", "W": "c 003c629cc0", "X": "8 008c 800c", "Y": "8 004680 464c", "Z": "8 00800c8c",
        "[": "3 30000e3e", "\\": "6 006c", "]": "3 00303e0e", "^": "6 043064", "_": "8 0e8e", "`": "2 0022",
        "a": "7 ~04747c0c04 747c", "b": "7 000c ~04747c0c04", "c": "6 ~6664040c6c6a", "d": "7 707c ~04747c0c04",
        "e": "7 0878 ~7874040c7c7a", "f": "5 ~50202c 0454", "g": "7 ~04747c0c04 ~747g1g", "h": "7 000c ~0804747c",
        "i": "0 040c 00", "j": "3 ~343g0g 30", "k": "6 000c 640a 286c", "l": "2 ~000c2c",
        "m": "a 040c ~0804545c ~5854a4ac", "n": "7 040c ~0804747c", "o": "7 ~04747c0c04", "p": "7 040g ~04747c0c04",
        "q": "7 747g ~04747c0c04", "r": "5 040c ~080454", "s": "6 ~65640408686c0c0b", "t": "5 ~202c5c 0454",
        "u": "7 ~040c7c78 747c", "v": "6 043c64", "w": "a 042c568ca4", "x": "6 046c 640c", "y": "6 043c 643c1g",
        "z": "6 04640c6c", "{": "4 ~40202707 ~07272e4e", "|": "0 000e", "}": "4 ~00202747 ~47272e0e",
        "~": "8 ~080545498986", "°": "4 ~0040440400",
    ]
}
