import FlyingFox
import FlyingSocks
import Foundation

/// A server that shows the newest frame to any number of browsers: a page at `/`, the images as Motion JPEG at `/stream`
/// and the people as server-sent events at `/poses`.
package final class LiveView: Sendable {
    /// The URL of the page.
    package let url: String

    private let frames: LatestValue<LiveFrame>
    private let servers: Servers
    private let task: Task<Void, Never>

    /// Begins to listen.
    ///
    /// - Parameters:
    ///   - address: An address of this machine.
    ///   - port: A port, or 0 for any free one.
    /// - Throws: ``LiveViewError`` if the server cannot listen there.
    package init(at address: LiveAddress, port: UInt16) async throws(LiveViewError) {
        let frames = LatestValue<LiveFrame>()
        let servers = Servers(address, frames)
        let bound: UInt16
        do { bound = try await servers.start(at: port) } catch {
            throw LiveViewError(error, at: "\(address.urlText):\(port)")
        }
        url = "http://\(address.urlText):\(bound)/"
        self.frames = frames
        self.servers = servers
        task = Task(priority: .utility) {
            // Too many simultaneous requests can end a server and its connections; a new server accepts requests again.
            while await servers.wait(), !frames.hasEnded {
                try? await Task.sleep(for: .milliseconds(500))
                _ = try? await servers.start(at: bound)
            }
        }
    }

    /// Shows a frame without waiting for readers.
    package func show(_ frame: LiveFrame) { frames.put(frame) }

    /// Ends the streams to all browsers and stops listening.
    package func end() async {
        frames.end()
        task.cancel()
        await servers.stop()
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
