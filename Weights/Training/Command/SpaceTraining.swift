import ArgumentParser
import Poise
import PoiseCommandSupport
import PoiseImageFiles
import PoiseImaging
import PoiseSupport
import PoiseTrainingPairs
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Renders moving people, tracks them, and writes what was seen beside what is true.
@main
struct SpaceTraining: AsyncPoiseSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "space-training",
        abstract: "Renders moving people, tracks them, and writes pairs of tracked and true joints.",
        discussion: """
            The files of pairs train networks that correct world landmarks. Files that exist are skipped, so that a \
            stopped run goes on where it was. Ctrl-C ends the run after the current frame; clips of an incomplete file \
            are rendered again.

            Examples:
              space-training --movements movements --output pairs --clips 2500
              space-training --only push-up --output tests --clips 50 --preview images
            """)

    @Option(help: "Folder of .bvh and .safetensors files with recorded movements; made ones only without it.")
    var movements: String?
    @Option(help: "Folder for the files of pairs; none are written without it.") var output: String?
    @Option(help: "Number of clips of 40 frames.") var clips = 2500
    @Option(help: "Seed of all random numbers.") var seed: UInt64 = 1
    @Option(help: "Number of clips rendered at the same time.") var jobs = 1
    @Option(help: "Only made movements of this class, as data for tests.") var only: String?
    @Option(help: "Folder of JPEG and PNG images to show behind people.") var backgrounds: String?
    @Option(help: "Folder for preview images of the clips.") var preview: String?
    @Flag(help: "List the classes of made movements.") var classes = false

    func validate() throws {
        guard clips >= 1 else { throw ValidationError("--clips must be at least 1.") }
        guard (1...64).contains(jobs) else { throw ValidationError("--jobs must lie between 1 and 64.") }
        guard classes || output != nil || preview != nil else {
            throw ValidationError("--output or --preview is needed.")
        }
        if let only, !MadeMovement.all.contains(where: { $0.name == only }) {
            throw ValidationError("--only \(only): there is no such class; --classes lists them.")
        }
    }

    func perform() async throws(Failure) {
        if classes {
            try StandardOutput.write(MadeMovement.all.map { $0.name + "\n" }.joined())
            return
        }
        Interruption.listen()
        for folder in [output, preview] {
            if let folder { try Path(folder).makeFolder() }
        }
        let run = TrainingRun(
            source: ClipSource(
                recorded: try recorded(), backgrounds: try images(),
                only: only.flatMap { name in MadeMovement.all.first { $0.name == name } }),
            clipCount: clips, seed: seed, output: output.map(Path.init), preview: preview.map(Path.init))
        let failures = await withTaskGroup(of: Failure?.self) { group in
            for _ in 0..<jobs {
                group.addTask {
                    do throws(Failure) {
                        try run.work()
                        return nil
                    } catch { return error }
                }
            }
            return await group.reduce(into: [Failure]()) { if let failure = $1 { $0.append(failure) } }
        }
        if let failure = failures.first { throw failure }
        if Interruption.isRequested { throw Failure(nil, "the run was stopped and can go on", .interrupted) }
    }

    private func recorded() throws(Failure) -> [Movement] {
        guard let movements else { return [] }
        do { return try Movement.all(in: movements) } catch { throw Failure(nil, "\(error)", .badData) }
    }

    private func images() throws(Failure) -> [Image] {
        guard let backgrounds else { return [] }
        var images: [Image] = []
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: backgrounds) else {
            throw Failure(backgrounds, "the folder cannot be read", .noInput)
        }
        for name in names.sorted() where [".jpg", ".jpeg", ".png"].contains(where: name.hasSuffix) {
            do { images.append(try Image(path: Path(backgrounds).appending(name).text)) } catch {
                throw Failure(nil, "\(error)", .badData)
            }
        }
        return images
    }
}

/// A run of several jobs, each of which takes the next file of pairs that is missing.
private final class TrainingRun: Sendable {
    private let source: ClipSource
    private let clipCount: Int
    private let seed: UInt64
    private let output: Path?
    private let preview: Path?
    private let state: Mutex<State>

    private struct State {
        var nextShard = 0
        var frames = 0
        var clipsLeft: Int
        let start = ContinuousClock.now
    }

    init(source: ClipSource, clipCount: Int, seed: UInt64, output: Path?, preview: Path?) {
        self.source = source
        self.clipCount = clipCount
        self.seed = seed
        self.output = output
        self.preview = preview
        state = Mutex(State(clipsLeft: clipCount))
    }

    /// Records shards until none is left, one fails or the run is interrupted.
    func work() throws(Failure) {
        let recorder: ClipRecorder
        do { recorder = try ClipRecorder() } catch { throw Failure(nil, "\(error)", .badData) }
        while let shard = nextShard() {
            var pairs: [ClipPairs] = []
            for index in range(of: shard) {
                let clip = try record(index, recorder)
                guard !Interruption.isRequested else { return }
                if let clip { pairs.append(clip) }
                state.withLock {
                    $0.frames += Clip.frameCount
                    $0.clipsLeft -= 1
                }
            }
            if let path = path(of: shard) {
                do { try AtomicFile.write(try Shard.encode(pairs, seed: seed), to: path.text) } catch {
                    throw Failure(path.text, "\(error)", .cannotCreate)
                }
            }
            report(shard)
        }
    }

    private func nextShard() -> Int? {
        state.withLock { state in
            while state.nextShard * Shard.clipCount < clipCount {
                let shard = state.nextShard
                state.nextShard += 1
                guard isComplete(shard) else { return shard }
                state.clipsLeft -= range(of: shard).count
            }
            return nil
        }
    }

    /// Whether an earlier run wrote the file of a shard. The last file of a shorter run has fewer clips, and is replaced.
    private func isComplete(_ shard: Int) -> Bool {
        guard let path = path(of: shard), let data = FileManager.default.contents(atPath: path.text) else {
            return false
        }
        return Shard.isComplete([UInt8](data), clips: range(of: shard))
    }

    private func path(of shard: Int) -> Path? {
        output?.appending(Shard.name(shard, seed: seed, only: source.only))
    }

    private func range(of shard: Int) -> Range<Int> {
        shard * Shard.clipCount..<min((shard + 1) * Shard.clipCount, clipCount)
    }

    private func record(_ index: Int, _ recorder: ClipRecorder) throws(Failure) -> ClipPairs? {
        let clip = Clip(index: index, seed: seed, source: source)
        guard let preview else { return recorder.record(clip, isCanceled: { Interruption.isRequested }) }
        var sheet = PreviewSheet(width: clip.label.width, height: clip.label.height)
        let pairs = recorder.record(clip, isCanceled: { Interruption.isRequested }) { sheet.show($0, $1, $2) }
        let file = preview.appending(
            "clip\(index)-\(clip.label.category.isEmpty ? clip.label.movement : clip.label.category).jpg")
        guard let image = sheet.image else { return pairs }
        do { try AtomicFile.write(try image.jpegData(), to: file.text) } catch {
            throw Failure(file.text, "\(error)", .cannotCreate)
        }
        return pairs
    }

    private func report(_ shard: Int) {
        let (frames, left, seconds) = state.withLock {
            ($0.frames, $0.clipsLeft, (ContinuousClock.now - $0.start) / .seconds(1))
        }
        let rate = Double(frames) / max(seconds, 1e-3)
        let minutes = Double(left * Clip.frameCount) / max(rate, 1e-3) / 60
        StandardError.write(
            "file \(shard): \(frames) frames, \(brief(rate, decimals: 1)) frames/s, \(brief(minutes, decimals: 0)) minutes left\n"
        )
    }
}

/// Four frames of a clip side by side, below them the same with the true joints.
private struct PreviewSheet {
    private let width: Int
    private let height: Int
    private var pixels: [UInt8]
    private static let columns = 4

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        pixels = [UInt8](repeating: 0, count: width * height * 6 * PreviewSheet.columns)
    }

    var image: Image? { try? Image(width: width * PreviewSheet.columns, height: height * 2, pixels: pixels) }

    mutating func show(_ frame: Int, _ image: Image, _ joints: [PixelPoint]) {
        let interval = Clip.frameCount / PreviewSheet.columns
        guard frame % interval == 0 else { return }
        var canvas = Canvas(image)
        for bone in Skeleton.bones {
            let (from, to) = (joints[bone.from.rawValue], joints[bone.to.rawValue])
            canvas.drawLine(
                from: Canvas.Point(from.x, from.y), to: Canvas.Point(to.x, to.y), width: 1,
                color: Color(red: 255, green: 230, blue: 0))
        }
        copy(image, column: frame / interval, row: 0)
        copy(canvas.image, column: frame / interval, row: 1)
    }

    private mutating func copy(_ image: Image, column: Int, row: Int) {
        let (length, stride) = (width * 3, width * 3 * PreviewSheet.columns)
        for line in 0..<height {
            let start = (row * height + line) * stride + column * length
            pixels.replaceSubrange(start..<start + length, with: image.pixels[line * length..<(line + 1) * length])
        }
    }
}
