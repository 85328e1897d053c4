import PoiseLiveView
import Testing

@Suite struct LiveAddressTests {
    @Test("Numeric addresses, and localhost")
    func parsing() {
        #expect(LiveAddress("localhost") == .loopback)
        #expect(LiveAddress("127.0.0.1") == .loopback)
        #expect(LiveAddress("0:0:0:0:0:0:0:1")?.text == "::1")
        #expect(LiveAddress("192.168.1.5")?.family == .ip4)
        for text in ["", "example.org", "1.2.3", "1.2.3.4.5", "256.1.1.1", "[::1]", "127.0.0.1 "] {
            #expect(LiveAddress(text) == nil, "\(text)")
        }
    }

    @Test(
        "A loopback address allows its own names, and no others",
        arguments: [
            ("localhost", true), ("LocalHost:8080", true), ("127.0.0.1:8080", true), ("127.0.0.1", true),
            ("[::1]:80", true), ("[::1]", true), ("evil.example", false), ("evil.example:8080", false),
            ("localhost.evil.example", false), ("127.0.0.1.evil.example", false), ("192.168.1.5:8080", false),
            ("", false), (":8080", false), ("[::1", false), ("0.0.0.0", false),
        ])
    func loopback(host: String, isAllowed: Bool) {
        #expect(LiveAddress.loopback.allows(host: host) == isAllowed)
    }

    @Test("A network address also allows itself; a wildcard allows all numeric addresses and no names")
    func network() throws {
        let address = try #require(LiveAddress("192.168.1.5"))
        #expect(address.allows(host: "192.168.1.5:8080") && address.allows(host: "localhost:8080"))
        #expect(!address.allows(host: "192.168.1.6:8080"))
        let all = try #require(LiveAddress("0.0.0.0"))
        #expect(all.allows(host: "192.168.1.6:8080") && all.allows(host: "[fe80::1]:80"))
        #expect(!all.allows(host: "evil.example:8080"))
    }
}
