import Foundation
import PoiseImaging
import PoiseBody
import PoiseLiveView
import PoiseImageFiles
import PoiseJSON
import PoiseDrawing
import PoiseTestSupport
import Testing

@Suite("The live view", .timeLimit(.minutes(5)))
struct LiveViewTests {
    @Test("The page requests only this server")
    func page() async throws {
        try await withView { view, port in
            let answer = try await HTTPReader("/", port: port).answer()
            #expect(answer.status == 200 && answer.headers["content-type"] == "text/html; charset=utf-8")
            #expect(answer.text.hasPrefix("<!DOCTYPE html>") && answer.text.contains("src=\"/stream\""))
            #expect(!answer.text.contains("//") || !answer.text.contains(/(src|href)="(https?:)?\/\//))
            #expect(answer.headers["content-security-policy"]?.hasPrefix("default-src 'none'") == true)
            #expect(view.url == "http://127.0.0.1:\(port)/")
        }
    }

    @Test("Pages of other sites are refused")
    func otherSites() async throws {
        try await withView { view, port in
            view.show(try frame(0))
            for host in ["evil.example", "evil.example:\(port)", nil] {
                for path in ["/", "/stream", "/poses"] {
                    let answer = try await HTTPReader(path, port: port, host: host).answer()
                    #expect(answer.status == 403 && answer.body.count < 200, "\(host ?? "no host") \(path)")
                }
            }
            for path in ["/", "/stream", "/poses"] {
                let answer = try await HTTPReader(path, port: port, host: "localhost:\(port)").answer { _ in true }
                #expect(answer.status == 200)
                #expect(answer.headers["access-control-allow-origin"] == nil)
                #expect(answer.headers["cross-origin-resource-policy"] == "same-origin")
            }
        }
    }

    @Test("Unknown paths and methods are refused")
    func refusals() async throws {
        try await withView { _, port in
            for (path, method, status) in [
                ("/nothing", "GET", 404), ("/../../etc/passwd", "GET", 404), ("/", "POST", 405),
            ] {
                let answer = try await HTTPReader(path, port: port, method: method).answer()
                #expect(answer.status == status, "\(method) \(path)")
            }
        }
    }

    @Test("Images are complete, and shown as soon as they are available")
    func motionJPEG() async throws {
        try await withView { view, port in
            let reader = try HTTPReader("/stream", port: port)
            for number in 0..<3 {
                view.show(try frame(number))
                // The end of this image is received before the next image.
                let answer = try await reader.answer { pictures(in: $0.body).count > number }
                #expect(answer.headers["content-type"]?.hasPrefix("multipart/x-mixed-replace; boundary=") == true)
                let received = pictures(in: answer.body)
                try #require(received.count == number + 1)
                let image = try Image(encoded: [UInt8](received[number]))
                #expect(image.width == width(number) && image.height == 32)
            }
            await view.end()
            let whole = try await reader.answer()
            #expect(whole.isWhole && whole.text.hasSuffix("--\r\n"))
        }
    }

    @Test("Poses are sent as poise/1: a header, frames, and another header if the size changes")
    func poseEvents() async throws {
        try await withView { view, port in
            let reader = try HTTPReader("/poses", port: port)
            for number in 0..<3 {
                view.show(try frame(number, changedSize: number == 2))
                _ = try await reader.answer { events(in: $0.text).count(where: { $0.name == nil }) > number }
            }
            await view.end()
            let answer = try await reader.answer()
            #expect(answer.isWhole && answer.headers["content-type"] == "text/event-stream")
            let received = events(in: answer.text)
            #expect(received.map(\.name) == ["header", nil, nil, "header", nil, "end"])
            let lines = received[0...2].map { $0.data + "\n" }.joined()
            let sequence = try PoseSequence(jsonLines: Array(lines.utf8))
            #expect(sequence.header == header(changedSize: false))
            #expect(sequence.frames.map(\.index) == [0, 1])
            #expect(sequence.frames.allSatisfy { $0.people.map(\.id) == [5] })
            let changed = received[3].data + "\n" + received[4].data + "\n"
            #expect(try PoseSequence(jsonLines: Array(changed.utf8)).header.width == 900)
        }
    }

    @Test("A reader that does not read delays neither other readers nor the writer")
    func slowReader() async throws {
        try await withView { view, port in
            let slow = try HTTPReader("/stream", port: port, bufferSize: 4096)
            _ = try await slow.answer { !$0.body.isEmpty }
            let fast = try HTTPReader("/stream", port: port)
            // More than the system buffers for a connection.
            let count = 120
            for number in 0..<count {
                view.show(try frame(number, height: 400))
                // Each image reaches the fast reader while the slow one reads nothing.
                let answer = try await fast.answer { !pictures(in: $0.body).isEmpty }
                try #require(last(in: answer.body)?.width == width(number))
                fast.forget()
            }
            async let end: Void = view.end()
            let received = pictures(in: try await slow.answer().body)
            await end
            #expect(!received.isEmpty && received.count < count / 2, "\(received.count)")
        }
    }

    @Test("Readers connect and disconnect")
    func comingAndGoing() async throws {
        try await withView { view, port in
            for number in 0..<30 {
                var reader: HTTPReader? = try HTTPReader(number % 2 == 0 ? "/stream" : "/poses", port: port)
                view.show(try frame(number))
                if number % 3 > 0 { _ = try await reader?.answer { !$0.body.isEmpty } }
                reader = nil
            }
            view.show(try frame(30))
            let answer = try await HTTPReader("/stream", port: port).answer { !pictures(in: $0.body).isEmpty }
            #expect(last(in: answer.body)?.width == width(30))
        }
    }

    @Test("A frame is drawn once, and only if there is a reader")
    func drawing() async throws {
        let counter = Counter()
        let picture = try Image(width: 32, height: 32, filledWith: .white)
        let frame = LiveFrame(record(0), header: header(changedSize: false)) {
            counter.increase()
            return picture
        }
        try await withView { view, port in
            view.show(frame)
            #expect(counter.value == 0)
            for _ in 0..<3 {
                _ = try await HTTPReader("/stream", port: port).answer { !pictures(in: $0.body).isEmpty }
            }
            #expect(counter.value == 1 && frame.picture == picture)
        }
    }

    @Test("Two servers cannot share a port, and an address must be one of this machine")
    func wrongAddress() async throws {
        try await withView { _, port in
            await #expect(throws: LiveViewError.portInUse("127.0.0.1:\(port)")) {
                try await LiveView(at: .loopback, port: port)
            }
        }
        // From the range for documentation, which no machine has.
        let elsewhere = try #require(LiveAddress("192.0.2.1"))
        await #expect(throws: LiveViewError.addressNotHere("192.0.2.1:8080")) {
            try await LiveView(at: elsewhere, port: 8080)
        }
    }
}
