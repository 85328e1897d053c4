import Foundation
import PoiseImaging
import PoiseMannequin
import PoiseImageFiles
import Testing
import PoiseVideo

extension Fixtures {
    /// Returns images of a person squatting, in successive phases.
    static func squatting() throws -> [Image] { try squat.get() }

    private static let squat = Result<[Image], any Error> {
        try (0..<6).map { try render([PlacedFigure(Figure(posture: .squat(depth: Double($0) * 0.1)))]) }
    }

    /// An image of two people beside each other.
    static func couple() throws -> Image { try pair.get() }

    private static let pair = Result<Image, any Error> {
        try render([-0.6, 0.6].map { PlacedFigure(Figure(posture: .standing), x: $0) })
    }

    private static func render(_ figures: [PlacedFigure]) throws -> Image {
        let camera = Camera(distance: 3.6, width: 320, height: 240)
        return try Scene(figures: figures, camera: camera, backdrop: .room).render().image
    }

    /// Returns the times of `count` frames, 25 per second.
    static func times(_ count: Int, from start: Duration = .zero) -> [Duration] {
        (0..<count).map { start + .milliseconds(40 * $0) }
    }

    /// Writes a video of images, which are repeated from the first if there are too few.
    static func write(
        _ pictures: [Image], at times: [Duration], to url: URL, frameRate: Double = 25, audio: VideoWriter.Audio? = nil
    ) throws {
        var writer = try VideoWriter(url, options: .init(frameRate: frameRate), audio: audio)
        for (number, time) in times.enumerated() { try writer.write(pictures[number % pictures.count], at: time) }
        try writer.finish()
    }

    /// Returns some seconds of silence as AAC with ADTS headers, 44,100 samples per second, one channel.
    static func silence(seconds: Int) -> Data {
        let frame: [UInt8] = [0x01, 0x18, 0x20, 0x07]
        let length = UInt8(frame.count + 7)
        let header: [UInt8] = [0xFF, 0xF1, 0x50, 0x40, length >> 3, (length & 7) << 5 | 0x1F, 0xFC]
        return Data((0..<seconds * 44100 / 1024).flatMap { _ in header + frame })
    }
}

extension Workspace {
    /// Returns all frames of a video in the folder.
    func frames(_ name: String) async throws -> [VideoFrame] {
        var frames: [VideoFrame] = []
        for try await frame in try VideoFile(url(name)).frames { frames.append(frame) }
        return frames
    }
}

/// Runs a test in a new folder with a video of a person, `squat.mp4`: 12 frames, 25 per second, with sound.
func withVideo(_ body: (Workspace) async throws -> Void) async throws {
    try await withWorkspace { workspace in
        let sound = workspace.url("sound.aac")
        try Fixtures.silence(seconds: 2).write(to: sound)
        try Fixtures.write(
            Fixtures.squatting(), at: Fixtures.times(12), to: workspace.url("squat.mp4"),
            audio: VideoWriter.Audio(of: sound))
        try FileManager.default.removeItem(at: sound)
        try await body(workspace)
    }
}
