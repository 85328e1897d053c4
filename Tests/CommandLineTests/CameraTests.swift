import Foundation
import PoiseImaging
import PoiseImageFiles
import PoiseTestSupport
import Testing
import PoiseVideo

/// `poise live` with a camera of Video4Linux. Test machines have none, so a fake one is inserted between the program and
/// the kernel (`Tests/FakeCamera`).
@Suite struct CameraTests {
    @Test("Frames of a camera, raw or compressed, until it is unplugged", arguments: FakeCamera.Format.allCases)
    func unplugged(format: FakeCamera.Format) async throws {
        try await withWorkspace { workspace in
            let camera = try await FakeCamera(in: workspace, format, frames: 8, rate: 10)
            let run = try camera.live(["--camera", "7", "--json", "out.jsonl", "--record", "out.mp4"])
            let result = try await run.result()
            expectFailure(result, 74, naming: "/dev/video7", "No such device")
            let lines = try jsonLines(workspace.read("out.jsonl"))
            #expect(lines.first?["width"] as? Int == 320 && lines.first?["framesPerSecond"] as? Double == 10)
            let frames = lines.dropFirst()
            #expect((1...8).contains(frames.count) && result.errors.contains("after \(frames.count) frames"))
            #expect(frames.allSatisfy { ($0["people"] as? [Any])?.count == 1 })
            // Times are those of the camera: multiples of its interval, since frames may be dropped.
            let times = frames.compactMap { $0["time"] as? Double }
            #expect(times.first == 0)
            for time in times { #expect(abs(time * 10 - (time * 10).rounded()) < 0.01) }
            #expect(try await workspace.frames("out.mp4").count == frames.count)
        }
    }

    @Test("Raw images have the colors of the camera")
    func colors() async throws {
        try await withWorkspace { workspace in
            let camera = try await FakeCamera(in: workspace, .bare, frames: 3, rate: 10)
            _ = try await camera.live(["--camera", "7", "--record", "out.mp4"]).result()
            let seen = try #require(try await workspace.frames("out.mp4").first?.image)
            let shown = try Fixtures.squatting()[0]
            #expect(difference(seen, shown) < 6)
        }
    }

    @Test("Size and rate are requested from the camera, compressed if possible", arguments: FakeCamera.Format.allCases)
    func mode(format: FakeCamera.Format) async throws {
        try await withWorkspace { workspace in
            let camera = try await FakeCamera(in: workspace, format, frames: 3, rate: 20)
            let run = try camera.live(["--camera", "7", "--size", "1280x720", "--rate", "60", "--json", "out.jsonl"])
            expectFailure(try await run.result(), 74, naming: "/dev/video7", "No such device")
            let asked = try String(decoding: workspace.read("asked"), as: UTF8.self).split(separator: "\n")
            #expect(asked.first == "size 1280x720 MJPG", "\(asked)")
            #expect(asked.last { $0.hasPrefix("size") }?.hasSuffix(format.rawValue) == true, "\(asked)")
            #expect(asked.last == "rate 60/1")
            // This camera has no other format.
            let header = try jsonLines(workspace.read("out.jsonl")).first
            #expect(header?["width"] as? Int == 320 && header?["framesPerSecond"] as? Double == 20)
        }
    }

    @Test("Incomplete raw images are skipped, including the first")
    func cutOff() async throws {
        try await withWorkspace { workspace in
            let camera = try await FakeCamera(in: workspace, .bare, frames: 8, rate: 5, cutOff: [0, 3, 4])
            let result = try await camera.live(["--camera", "7", "--json", "out.jsonl"]).result()
            expectFailure(result, 74, naming: "/dev/video7", "No such device")
            let frames = try jsonLines(workspace.read("out.jsonl")).dropFirst()
            #expect((1...5).contains(frames.count))
            #expect(frames.allSatisfy { ($0["people"] as? [Any])?.count == 1 })
        }
    }

    @Test("A camera that stops sending is an error")
    func silence() async throws {
        try await withWorkspace { workspace in
            let camera = try await FakeCamera(in: workspace, .bare, frames: 5, rate: 20, end: .silence)
            let result = try await camera.live(["--camera", "/dev/video7", "--timeout", "1", "--record", "out.mp4"])
                .result()
            expectFailure(result, 74, naming: "/dev/video7", "nothing came for 1 s")
            #expect(try await (1...5).contains(workspace.frames("out.mp4").count))
        }
    }

    @Test("Ctrl-C ends a run with a camera, and completes the outputs")
    func interruption() async throws {
        try await withWorkspace { workspace in
            let camera = try await FakeCamera(in: workspace, .compressed, frames: 5, rate: 20, end: .silence)
            let run = try camera.live(["--camera", "7", "--timeout", "50", "--serve", "0", "--record", "out.mp4"])
            let port = try await run.livePort()
            _ = try await HTTPReader("/poses", port: port).answer { $0.text.contains("\"people\"") }
            run.interrupt()
            let result = try await run.result()
            #expect(result.status == 0, "\(result.errors)")
            #expect(try await (1...5).contains(workspace.frames("out.mp4").count))
        }
    }

    @Test("A camera that another program is using is an error")
    func busy() async throws {
        try await withWorkspace { workspace in
            let camera = try await FakeCamera(in: workspace, .bare, frames: 1, rate: 20, isBusy: true)
            let result = try await camera.live(["--camera", "7", "--record", "out.mp4"]).result()
            expectFailure(result, 75, naming: "/dev/video7", "another program is using it")
            #expect(!workspace.contents.contains("out.mp4"))
        }
    }
}

/// A fake camera `/dev/video7` for a program: a person squatting, 320 x 240 pixels.
struct FakeCamera {
    /// The pixel formats of the camera.
    enum Format: String, CaseIterable {
        /// Luma of each pixel, and chroma of every second one.
        case bare = "YUYV"
        case compressed = "MJPG"
    }

    /// The behavior after the last frame.
    enum End: String {
        case unplugged, silence
    }

    private let workspace: Workspace
    private let environment: [String]

    private static let source = Reference.packageFolder.appending(path: "Tests/FakeCamera/fake_camera.c")

    /// - Parameter cutOff: The numbers of the frames of which only half is sent.
    init(
        in workspace: Workspace, _ format: Format, frames: Int, rate: Int, cutOff: Set<Int> = [],
        end: End = .unplugged, isBusy: Bool = false
    ) async throws {
        self.workspace = workspace
        let library = try await workspace.sharedLibrary(FakeCamera.source)
        let pictures = try Fixtures.squatting().map { picture in
            format == .compressed ? try picture.jpegData() : LiveFixtures.interleaved(picture)
        }
        let all = (0..<frames).reduce(into: Data()) { data, number in
            let picture = pictures[number % pictures.count]
            let bytes = picture.prefix(cutOff.contains(number) ? picture.count / 2 : picture.count)
            data += withUnsafeBytes(of: UInt32(bytes.count).littleEndian) { Data($0) } + bytes
        }
        try all.write(to: workspace.url("frames.bin"))
        environment =
            [
                "LD_PRELOAD=\(library.path)", "FAKE_CAMERA=/dev/video7",
                "FAKE_CAMERA_FRAMES=\(workspace.url("frames.bin").path)", "FAKE_CAMERA_SIZE=320x240",
                "FAKE_CAMERA_LOG=\(workspace.url("asked").path)",
                "FAKE_CAMERA_FORMAT=\(format.rawValue)", "FAKE_CAMERA_RATE=\(rate)", "FAKE_CAMERA_END=\(end.rawValue)",
            ] + (isBusy ? ["FAKE_CAMERA_BUSY=1"] : [])
    }

    /// Starts `poise live` on a machine with the camera.
    func live(_ arguments: [String]) throws -> RunningCommand {
        try RunningCommand(
            URL(filePath: "/usr/bin/env"), environment + [URL.poise.path, "live"] + arguments, in: workspace.folder)
    }
}
