import Foundation

/// A server on this machine that answers every request with given bytes.
package final class LoopbackServer: Sendable {
    package let port: UInt16
    private let listener: Int32

    /// The server's action after the last byte.
    package enum End: Sendable {
        /// Sends nothing until the server ends.
        case silence
        /// Closes the connection normally.
        case close
        /// Resets the connection.
        case reset
    }

    /// The bytes sent on a connection.
    package struct Answer: Sendable {
        package var head = ""
        package var pieces: [Data] = []
        /// Time between pieces.
        package var interval = Duration.zero
        package var end = End.silence

        package init(head: String, pieces: [Data], interval: Duration = .zero, end: End = .silence) {
            self.head = head
            self.pieces = pieces
            self.interval = interval
            self.end = end
        }
    }

    /// Creates a server that sends a file and then stays silent.
    ///
    /// - Parameter length: Length stated in the answer's header; `nil` for no header.
    package convenience init(answering body: Data, length: Int?) throws {
        let head = length.map { "HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: \($0)\r\n\r\n" } ?? ""
        try self.init(Answer(head: head, pieces: [body]))
    }

    /// Creates a server with the given answer.
    package init(_ answer: Answer) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in.loopback(port: 0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 4) == 0 && getsockname(listener, $0, &size) == 0
            }
        }
        guard isListening else { throw CocoaError(.featureUnsupported) }
        self.listener = listener
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread {
            var connections: [Int32] = []
            while true {
                let connection = accept(listener, nil, nil)
                if connection < 0 { break }
                if LoopbackServer.answer(connection, answer) {
                    connections.append(connection)
                } else {
                    close(connection)
                }
            }
            for connection in connections { close(connection) }
            close(listener)
        }
    }

    /// Closes all connections.
    package func end() { shutdown(listener, Int32(SHUT_RDWR)) }

    /// Closes all connections after the given time.
    package func end(after time: Duration) {
        Task {
            try await Task.sleep(for: time)
            end()
        }
    }

    package var url: URL? { URL(string: "http://127.0.0.1:\(port)/a.mp4") }

    /// Sends the answer and returns whether the connection stays open.
    private static func answer(_ connection: Int32, _ answer: Answer) -> Bool {
        var request = [UInt8](repeating: 0, count: 4096)
        _ = recv(connection, &request, request.count, 0)
        for (index, bytes) in ([Data(answer.head.utf8)] + answer.pieces).enumerated() {
            if index > 1, answer.interval > .zero { usleep(UInt32(answer.interval / .microseconds(1))) }
            var sent = 0
            while sent < bytes.count {
                let count = bytes.withUnsafeBytes {
                    send(connection, $0.baseAddress?.advanced(by: sent), $0.count - sent, Int32(MSG_NOSIGNAL))
                }
                if count <= 0 { return false }
                sent += count
            }
        }
        guard case .reset = answer.end else { return answer.end == .silence }
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
        return false
    }
}

extension sockaddr_in {
    /// Returns the loopback address, reachable only from this machine.
    static func loopback(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        return address
    }
}
