/// What is wrong with a field of a line, by the name of the field.
enum FieldError: Error {
    /// JSON has no infinity and no NaN.
    case notFinite(name: String)
    /// A list has the wrong length.
    case wrongCount(name: String, expected: Int, actual: Int)
}
