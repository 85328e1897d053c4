import CommandSupport

/// What a run through a video tells in the end.
struct Summary {
    private var text: String

    /// - Parameter damaged: Packets that could not be decoded.
    init(_ file: String, _ count: Headcount, damaged: Int) {
        text = "\(file.printable): \(count.text)"
        if damaged > 0 { add("\(damaged) damaged \(damaged == 1 ? "packet" : "packets")") }
    }

    /// Adds something that was counted.
    mutating func add(_ part: String) { text += ", " + part }

    /// Writes it to standard error.
    func show(_ drawing: DrawnVideo?) async {
        let silence = await drawing?.audioObstacle.map { "; \($0)" } ?? ""
        StandardError.write(text + silence + "\n")
    }
}
