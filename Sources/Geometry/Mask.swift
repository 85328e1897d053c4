/// Which pixels of a picture belong to a person: a probability a pixel.
public struct Mask: Sendable, Hashable {
    /// Columns; the picture's.
    public let width: Int
    /// Rows; the picture's.
    public let height: Int
    /// Probability that the pixel shows the person, 0 to 1. `[height, width]`
    public let probabilities: [Float]

    /// A mask from its values; another number of them than width x height is a programmer's mistake.
    public init(width: Int, height: Int, probabilities: [Float]) {
        precondition(probabilities.count == width * height, "a mask has one probability a pixel")
        self.width = width
        self.height = height
        self.probabilities = probabilities
    }
}
