import FlyingFox
import FlyingSocks
import Foundation

/// A restarting server: when a server ends, the next one takes its port.
actor Servers {
    private let address: LiveAddress
    private let frames: LatestValue<LiveFrame>
    private var server: HTTPServer?
    /// The running server; its result is the reason for its end.
    private var run: Task<any Error, Never>?
    /// Whether ``stop()`` was called, after which no server starts.
    private var isStopped = false

    /// The time for browsers to receive the rest of the data after the end, seconds.
    private static let farewell = 0.5

    init(_ address: LiveAddress, _ frames: LatestValue<LiveFrame>) {
        self.address = address
        self.frames = frames
    }

    /// Begins to listen and returns the port.
    func start(at port: UInt16) async throws -> UInt16 {
        guard !isStopped else { throw SocketError.disconnected }
        let server = try server(at: port)
        let (ended, end) = AsyncStream<Void>.makeStream()
        // The view has a lower priority than tracking and recording.
        let run = Task(priority: .utility) { () -> any Error in
            defer { end.finish() }
            do {
                try await server.run()
                return SocketError.disconnected
            } catch { return error }
        }
        let isListening = await withTaskGroup { group in
            group.addTask {
                do { try await server.waitUntilListening(timeout: 60) } catch { return false }
                return true
            }
            group.addTask {
                for await _ in ended {}
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
        guard isListening, let port = await server.listeningAddress?.port, !isStopped else {
            run.cancel()
            throw await run.value
        }
        self.server = server
        self.run = run
        return port
    }

    /// Waits for the end of the server; returns `false` if there is none.
    func wait() async -> Bool {
        guard let run else { return false }
        _ = await run.value
        return true
    }

    func stop() async {
        isStopped = true
        await server?.stop(timeout: Servers.farewell)
        run?.cancel()
    }

    private func server(at port: UInt16) throws -> HTTPServer {
        let handler = LiveHandler(address: address, frames: frames)
        switch address.family {
        case .ip4:
            let address: sockaddr_in = try .inet(ip4: address.text, port: port)
            return HTTPServer(address: address, logger: .disabled, handler: handler)
        case .ip6:
            let address: sockaddr_in6 = try .inet6(ip6: address.text, port: port)
            return HTTPServer(address: address, logger: .disabled, handler: handler)
        }
    }
}

extension Socket.Address {
    /// The port; `nil` for addresses without ports.
    fileprivate var port: UInt16? {
        switch self {
        case .ip4(_, let port), .ip6(_, let port): port
        case .unix: nil
        }
    }
}
