#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// An address of this machine at which the live view listens.
package struct LiveAddress: Sendable, Equatable {
    /// The kinds of addresses.
    package enum Family: Sendable, Equatable { case ip4, ip6 }

    /// The address in numbers, as the system writes it.
    package let text: String
    package let family: Family

    /// The address of this machine that only it can reach.
    package static let loopback = LiveAddress(text: "127.0.0.1", family: .ip4)

    private init(text: String, family: Family) {
        self.text = text
        self.family = family
    }

    /// An address in numbers, of version 4 or 6, or `localhost`; `nil` for anything else.
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

    /// Whether it stands for all addresses of the machine.
    var isWildcard: Bool { text == "0.0.0.0" || text == "::" }

    /// The address as it stands in a URL.
    var urlText: String { family == .ip6 ? "[\(text)]" : text }

    /// Whether a request may name this host, given that it came to an address.
    ///
    /// A page from elsewhere can let its own name lead to this machine and then read what it gets from there (DNS
    /// rebinding). The browser still sends that name. So names are refused but for `localhost`; and numbers but for those
    /// of loopback and of the address, or, where it stands for all, any: numbers lead nowhere else.
    func allows(host: String) -> Bool {
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
