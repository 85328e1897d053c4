import Foundation

/// A request to a server on this machine; the answer is read as far and as fast as a test requires.
package final class HTTPReader: @unchecked Sendable {
    // Sendable because one call reads at a time.

    private let connection: Int32
    /// Received bytes that are not parsed yet.
    private var rest = Data()
    private var answer: Answer?

    /// The received part of an answer.
    package struct Answer: Sendable {
        package var status: Int
        /// Headers by lowercase name.
        package var headers: [String: String]
        package var body: Data
        /// Whether the answer is complete.
        package var isWhole: Bool

        package var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// Requests a path.
    ///
    /// - Parameters:
    ///   - host: Value of the request's Host header.
    ///   - bufferSize: Number of bytes that the system may receive before the test reads them.
    package init(
        _ path: String, port: UInt16, host: String? = "127.0.0.1", method: String = "GET", bufferSize: Int32? = nil
    ) throws {
        connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if var bufferSize { setsockopt(connection, SOL_SOCKET, SO_RCVBUF, &bufferSize, 4) }
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in.loopback(port: port)
        let isConnected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        let head = "\(method) \(path) HTTP/1.1\r\n" + (host.map { "Host: \($0)\r\n" } ?? "") + "\r\n"
        guard isConnected, send(connection, head, head.utf8.count, Int32(MSG_NOSIGNAL)) == head.utf8.count else {
            throw CocoaError(.fileReadUnknown)
        }
    }

    deinit { close(connection) }

    /// Reads until enough is received, the answer is complete, or nothing arrives for a long time.
    package func answer(until isEnough: @escaping @Sendable (Answer) -> Bool = { _ in false }) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            // A dedicated thread, because it blocks.
            Thread.detachNewThread { continuation.resume(with: Result { try self.read(until: isEnough) }) }
        }
    }

    /// Discards the received part of the body.
    package func forget() { answer?.body = Data() }

    private func read(until isEnough: (Answer) -> Bool) throws -> Answer {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            try parse()
            if let answer, answer.isWhole || isEnough(answer) { return answer }
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else {
                guard let answer else { throw CocoaError(.fileReadCorruptFile) }
                return answer
            }
            rest += buffer[..<count]
        }
    }

    private func parse() throws {
        if answer == nil {
            guard let end = rest.range(of: Data("\r\n\r\n".utf8)) else { return }
            let lines = String(decoding: rest[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
            rest = Data(rest[end.upperBound...])
            var answer = Answer(status: 0, headers: [:], body: Data(), isWhole: false)
            answer.status = lines[0].split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
            for line in lines.dropFirst() {
                let parts = line.split(separator: ":", maxSplits: 1)
                guard parts.count == 2 else { continue }
                answer.headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
            }
            self.answer = answer
        }
        if answer?.headers["transfer-encoding"] == "chunked" {
            try joinChunks()
        } else {
            answer?.body += rest
            rest = Data()
            let (length, count) = (answer?.headers["content-length"].flatMap { Int($0) }, answer?.body.count ?? 0)
            answer?.isWhole = length.map { count >= $0 } ?? false
        }
    }

    /// Joins the chunks that are complete.
    private func joinChunks() throws {
        while let line = rest.range(of: Data("\r\n".utf8)) {
            guard let count = Int(String(decoding: rest[..<line.lowerBound], as: UTF8.self), radix: 16) else {
                throw CocoaError(.fileReadCorruptFile)
            }
            let end = line.upperBound + count
            guard end + 2 <= rest.endIndex else { return }
            answer?.body += rest[line.upperBound..<end]
            answer?.isWhole = count == 0
            rest = Data(rest[(end + 2)...])
        }
    }
}
