import CommandSupport
import ArgumentParser
import Media
import Poise

/// `poise image`: people in still pictures.
struct ImageCommand: PoiseSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "image",
        abstract: "Finds people in pictures.",
        usage: "poise image <file> ... [<options>]",
        discussion: """
            Prints a table for each picture, or with --json one JSON object a line: pixels, metres, degrees; radians for \
            the region's rotation. A picture that cannot be read becomes an object with "error", the others are done \
            all the same, and the exit status tells (65; 66 when it does not exist).

            --draw and --mask write one picture, .png or .jpg, or into a folder one PNG file for each input. Ctrl-C \
            ends a run after the picture at hand, and the JSON file holds what was done.

            Examples:
              poise image photo.jpg
              poise image photo.jpg --angles --draw drawn.png
              poise image *.jpg --json poses.jsonl --draw drawn/ --people 3
              curl -s https://example.org/a.jpg | poise image - --json -
              poise image old/*.jpg --accuracy best --json poses.jsonl
              poise image photo.jpg --model pose_landmarker_heavy.task
            """)

    @Argument(
        help: ArgumentHelp("JPEG or PNG files; - reads one from standard input.", valueName: "file"),
        transform: localPath)
    var files: [String]

    @Option(
        help: ArgumentHelp(
            "The landmark network: full, a file made by 'poise convert', or MediaPipe's own .tflite or .task file.",
            valueName: "full|file"))
    var model = ModelOption.full

    @OptionGroup var level: AccuracyOption

    @Option(help: ArgumentHelp("The most people looked for in a picture.", valueName: "count"))
    var people = 1

    @Option(help: ArgumentHelp("Write JSON Lines into this file; - for standard output.", valueName: "file|-"))
    var json: String?

    @Option(
        help: ArgumentHelp(
            "Write the image with the poses drawn into it; - for standard output, as PNG.", valueName: "file|folder|-"
        ))
    var draw: String?

    @Option(
        help: ArgumentHelp(
            "Write which pixels show people: a gray image, white is certain; - for standard output, as PNG.",
            valueName: "file|folder|-"))
    var mask: String?

    @Flag(help: "Show joint angles, in the table and in the drawing.")
    var angles = false

    @Option(help: ArgumentHelp("Threads that compute, 1 to 64.", valueName: "count"))
    var threads = 1

    @Option(
        help: ArgumentHelp(
            "Score from which the detector's finding counts, 0 to 1, in place of the accuracy's own.",
            valueName: "score"))
    var minimumDetection: Double?

    @Option(
        help: ArgumentHelp("Probability of a person from which a pose is given out, 0 to 1.", valueName: "probability"))
    var minimumPresence = 0.5

    @Flag(help: "No progress, and no messages about single pictures or a slower way of computing.")
    var quiet = false

    func validate() throws {
        guard people >= 1 else { throw ValidationError("--people must be at least 1.") }
        guard (1...64).contains(threads) else { throw ValidationError("--threads must lie between 1 and 64.") }
        guard minimumDetection.map({ (0...1).contains($0) }) ?? true else {
            throw ValidationError("--minimum-detection must lie between 0 and 1.")
        }
        guard (0...1).contains(minimumPresence) else {
            throw ValidationError("--minimum-presence must lie between 0 and 1.")
        }
        guard !files.contains("") else { throw ValidationError("The name of a file is empty.") }
        guard files.count(where: { $0 == "-" }) <= 1 else {
            throw ValidationError("Standard input can be read only once.")
        }
    }

    func perform() throws(Failure) {
        Interruption.listen()
        let outputs = try ImageOutputs(self)
        let estimator = try model.estimator(
            options: PoseEstimator.Options(
                accuracy: level.accuracy, people: people, minimumDetectionConfidence: minimumDetection,
                minimumPresence: minimumPresence, givesMask: mask != nil, threads: threads), quiet: quiet)
        let run: Run
        do {
            run = try look(at: files, with: estimator, into: outputs)
        } catch {
            // An output fails, which ends the run; what was done before is kept.
            throw error.noting([(try? outputs.finish(isComplete: false)) ?? nil])
        }
        // A run in which every image failed has no results.
        let hasResults = run.failures.count < files.count
        let place = try outputs.finish(isComplete: run.done == files.count && hasResults)
        guard run.done == files.count else {
            throw Failure(nil, "interrupted after \(run.done) of \(files.count) pictures", .interrupted)
                .noting([place])
        }
        guard let first = run.failures.first else { return }
        if files.count == 1 { throw first.noting([place]) }
        throw Failure(nil, "\(run.failures.count) of \(files.count) pictures failed", first.status).noting([place])
    }

    /// How far a run came.
    private struct Run {
        var done = 0
        var failures: [Failure] = []
    }

    private func look(
        at files: [String], with estimator: PoseEstimator, into outputs: ImageOutputs
    ) throws(Failure) -> Run {
        let progress = Progress(total: files.count, quiet: quiet)
        var run = Run()
        for (index, file) in files.enumerated() where !Interruption.isRequested {
            progress.show(index, next: file)
            let found: Result<(Image, [Pose]), Failure>
            do throws(Failure) {
                let image = try ImageCommand.read(file)
                found = .success((image, estimator.poses(in: image)))
            } catch {
                found = .failure(error)
            }
            progress.clear()
            switch found {
            case .success((let image, let poses)):
                try outputs.add(poses, in: image, ofInput: index)
            case .failure(let failure):
                if !quiet, files.count > 1 { failure.report() }
                try outputs.add(failure, ofInput: index)
                run.failures.append(failure)
            }
            run.done += 1
        }
        return run
    }

    private static func read(_ file: String) throws(Failure) -> Image {
        guard file == "-" else {
            do { return try Image(path: file) } catch {
                // Swift's arguments have this character in place of bytes that are not UTF-8.
                guard error.reason == .notFound else { throw Failure(error, of: file) }
                guard file.contains("\u{FFFD}") else { throw Failure.missing(file) }
                let reason = "there is no such file; one whose name is not UTF-8 can be given by standard input"
                throw Failure(file, reason, .noInput)
            }
        }
        let bytes = try StandardInput.bytes(maximumByteCount: 1 << 30)
        do { return try Image(encoded: bytes) } catch { throw Failure(error, of: StandardInput.name) }
    }
}
