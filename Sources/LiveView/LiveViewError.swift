/// Why there is no live view.
package enum LiveViewError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Another program listens there.
    case portInUse(String)
    /// The system does not let this user listen there.
    case notPermitted(String)
    /// The machine does not have this address.
    case addressNotHere(String)
    /// Something else, in the system's words.
    case failed(String, detail: String)

    /// One sentence that says what is wrong, and where.
    package var description: String {
        switch self {
        case .portInUse(let place): "\(place): another program listens there already"
        case .notPermitted(let place): "\(place): the system does not permit to listen there"
        case .addressNotHere(let place): "\(place): this machine does not have that address"
        case .failed(let place, let detail): "\(place): nobody can be served there: \(detail)"
        }
    }
}
