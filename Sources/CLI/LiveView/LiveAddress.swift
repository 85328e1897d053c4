#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// An address of this machine at which the live view listens.
package struct LiveAddress: Sendable, Equatable {
    /// The kinds of addresses.
    package enum Family: Sendable, Equatable { case ip4, ip6 }

    /// The numeric address, as the system formats it.
    package let text: String
    package let family: Family

    /// The loopback address, which only this machine can reach.
    package static let loopback = LiveAddress(text: "127.0.0.1", family: .ip4)

    private init(text: String, family: Family) {
        self.text = text
        self.family = family
    }

    /// Creates an address from a numeric IPv4 or IPv6 address or `localhost`; `nil` for any other text.
    package init?(_ text: String) {
        if text.lowercased() == "localhost" {
            self = .loopback
        } else if let numbers = LiveAddress.numbers(text, AF_INET) {
            self.init(text: numbers, family: .ip4)
        } else if let numbers = LiveAddress.numbers(text, AF_INET6) {
            self.init(text: numbers, family: .ip6)
        } else {
            return nil
        }
    }

    /// Whether the address means all addresses of the machine.
    var isWildcard: Bool { text == "0.0.0.0" || text == "::" }

    /// The address as written in a URL.
    var urlText: String { family == .ip6 ? "[\(text)]" : text }

    /// Returns whether a request to this address may have a host in its `Host` header.
    ///
    /// A page of another site can make its own name resolve to this machine and then read the responses (DNS rebinding).
    /// The browser still sends that name. So all names except `localhost` are refused, and all numeric addresses except
    /// loopback and this address; a wildcard address allows any numeric address, since DNS cannot redirect numbers.
    package func allows(host: String) -> Bool {
        var name = Substring(host.lowercased())
        if name.hasPrefix("[") {
            guard let end = name.firstIndex(of: "]") else { return false }
            name = name[name.index(after: name.startIndex)..<end]
        } else if let colon = name.lastIndex(of: ":") {
            name = name[..<colon]
        }
        guard let address = LiveAddress(String(name)) else { return false }
        return isWildcard || ["127.0.0.1", "::1", text].contains(address.text)
    }

    private static func numbers(_ text: String, _ family: Int32) -> String? {
        var bytes = [UInt8](repeating: 0, count: 16)
        guard inet_pton(family, text, &bytes) == 1 else { return nil }
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(family, bytes, &buffer, socklen_t(buffer.count)) != nil else { return nil }
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
