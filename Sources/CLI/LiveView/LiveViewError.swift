/// An error of starting the live view.
package enum LiveViewError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Another program listens at the address and port.
    case portInUse(String)
    /// The system does not permit this user to listen there.
    case notPermitted(String)
    /// The machine does not have this address.
    case addressNotHere(String)
    /// Another error, with the message of the system.
    case failed(String, detail: String)

    /// One sentence that states the error and the place.
    package var description: String {
        switch self {
        case .portInUse(let place): "\(place): another program already listens there"
        case .notPermitted(let place): "\(place): the system does not permit listening there"
        case .addressNotHere(let place): "\(place): this machine does not have that address"
        case .failed(let place, let detail): "\(place): the server cannot listen there: \(detail)"
        }
    }
}
