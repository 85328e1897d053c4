import CPoiseFFmpeg
import Foundation
import PoiseImaging
import PoiseImageFiles
import PoiseTestSupport
import Testing
import PoiseVideo
import PoiseVideoFixtures

/// Files as written by cameras, broadcasters and faulty programs.
@Suite("Odd videos")
struct OddVideoTests {
    /// Returns gray images whose brightness encodes their number, each with a white disc in the top left corner.
    static func images(_ count: Int, width: Int = 64, height: Int = 48) throws -> [Image] {
        try (0..<count).map { number in
            var canvas = Canvas(try Fixtures.picture(number, width: width, height: height))
            let side = Double(height) / 4
            canvas.fillDisc(center: SIMD2(side, side), radius: side / 2, color: Color(red: 255, green: 255, blue: 255))
            return canvas.image
        }
    }

    /// Reads all frames of a generated video.
    static func frames(
        _ video: FixtureVideo, _ name: String, _ body: (VideoFile, [VideoFrame]) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let url = folder.appending(path: name)
            try video.write(to: url)
            let file = try VideoFile(url)
            try await body(file, try await Fixtures.read(file.frames))
        }
    }

    static func seconds(_ frames: [VideoFrame]) -> [Double] {
        frames.map { ($0.time / .milliseconds(1)).rounded() / 1000 }
    }

    /// Returns the times of frames at 30 per second, seconds.
    static func even(_ count: Int) -> [Double] { (0..<count).map { (Double($0) / 30 * 1000).rounded() / 1000 } }

    // MARK: Pixels that are not square

    @Test(
        "Pixels are square on reading",
        arguments: [
            ("2to1.mp4", 2, 1, 128, 48), ("1to2.mp4", 1, 2, 64, 96), ("pal.mkv", 16, 11, 93, 48),
            ("pal.ts", 12, 11, 70, 48), ("square.mp4", 1, 1, 64, 48), ("absurd.mp4", 1000, 1, 64, 48),
            ("narrow.mov", 8, 9, 64, 54),
        ] as [(String, Int32, Int32, Int, Int)])
    func squarePixels(_ name: String, _ width: Int32, _ height: Int32, _ columns: Int, _ rows: Int) async throws {
        var video = FixtureVideo(try Self.images(12))
        video.pixelShape = AVRational(num: width, den: height)
        try await Self.frames(video, name) { file, frames in
            #expect((file.width, file.height) == (columns, rows))
            #expect(frames.count == 12)
            try #require(frames.allSatisfy { $0.image.width == columns && $0.image.height == rows })
            // The disc is in the same corner, scaled with the image.
            let isWhite = frames[0].image.isWhite(columns * 3 / 16, rows / 4)
            #expect(isWhite)
        }
    }

    @Test("Sides that become too long are refused before memory is allocated")
    func tooManySquarePixels() async throws {
        try await withTemporaryFolder { folder in
            var video = FixtureVideo(try Self.images(2))
            video.pixelShape = AVRational(num: 8, den: 1)
            let url = folder.appending(path: "wide.mp4")
            try video.write(to: url)
            let error = await videoError { _ = try VideoFile(url, maximumPixels: 64 * 48 * 4) }
            #expect(error?.reason == .tooManyPixels(width: 512, height: 48, maximum: 64 * 48 * 4))
        }
    }

    // MARK: Orientation

    /// The corner of the disc by rotation: turned counterclockwise, the top left corner becomes the bottom left one.
    private static func corner(_ degrees: Int) -> (x: Int, y: Int) {
        [90: (12, 52), 180: (52, 36), 270: (36, 12)][degrees] ?? (12, 12)
    }

    @Test(
        "Frames are upright, whether the container or the codec states the rotation",
        arguments: [
            ("a.mp4", 90.0, nil), ("b.mov", 180, nil), ("c.mp4", -90, nil),
            ("d.ts", nil, 90), ("e.mkv", nil, 180), ("f.h264", nil, 270), ("g.mp4", nil, 90),
        ] as [(String, Double?, Int?)])
    func orientation(_ name: String, _ container: Double?, _ codec: Int?) async throws {
        var video = FixtureVideo(try Self.images(4))
        video.containerRotation = container
        video.codecRotation = codec
        try await Self.frames(video, name) { file, frames in
            let degrees = (codec ?? -Int(container ?? 0) + 360) % 360
            let (width, height) = degrees == 180 ? (64, 48) : (48, 64)
            #expect((file.width, file.height) == (width, height))
            let corner = Self.corner(degrees)
            #expect(frames.count == 4)
            for frame in frames {
                try #require((frame.image.width, frame.image.height) == (width, height))
                let isWhite = frame.image.isWhite(corner.x, corner.y)
                #expect(isWhite)
            }
        }
    }

    @Test("Motion JPEG is upright by the EXIF of its images")
    func exifInMotionJPEG() async throws {
        try await withTemporaryFolder { folder in
            // Little-endian TIFF with one entry: orientation 6, a quarter turn to the right.
            let tiff: [UInt8] = [
                0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0,
            ]
            let exif = Array("Exif\0\0".utf8) + tiff
            let segment: [UInt8] = [0xFF, 0xE1, 0, UInt8(exif.count + 2)] + exif
            let bytes = try Self.images(5).flatMap { image in
                let jpeg = try image.jpegData()
                return jpeg[..<2] + segment + jpeg[2...]
            }
            let url = folder.appending(path: "a.mjpeg")
            try Data(bytes).write(to: url)
            let file = try VideoFile(url)
            #expect((file.width, file.height) == (48, 64))
            let frames = try await Fixtures.read(file.frames)
            let areUpright = frames.allSatisfy { $0.image.width == 48 && $0.image.isWhite(36, 12) }
            #expect(frames.count == 5 && areUpright)
        }
    }

    @Test("Turned frames whose pixels are not square become square, then upright")
    func turnedAndAnamorphic() async throws {
        var video = FixtureVideo(try Self.images(2))
        video.pixelShape = AVRational(num: 2, den: 1)
        video.containerRotation = 90
        try await Self.frames(video, "a.mp4") { file, frames in
            #expect((file.width, file.height) == (48, 128))
            // Turned clockwise, the top left corner becomes the top right one.
            let isWhite = frames.first?.image.isWhite(36, 24)
            #expect(isWhite == true)
        }
    }

    // MARK: Clocks

    @Test(
        "Times are relative to the first frame, wherever the file's clock begins",
        arguments: [
            ("a.ts", 50_000.0), ("b.mkv", 12.5), ("c.ts", 95_443.4), ("d.mov", 3), ("e.mp4", 0),
        ])
    func clockStart(_ name: String, _ start: Double) async throws {
        var video = FixtureVideo(try Self.images(24))
        video.clockStart = Int64(start * 90_000)
        video.bFrames = 2
        try await withTemporaryFolder { folder in
            let url = folder.appending(path: name)
            try video.write(to: url)
            let file = try VideoFile(url)
            #expect(Self.seconds(try await Fixtures.read(file.frames)) == Self.even(24))
            let cut = try await Fixtures.read(file.frames(from: .seconds(0.3), to: .seconds(0.5)))
            #expect(Self.seconds(cut) == Self.even(24).filter { $0 >= 0.3 && $0 < 0.5 })
            #expect(Fixtures.shows(9, cut[0]))
        }
    }

    @Test(
        "A single wrong time is replaced, and the frames after it keep theirs",
        arguments: [
            ("forward.ts", 8, 95 * 90_000), ("short.ts", 8, 12 * 3000), ("forward.mkv", 8, 95 * 90_000),
            ("last.ts", 23, 95 * 90_000), ("first.ts", 0, 95 * 90_000),
        ] as [(String, Int, Int64)])
    func falseTime(_ name: String, _ number: Int, _ time: Int64) async throws {
        var video = FixtureVideo(try Self.images(24))
        video.falseTimes = [number: time]
        try await Self.frames(video, name) { _, frames in
            let expected = Self.even(24)
            #expect(frames.count == 24)
            for (frame, time) in zip(Self.seconds(frames), expected) { #expect(abs(frame - time) < 0.02, "\(frame)") }
        }
    }

    @Test("A single wrong bit in a time moves no other frame", arguments: [3, 8, 20], [12, 16, 19, 22])
    func wrongBit(_ number: Int, _ bit: Int) async throws {
        try await withTemporaryFolder { folder in
            var video = FixtureVideo(try Self.images(24))
            video.clockStart = 1 << 20
            let url = folder.appending(path: "a.ts")
            try video.write(to: url)
            var bytes = [UInt8](try Data(contentsOf: url))
            let place = try #require(Self.presentationTimes(in: bytes).dropFirst(number).first)
            Self.flip(bit, ofTimeAt: place, in: &bytes)
            try Data(bytes).write(to: url)
            let frames = try await Fixtures.read(try VideoFile(url).frames)
            #expect(frames.count == 24)
            for (time, expected) in zip(Self.seconds(frames), Self.even(24)) {
                #expect(abs(time - expected) < 0.04, "\(time) for \(expected) in \(Self.seconds(frames).prefix(12))")
            }
        }
    }

    /// Returns the offsets of the video's presentation times in an MPEG transport stream, five bytes each.
    private static func presentationTimes(in bytes: [UInt8]) -> [Int] {
        stride(from: 0, to: bytes.count - 187, by: 188).compactMap { packet in
            guard bytes[packet] == 0x47, bytes[packet + 1] & 0x40 != 0 else { return nil }
            let start = packet + 4 + (bytes[packet + 3] & 0x20 != 0 ? Int(bytes[packet + 4]) + 1 : 0)
            guard start + 14 <= packet + 188, bytes[start..<start + 4].elementsEqual([0, 0, 1, 0xE0]) else {
                return nil
            }
            return start + 9
        }
    }

    /// Flips a bit of a 33-bit time, which is stored as 3, 15 and 15 bits with a marker after each.
    private static func flip(_ bit: Int, ofTimeAt place: Int, in bytes: inout [UInt8]) {
        let position = bit < 15 ? bit + 1 : bit < 30 ? bit + 2 : bit + 3
        bytes[place + 4 - position / 8] ^= 1 << UInt8(position % 8)
    }

    @Test("A gap that the next frames confirm stays", arguments: ["gap.mkv", "gap.mp4", "gap.ts"])
    func gap(_ name: String) async throws {
        var video = FixtureVideo(try Self.images(24))
        for index in 12..<24 { video.times[index] += 20 * 90_000 }
        try await Self.frames(video, name) { _, frames in
            let times = Self.seconds(frames)
            #expect(times.count == 24)
            #expect(abs(times[12] - times[11] - 20 - 1.0 / 30) < 0.01)
            #expect(abs(times[23] - 20 - 23.0 / 30) < 0.01)
        }
    }

    @Test("Joined recordings continue, and so does their sound", arguments: [1, 2])
    func joined(_ joins: Int) async throws {
        try await withTemporaryFolder { folder in
            var video = FixtureVideo(try Self.images(24))
            video.sound = FixtureVideo.Sound("aac", rate: 44_100, duration: 0.8)
            let part = folder.appending(path: "part.ts")
            try video.write(to: part)
            let bytes = try Data(contentsOf: part)
            let url = folder.appending(path: "joined.ts")
            try Data((0...joins).flatMap { _ in bytes }).write(to: url)
            let count = 24 * (joins + 1)
            let file = try VideoFile(url)
            let frames = try await Fixtures.read(file.frames)
            #expect(Self.seconds(frames) == Self.even(count))
            // Seeking to a time after the join works, too.
            let late = try await Fixtures.read(file.frames(from: .seconds(1)))
            #expect(Self.seconds(late) == Self.even(count).filter { $0 >= 1 })

            let drawn = folder.appending(path: "drawn.mp4")
            var writer = try VideoWriter(drawn, audio: .init(of: file))
            for try await frame in file.frames { try writer.write(frame.image, at: frame.time) }
            #expect(try writer.finish() == nil)
            let sound = try #require(try SoundFacts(of: drawn))
            let length = Double(count) / 30
            #expect(sound.codec == "aac" && abs(sound.end - length) < 0.1, "\(sound)")
            // No packet is missing in the middle: each has 1024 samples.
            #expect(abs(Double(sound.packets) * 1024 / 44_100 - length) < 0.1 * Double(joins + 1), "\(sound)")
        }
    }

    @Test("Sound stays in sync if the clock begins late, and in a time range")
    func soundOfLateClock() async throws {
        try await withTemporaryFolder { folder in
            var video = FixtureVideo(try Self.images(60))
            video.clockStart = 50_000 * 90_000
            video.sound = FixtureVideo.Sound("mp2", duration: 2)
            let url = folder.appending(path: "a.ts")
            try video.write(to: url)
            let file = try VideoFile(url)
            for (from, length) in [(0.0, 2.0), (1, 1)] {
                let drawn = folder.appending(path: "drawn.mp4")
                var writer = try VideoWriter(drawn, audio: .init(of: file, start: .seconds(from)))
                for try await frame in file.frames(from: .seconds(from)) {
                    try writer.write(frame.image, at: frame.time - .seconds(from))
                }
                #expect(try writer.finish() == nil)
                let sound = try #require(try SoundFacts(of: drawn))
                #expect(abs(sound.start) < 0.06 && abs(sound.end - length) < 0.06, "\(sound)")
            }
        }
    }

    // MARK: Sizes

    @Test("Frames keep their own size if it changes, and are scaled on writing")
    func sizeChange() async throws {
        try await withTemporaryFolder { folder in
            let url = folder.appending(path: "a.ts")
            var bytes = Data()
            for (width, height) in [(64, 48), (128, 96), (48, 64)] {
                let part = folder.appending(path: "part.ts")
                try FixtureVideo(try Self.images(6, width: width, height: height)).write(to: part)
                bytes += try Data(contentsOf: part)
            }
            try bytes.write(to: url)
            let frames = try await Fixtures.read(try VideoFile(url).frames)
            #expect(frames.map(\.image.width) == [64, 128, 48].flatMap { Array(repeating: $0, count: 6) })
            #expect(Self.seconds(frames) == Self.even(18))

            let drawn = folder.appending(path: "drawn.mp4")
            var writer = try VideoWriter(drawn)
            for frame in frames { try writer.write(frame.image, at: frame.time) }
            try writer.finish()
            let copies = try await Fixtures.read(try VideoFile(drawn).frames)
            #expect(copies.count == 18 && copies.allSatisfy { $0.image.width == 64 && $0.image.height == 48 })
            // The disc of the larger frame fills the same corner; the upright frame has bars at its sides.
            let (large, bar, upright) = (
                copies[7].image.isWhite(12, 12), copies[17].image.level(4, 24), copies[17].image.level(32, 24)
            )
            #expect(large && bar < 24 && upright > 24)
        }
    }

    // MARK: Colors

    @Test(
        "A copy has the tags and the colors of its source",
        arguments: [(1, 1, 1), (6, 6, 6), (5, 6, 5), (9, 14, 9), (2, 2, 2)] as [(UInt32, UInt32, UInt32)])
    func colors(_ primaries: UInt32, _ transfer: UInt32, _ matrix: UInt32) async throws {
        try await withTemporaryFolder { folder in
            var video = FixtureVideo([
                try Image(width: 64, height: 48, filledWith: Color(red: 40, green: 160, blue: 60))
            ])
            video.color = (primaries, transfer, matrix)
            let source = folder.appending(path: "a.mp4")
            try video.write(to: source)
            let file = try VideoFile(source)
            #expect(file.color.matrixCoefficients == Int(matrix))
            let frames = try await Fixtures.read(file.frames)
            let copy = folder.appending(path: "b.mp4")
            var writer = try VideoWriter(copy, options: .init(constantRateFactor: 0, color: file.color))
            for frame in frames { try writer.write(frame.image, at: frame.time) }
            try writer.finish()
            let copied = try VideoFile(copy)
            #expect(copied.color == file.color)
            // Stored and read alike: a player shows both alike by their tags.
            let pixels = try #require(try await Fixtures.read(copied.frames).first).image
            for channel in 0..<3 {
                #expect(abs(Int(pixels.pixels[channel]) - Int(frames[0].image.pixels[channel])) <= 3)
            }
        }
    }

    @Test("Images without a source are written as BT.601")
    func defaultColors() throws {
        try withTemporaryFolder { folder in
            let url = folder.appending(path: "a.mp4")
            try Fixtures.write(url, times: Fixtures.times(2))
            #expect(try VideoFile(url).color == .bt601)
        }
    }

    /// Returns the 8-bit PQ code value of a luminance in cd/m2, by SMPTE ST 2084.
    private static func pq(_ light: Double) -> UInt8 {
        let y = pow(light / 10_000, 0.1593017578125)
        return UInt8((255 * pow((0.8359375 + 18.8515625 * y) / (1 + 18.6875 * y), 78.84375)).rounded())
    }

    @Test(
        "High dynamic range is mapped to the standard range",
        arguments: [("pq.mkv", 16, [0, 5, 20, 100, 1000]), ("hlg.mkv", 18, [])] as [(String, UInt32, [Double])])
    func toneMapping(_ name: String, _ transfer: UInt32, _ lights: [Double]) async throws {
        // HLG: 0.5 of the code range is a twelfth of the scene light, to the power of 1.2: 50.7 of 1000 cd/m2.
        let codes = lights.isEmpty ? [0, 64, 128, 192, 255] : lights.map(Self.pq)
        var video = FixtureVideo(
            try codes.map { try Image(width: 64, height: 48, filledWith: Color(red: $0, green: $0, blue: $0)) })
        video.encoder = "ffv1"
        video.pixelFormat = AV_PIX_FMT_YUV420P10LE
        video.color = (9, transfer, 9)
        try await Self.frames(video, name) { file, frames in
            #expect(file.color.isHighDynamicRange)
            let levels = frames.map { $0.image.level(32, 24) }
            #expect(levels.count == 5 && levels[0] <= 1 && levels[4] >= 253, "\(levels)")
            #expect(zip(levels, levels.dropFirst()).allSatisfy { $0 < $1 })
            // Below the knee of the roll-off light is unchanged: 255 (L / 100)^(1 / 2.4) by BT.1886.
            if !lights.isEmpty {
                for (level, light) in zip(levels, lights) where light <= 20 {
                    #expect(abs(Double(level) - 255 * pow(light / 100, 1 / 2.4)) < 4, "\(level) for \(light)")
                }
            } else {
                #expect(levels[2] > 150 && levels[2] < 195, "\(levels)")
            }
        }
    }

    @Test("A drawing of high dynamic range is a video of the standard range")
    func drawingOfHighRange() async throws {
        try await withTemporaryFolder { folder in
            var video = FixtureVideo([
                try Image(width: 64, height: 48, filledWith: Color(red: 90, green: 110, blue: 70))
            ])
            video.encoder = "ffv1"
            video.pixelFormat = AV_PIX_FMT_YUV420P10LE
            video.color = (9, 16, 9)
            let source = folder.appending(path: "a.mkv")
            try video.write(to: source)
            let file = try VideoFile(source)
            let copy = folder.appending(path: "b.mp4")
            var writer = try VideoWriter(copy, options: .init(color: file.color))
            for try await frame in file.frames { try writer.write(frame.image, at: frame.time) }
            try writer.finish()
            let color = try VideoFile(copy).color
            #expect((color.primaries, color.transfer, color.matrixCoefficients) == (1, 1, 1))
        }
    }

    // MARK: Fields

    @Test(
        "Interlaced frames are recognized",
        arguments: [("a.ts", "mpeg2video", true), ("b.mp4", "libx264", true), ("c.mp4", "libx264", false)])
    func interlacing(_ name: String, _ encoder: String, _ isInterlaced: Bool) async throws {
        var video = FixtureVideo(try Self.images(12))
        video.encoder = encoder
        video.isInterlaced = isInterlaced
        try await Self.frames(video, name) { file, frames in
            #expect(file.isInterlaced == isInterlaced && frames.count == 12)
        }
    }

    // MARK: Sound

    @Test(
        "Sound is copied, or omitted with one reason; all frames are written",
        arguments: [
            ("flac", "mkv", 48_000, "mp4", true), ("truehd", "mkv", 48_000, "mp4", true),
            ("libmp3lame", "mkv", 8_000, "mp4", true), ("pcm_mulaw", "mov", 8_000, "mp4", false),
            ("pcm_s16le", "mov", 48_000, "mov", true), ("pcm_s16le", "mov", 48_000, "mkv", true),
            ("ac3", "ts", 48_000, "mp4", true), ("libopus", "mkv", 48_000, "mp4", true),
            ("aac", "ts", 44_100, "mkv", true), ("mp2", "avi", 48_000, "mp4", true),
            ("wmav2", "mkv", 48_000, "mp4", false), ("flac", "mkv", 48_000, "mkv", true),
        ] as [(String, String, Int32, String, Bool)])
    func sound(
        _ encoder: String, _ container: String, _ rate: Int32, _ output: String, _ isCopied: Bool
    ) async throws {
        guard FixtureVideo.has(encoder: encoder) else { return }
        try await withTemporaryFolder { folder in
            var video = FixtureVideo(try Self.images(24))
            if container == "avi" { video.encoder = "mpeg4" }
            video.sound = FixtureVideo.Sound(encoder, rate: rate, duration: 0.8)
            let url = folder.appending(path: "a.\(container)")
            try video.write(to: url)
            let file = try VideoFile(url)
            let drawn = folder.appending(path: "b.\(output)")
            var writer = try VideoWriter(drawn, audio: .init(of: file))
            for try await frame in file.frames { try writer.write(frame.image, at: frame.time) }
            let remark = try writer.finish()
            #expect((remark == nil) == isCopied, "\(remark ?? "copied")")
            #expect(try await Fixtures.read(try VideoFile(drawn).frames).count == 24)
            let sound = try SoundFacts(of: drawn)
            #expect((sound != nil) == isCopied)
            if let sound { #expect(abs(sound.end - 0.8) < 0.15, "\(sound)") }
        }
    }

    // MARK: Names

    @Test("The name determines the format, or is refused at once")
    func names() async throws {
        try await withTemporaryFolder { folder in
            for name in ["a.png", "a.avi", "a", "a.mp4.txt", ".mp4"] {
                let error = await videoError { _ = try VideoWriter(folder.appending(path: name)) }
                #expect(error?.reason == .unknownExtension, "\(name)")
            }
            for name in ["a.mp4", "b.M4V", "c.mov", "d.mkv"] {
                try Fixtures.write(folder.appending(path: name), times: Fixtures.times(5))
                let frames = try await Fixtures.read(try VideoFile(folder.appending(path: name)).frames)
                #expect(frames.count == 5 && Fixtures.shows(4, frames[4]), "\(name)")
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(Set(names) == ["a.mp4", "b.M4V", "c.mov", "d.mkv"])
        }
    }
}

extension Image {
    /// Returns the green value of a pixel of an RGB image.
    fileprivate func level(_ x: Int, _ y: Int) -> Int { Int(pixels[(y * width + x) * 3 + 1]) }

    fileprivate func isWhite(_ x: Int, _ y: Int) -> Bool { level(x, y) > 235 }
}
