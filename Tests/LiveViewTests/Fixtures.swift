import Foundation
import PoiseImaging
import PoiseBody
import PoiseLiveView
import PoiseImageFiles
import Synchronization
import Testing

/// Runs a test with a server at a free port.
func withView(_ body: (LiveView, UInt16) async throws -> Void) async throws {
    let view = try await LiveView(at: .loopback, port: 0)
    let port = try #require(URL(string: view.url)?.port.flatMap { UInt16(exactly: $0) })
    let result: Result<Void, any Error>
    do { result = .success(try await body(view, port)) } catch { result = .failure(error) }
    await view.end()
    try result.get()
}

func header(changedSize: Bool) -> PoseSequence.Header {
    PoseSequence.Header(
        file: "camera", width: changedSize ? 900 : 640, height: 480, framesPerSecond: 30, model: "full")
}

/// Returns a frame with a number and a person of id 5.
func record(_ number: Int) -> PoseSequence.Frame {
    let landmark = Landmark(
        position: PixelPoint(x: 100.5, y: 200.25), z: 0, visibility: 1, presence: 1, isInsideImage: true)
    let pose = Pose(
        landmarks: [Landmark](repeating: landmark, count: 33),
        world: [WorldPoint](repeating: WorldPoint(x: 0, y: 0, z: 0), count: 33), score: 1, presence: 1,
        region: RegionOfInterest(center: PixelPoint(x: 100, y: 200), size: 300, rotation: 0))
    return PoseSequence.Frame(
        index: number, time: .seconds(Double(number) / 30), people: [TrackedPerson(id: 5, pose: pose)])
}

/// Returns the width that identifies the image of a number.
func width(_ number: Int) -> Int { 300 + number }

/// Returns an image that does not compress well.
func frame(_ number: Int, changedSize: Bool = false, height: Int = 32) throws -> LiveFrame {
    var state = UInt32(number + 1)
    let pixels = (0..<width(number) * height * 3).map { _ in
        state = state &* 1_664_525 &+ 1_013_904_223
        return UInt8(truncatingIfNeeded: state >> 24)
    }
    let picture = try Image(width: width(number), height: height, pixels: pixels)
    return LiveFrame(record(number), header: header(changedSize: changedSize)) { picture }
}

/// Returns the complete images of Motion JPEG.
func pictures(in body: Data) -> [Data] {
    var pictures: [Data] = []
    var rest = body
    while let start = rest.range(of: Data("\r\n\r\n".utf8)),
        let line = String(decoding: rest[..<start.lowerBound], as: UTF8.self).firstMatch(of: /Content-Length: (\d+)/),
        let count = Int(line.1), start.upperBound + count + 2 <= rest.endIndex
    {
        pictures.append(rest[start.upperBound..<start.upperBound + count])
        rest = rest[(start.upperBound + count + 2)...]
    }
    return pictures
}

/// Returns the last complete image.
func last(in body: Data) -> Image? { pictures(in: body).last.flatMap { try? Image(encoded: [UInt8]($0)) } }

/// Returns the complete server-sent events.
func events(in text: String) -> [(name: String?, data: String)] {
    text.components(separatedBy: "\n\n").dropLast().compactMap { block in
        let lines = block.split(separator: "\n").filter { !$0.hasPrefix(":") }
        guard let data = lines.first(where: { $0.hasPrefix("data: ") }) else { return nil }
        return (lines.first { $0.hasPrefix("event: ") }.map { String($0.dropFirst(7)) }, String(data.dropFirst(6)))
    }
}

final class Counter: Sendable {
    private let count = Mutex(0)
    var value: Int { count.withLock { $0 } }
    func increase() { count.withLock { $0 += 1 } }
}
