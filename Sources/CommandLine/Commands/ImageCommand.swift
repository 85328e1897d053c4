import ArgumentParser
import Media
import Outputs
import Poise

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `poise image`: people in still pictures.
struct ImageCommand: PoiseSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "image",
        abstract: "Finds people in pictures.",
        discussion: """
            Prints a table for each picture, or with --json one JSON object a line: pixels, metres, degrees; radians for
            the region's rotation. A picture that cannot be read becomes an object with "error", the others are done all
            the same, and the exit status tells (65; 66 when it does not exist).

            Examples:
              poise image photo.jpg
              poise image photo.jpg --angles --draw drawn.png
              poise image *.jpg --json poses.jsonl --draw drawn/ --people 3
              curl -s https://example.org/a.jpg | poise image - --json -
              poise image photo.jpg --model pose_landmarker_heavy.task
            """)

    @Argument(help: "JPEG or PNG files; - reads one from standard input.")
    var files: [String]

    @Option(help: "The landmark network: full, or a file made by 'poise convert', or MediaPipe's own file.")
    var model = ModelOption.full

    @Option(help: "The most people looked for in a picture.")
    var people = 1

    @Option(help: ArgumentHelp("Write JSON Lines into this file; - for standard output.", valueName: "file|-"))
    var json: String?

    @Option(help: ArgumentHelp("Write the picture with the poses drawn into it.", valueName: "file|folder"))
    var draw: String?

    @Option(
        help: ArgumentHelp(
            "Write which pixels show people: a grey picture, white is certain.", valueName: "file|folder"))
    var mask: String?

    @Flag(help: "Show joint angles, in the table and in the drawing.")
    var angles = false

    @Option(help: "Threads that compute.")
    var threads = 1

    @Option(help: "Score from which the detector's finding counts, 0 to 1.")
    var minimumDetection = 0.5

    @Option(help: "Probability of a person from which a pose is given out, 0 to 1.")
    var minimumPresence = 0.5

    @Flag(help: "No progress and no messages about single pictures.")
    var quiet = false

    func validate() throws {
        guard people >= 1 else { throw ValidationError("--people must be at least 1.") }
        guard (1...64).contains(threads) else { throw ValidationError("--threads must lie between 1 and 64.") }
        guard (0...1).contains(minimumDetection) else {
            throw ValidationError("--minimum-detection must lie between 0 and 1.")
        }
        guard (0...1).contains(minimumPresence) else {
            throw ValidationError("--minimum-presence must lie between 0 and 1.")
        }
        guard !files.isEmpty else { throw ValidationError("Name at least one picture.") }
        guard files.count(where: { $0 == "-" }) <= 1 else {
            throw ValidationError("Standard input can be read only once.")
        }
    }

    func perform() throws(Failure) {
        Interruption.listen()
        let estimator: PoseEstimator
        do {
            estimator = try PoseEstimator(
                model: try model.model(),
                options: PoseEstimator.Options(
                    people: people, minimumDetectionConfidence: minimumDetection, minimumPresence: minimumPresence,
                    givesMask: mask != nil, threads: threads))
        } catch let error as PoseModelError {
            throw Failure(error)
        } catch let error as Failure {
            throw error
        } catch {
            throw Failure("\(error)", .badData)
        }
        var outputs = try ImageOutputs(self)
        var firstFailure: Failure?
        let progress = Progress(total: files.count, quiet: quiet)
        for (index, file) in files.enumerated() where !Interruption.isRequested {
            progress.show(index, next: file)
            let image: Image
            do throws(Failure) {
                image = try ImageCommand.read(file)
            } catch {
                progress.clear()
                if !quiet { StandardError.write("poise: \(error.message)\n") }
                try outputs.add(failure: error, file: file)
                firstFailure = firstFailure ?? error
                continue
            }
            let poses = estimator.poses(in: image)
            progress.clear()
            try outputs.add(poses, in: image, file: file)
        }
        try outputs.finish()
        if Interruption.isRequested { throw Failure("interrupted; what was done is written", .interrupted) }
        if let firstFailure { throw Failure("some pictures could not be read", firstFailure.status) }
    }

    private static func read(_ file: String) throws(Failure) -> Image {
        do throws(MediaError) {
            guard file == "-" else { return try Image(contentsOf: URL(filePath: file)) }
        } catch {
            throw Failure(error)
        }
        let bytes = try StandardInput.readAll()
        do { return try Image(encoded: bytes) } catch {
            throw Failure(MediaError(error.reason, path: "standard input"))
        }
    }
}

/// Where the results of a run of `poise image` go.
private struct ImageOutputs {
    private let command: ImageCommand
    private var drawings: OutputPlace?
    private var masks: OutputPlace?
    /// Lines for a file, which is written whole at the end.
    private var lines = ""

    init(_ command: ImageCommand) throws(Failure) {
        self.command = command
        if let path = command.draw { drawings = try OutputPlace(path, option: "--draw", inputs: command.files) }
        if let path = command.mask { masks = try OutputPlace(path, option: "--mask", inputs: command.files) }
    }

    mutating func add(_ poses: [Pose], in image: Image, file: String) throws(Failure) {
        if command.json != nil {
            try add(.result(ImageResult(file: file, image: image, poses: poses)))
        } else {
            let table = PoseTable(file: file, image: image, poses: poses, showsAngles: command.angles)
            try StandardOutput.write(table.text)
        }
        try drawings?.write(image.drawing(poses, style: OverlayStyle(angles: command.angles)), madeOf: file)
        try masks?.write(
            Image(showing: poses.compactMap(\.mask), width: image.width, height: image.height), madeOf: file)
    }

    mutating func add(failure: Failure, file: String) throws(Failure) {
        if command.json != nil { try add(.failure(file: file, error: failure.message)) }
    }

    private mutating func add(_ record: ImageRecord) throws(Failure) {
        let line: String
        do { line = try record.jsonLine() + "\n" } catch { throw Failure("\(record.file): \(error)", .badData) }
        if command.json == "-" { try StandardOutput.write(line) } else { lines += line }
    }

    func finish() throws(Failure) {
        guard let path = command.json, path != "-" else { return }
        do { try AtomicFile.write(Array(lines.utf8), to: path) } catch { throw Failure(error) }
    }
}

extension Image {
    /// The masks of all people as one grey picture: the surest of them counts.
    fileprivate init(showing masks: [Mask], width: Int, height: Int) throws(Failure) {
        var pixels = [UInt8](repeating: 0, count: width * height)
        for mask in masks {
            for index in pixels.indices {
                pixels[index] = max(pixels[index], UInt8((mask.probabilities[index] * 255).rounded()))
            }
        }
        do { try self.init(width: width, height: height, format: .grey, pixels: pixels) } catch {
            throw Failure("\(error)", .badData)
        }
    }
}
