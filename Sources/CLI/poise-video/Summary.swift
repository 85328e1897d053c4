import PoiseCommandSupport

/// The summary printed at the end of a run over a video.
struct Summary {
    private var text: String

    /// - Parameter damaged: The number of packets that could not be decoded.
    init(_ file: String, _ count: TrackingSummary, damaged: Int) {
        text = "\(file.printable): \(count.text)"
        if damaged > 0 { add("\(damaged) damaged \(damaged == 1 ? "packet" : "packets")") }
    }

    /// Adds another count.
    mutating func add(_ part: String) { text += ", " + part }

    /// Writes the summary to standard error.
    func show(_ drawing: DrawnVideo?) async {
        let silence = await drawing?.audioObstacle.map { "; \($0)" } ?? ""
        StandardError.write(text + silence + "\n")
    }
}
