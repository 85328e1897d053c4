/// Why parts do not make a network.
public enum NetworkError: Error, Equatable, Sendable {
    /// Placeholder.
    case placeholder
}
extension Network { func validate() throws(NetworkError) {} }
