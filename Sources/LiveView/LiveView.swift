import FlyingFox
import FlyingSocks
import Foundation
import Synchronization

/// A server that shows the newest frame to any number of browsers: a page at `/`, the pictures as Motion JPEG at `/stream`
/// and the people as server-sent events at `/poses`.
package final class LiveView: Sendable {
    /// Where the page is.
    package let url: String

    private let server: HTTPServer
    private let frames: Newest<LiveFrame>
    private let task: Task<Void, Never>

    /// Begins to listen.
    ///
    /// - Parameters:
    ///   - address: An address of this machine.
    ///   - port: 0 for any that is free.
    package init(at address: LiveAddress, port: UInt16) async throws(LiveViewError) {
        let frames = Newest<LiveFrame>()
        let place = "\(address.urlText):\(port)"
        let server: HTTPServer
        do {
            let handler = LiveHandler(address: address, frames: frames)
            switch address.family {
            case .ip4:
                let address: sockaddr_in = try .inet(ip4: address.text, port: port)
                server = HTTPServer(address: address, logger: .disabled, handler: handler)
            case .ip6:
                let address: sockaddr_in6 = try .inet6(ip6: address.text, port: port)
                server = HTTPServer(address: address, logger: .disabled, handler: handler)
            }
        } catch {
            throw .failed(place, detail: "\(error)")
        }
        let failure = Failure()
        // What others look at comes after the people and the recording.
        task = Task(priority: .utility) { await failure.note { try await server.run() } }
        self.server = server
        self.frames = frames
        while true {
            if case .ip4(_, let port)? = await server.listeningAddress {
                url = "http://\(address.urlText):\(port)/"
                return
            }
            if case .ip6(_, let port)? = await server.listeningAddress {
                url = "http://\(address.urlText):\(port)/"
                return
            }
            if let error = failure.error { throw LiveViewError(error, at: place) }
            try? await Task.sleep(for: .milliseconds(2))
        }
    }

    /// Shows a frame. Nobody is waited for.
    package func show(_ frame: LiveFrame) { frames.put(frame) }

    /// Tells all browsers that this is the end, and stops listening.
    package func end() async {
        frames.end()
        await server.stop(timeout: LiveView.farewell)
        task.cancel()
    }

    /// How long browsers have to take what was sent, seconds.
    private static let farewell = 0.5
}

/// Why a server ended.
private final class Failure: Sendable {
    private let state = Mutex<(any Error)?>(nil)

    var error: (any Error)? { state.withLock { $0 } }

    func note(_ work: () async throws -> Void) async {
        do { try await work() } catch { state.withLock { $0 = error } }
    }
}

extension LiveViewError {
    fileprivate init(_ error: any Error, at place: String) {
        guard case SocketError.failed(_, let code, let message) = error else {
            self = .failed(place, detail: "\(error)")
            return
        }
        self =
            switch code {
            case EADDRINUSE: .portInUse(place)
            case EACCES: .notPermitted(place)
            case EADDRNOTAVAIL: .addressNotHere(place)
            default: .failed(place, detail: message)
            }
    }
}
