import Foundation

/// A server on this machine that answers the first request with given bytes, and then says nothing until it ends.
final class LoopbackServer: Sendable {
    let port: UInt16
    private let listener: Int32

    /// - Parameter length: What the answer's header says about its length; `nil` for no header.
    init(answering body: Data, length: Int?) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 4) == 0 && getsockname(listener, $0, &size) == 0
            }
        }
        guard isListening else { throw CocoaError(.featureUnsupported) }
        self.listener = listener
        port = UInt16(bigEndian: address.sin_port)
        let header =
            length.map { "HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: \($0)\r\n\r\n" } ?? ""
        Thread.detachNewThread {
            var connections: [Int32] = []
            while true {
                let connection = accept(listener, nil, nil)
                if connection < 0 { break }
                connections.append(connection)
                var request = [UInt8](repeating: 0, count: 4096)
                _ = recv(connection, &request, request.count, 0)
                for bytes in [Data(header.utf8), body] {
                    _ = bytes.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                }
            }
            for connection in connections { close(connection) }
            close(listener)
        }
    }

    /// Closes all connections.
    func end() { shutdown(listener, Int32(SHUT_RDWR)) }

    /// Closes all connections, later.
    func end(after time: Duration) {
        Task {
            try await Task.sleep(for: time)
            end()
        }
    }

    var url: URL? { URL(string: "http://127.0.0.1:\(port)/a.mp4") }
}
