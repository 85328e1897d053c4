/// Segmentation mask: the probability of each pixel of an image to belong to a person.
public struct Mask: Sendable, Hashable {
    /// Columns, equal to those of the image.
    public let width: Int
    /// Rows, equal to those of the image.
    public let height: Int
    /// Probability that the pixel shows the person, 0 to 1. `[height, width]`
    public let probabilities: [Float]

    /// Creates a mask from its values; a count other than width x height is a programming error.
    public init(width: Int, height: Int, probabilities: [Float]) {
        precondition(probabilities.count == width * height, "a mask has one probability per pixel")
        self.width = width
        self.height = height
        self.probabilities = probabilities
    }
}
