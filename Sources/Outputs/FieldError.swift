/// An error in a JSON field, with the name of the field.
enum FieldError: Error {
    /// The number is infinite or NaN, which JSON cannot represent.
    case notFinite(name: String)
    /// A list has the wrong length.
    case wrongCount(name: String, expected: Int, actual: Int)
}
