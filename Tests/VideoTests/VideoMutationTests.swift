import Foundation
import PoiseTestSupport
import Testing
import PoiseVideo

/// For more runs: `MUTATIONS=100000 swift test -c release --filter MutationTests`, of which a fiftieth run here, since
/// opening a video and decoding some of it takes some milliseconds.
@Suite("Randomly damaged videos")
struct VideoMutationTests {
    private static let count = ProcessInfo.processInfo.environment["MUTATIONS"].flatMap(Int.init).map {
        max($0 / 50, 1)
    }

    @Test("Each video is read or refused", arguments: [false, true])
    func mutations(inFragments: Bool) async throws {
        try await withTemporaryFolder { folder in
            let url = folder.appending(path: "a.mp4")
            try Fixtures.write(url, times: Fixtures.times(10), inFragments: inFragments)
            var mutation = Mutation(of: [UInt8](try Data(contentsOf: url)), seed: 1)
            var (loaded, refused) = (0, 0)
            let runs = Self.count ?? 200
            for _ in 0..<runs {
                try Data(mutation.next()).write(to: url)
                let error = await videoError {
                    // A damaged index may state thousands of frames.
                    let video = try VideoFile(url, maximumPixels: 1_000_000)
                    for try await frame in video.frames(from: .milliseconds(50)) where frame.index == 20 { break }
                }
                if let error {
                    #expect(error.place == url.path)
                    refused += 1
                } else {
                    loaded += 1
                }
            }
            #expect(loaded > runs / 20 && refused > runs / 20, "\(loaded) loaded, \(refused) refused")
        }
    }
}
