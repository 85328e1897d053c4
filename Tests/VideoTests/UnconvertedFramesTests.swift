import CPoiseFFmpeg
import Foundation
import PoiseImaging
import PoiseTestSupport
import PoiseVideo
import PoiseVideoFixtures
import Testing

/// Frames in the decoder's memory are the same images as converted ones.
@Suite("Frames that are not converted", .timeLimit(.minutes(5))) struct UnconvertedFramesTests {
    /// Returns a colorful image that differs from frame to frame.
    private func picture(_ number: Int, _ width: Int, _ height: Int) throws -> Image {
        var pixels: [UInt8] = []
        for y in 0..<height {
            for x in 0..<width {
                pixels += [UInt8((x * 7 + number * 5) & 255), UInt8((y * 11) & 255), UInt8((x * y + number) & 255)]
            }
        }
        return try Image(width: width, height: height, pixels: pixels)
    }

    #if arch(x86_64)
        @Test("All values of brightness and color differences give swscale's pixels, in both ranges")
        func conversion() throws {
            let (width, height) = (512, 512)
            for (format, colors) in [
                (AV_PIX_FMT_YUV420P, YCbCr.bt601), (AV_PIX_FMT_YUVJ420P, YCbCr(.bt601, isFullRange: true)),
            ] {
                let scaler = try #require(
                    poise_scaler_cached(
                        nil, Int32(width), Int32(height), format.rawValue, Int32(width), Int32(height),
                        AV_PIX_FMT_RGB24.rawValue, poise_scale_bicubic))
                defer { poise_scaler_free(scaler) }
                // Each frame has all 65,536 color differences once, with four of the 256 brightnesses.
                let blue = GuardedBytes((0..<65536).map { UInt8($0 & 255) }, .end)
                let red = GuardedBytes((0..<65536).map { UInt8($0 >> 8) }, .end)
                for first in stride(from: 0, to: 256, by: 4) {
                    let luma = GuardedBytes(
                        (0..<height).flatMap { y in (0..<width).map { x in UInt8(first + y % 2 * 2 + x % 2) } }, .end)
                    let view = try ImageView(
                        format: .i420(colors), width: width, height: height,
                        planes: [
                            ImageView.Plane(luma.bytes, stride: 512), ImageView.Plane(blue.bytes, stride: 256),
                            ImageView.Plane(red.bytes, stride: 256),
                        ])
                    let planes = [luma, blue, red].map { $0.bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) }
                    let pixels = [UInt8](unsafeUninitializedCapacity: width * height * 3) { output, count in
                        count = width * height * 3
                        let rows = poise_scaler_run(
                            scaler, planes, [512, 256, 256], 512, [output.baseAddress], [Int32(width * 3)])
                        #expect(rows == 512)
                    }
                    #expect(Image(view).pixels == pixels, "brightness \(first) to \(first + 3)")
                }
            }
        }
    #endif

    @Test("Frames of a file have the same pixels, times and sizes as converted ones")
    func files() async throws {
        for (width, height) in [(64, 48), (70, 50), (130, 34)] {
            try await withTemporaryFolder { folder in
                let url = folder.appending(path: "a.mp4")
                var writer = try VideoWriter(url, options: .init(frameRate: 30))
                for (number, time) in Fixtures.times(12).enumerated() {
                    try writer.write(try picture(number, width, height), at: time)
                }
                try writer.finish()
                let frames = try VideoFile(url).frames
                let (converted, decoded) = (
                    try await Fixtures.read(frames), try await Fixtures.read(frames.unconverted)
                )
                try #require(decoded.count == 12)
                #expect(decoded == converted)
                for (frame, other) in zip(decoded, converted) {
                    #if arch(x86_64)
                        #expect(Image(frame.view) == other.image)
                    #endif
                    #expect(Image(other.view) == other.image)
                }
            }
        }
    }

    @Test("Turned frames are upright in both forms")
    func turned() async throws {
        try await withTemporaryFolder { folder in
            let url = folder.appending(path: "a.mp4")
            var fixture = FixtureVideo(try (0..<5).map { try picture($0, 64, 48) })
            fixture.containerRotation = 90
            try fixture.write(to: url)
            let frames = try VideoFile(url).frames
            let (converted, decoded) = (try await Fixtures.read(frames), try await Fixtures.read(frames.unconverted))
            #expect(decoded.count == 5 && decoded == converted)
            #expect(decoded.first?.view.width == 48 && decoded.first?.view.height == 64)
            #if arch(x86_64)
                #expect(decoded.map { Image($0.view) } == converted.map(\.image))
            #endif
        }
    }
}
