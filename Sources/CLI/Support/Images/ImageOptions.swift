import ArgumentParser
import PoiseSupport
import PoiseImageFiles
import Poise

/// The options and the work of `poise image`, which two programs share: `poise` reads JPEG and PNG and loads no other
/// decoder; `poise-video` reads all formats.
package struct ImageOptions: ParsableArguments {
    package static let configuration = CommandConfiguration(
        commandName: "image",
        abstract: "Finds people in images.",
        usage: "poise image <file> ... [<options>]",
        discussion: """
            Prints a table for each image, or with --json one JSON object per line: pixels, meters, degrees; radians for \
            the region's rotation. An image that cannot be read becomes an object with "error"; the others are still \
            processed, and the exit status reports the failure (65; 66 if the file does not exist).

            Reads JPEG, PNG, HEIC, AVIF, WebP, TIFF, BMP, GIF and JPEG 2000, recognized by content; only the first frame \
            of animations.

            --draw and --mask write one image, .png or .jpg, or one PNG file per input into a folder. Ctrl-C ends a run \
            after the current image, and the JSON file holds the results up to then.

            Examples:
              poise image photo.jpg
              poise image photo.jpg --angles --draw drawn.png
              poise image *.jpg --json poses.jsonl --draw drawn/ --people 3
              curl -s https://example.org/a.jpg | poise image - --json -
              poise image old/*.jpg --accuracy best --json poses.jsonl
              poise image photo.jpg --model pose_landmarker_heavy.task
            """)

    @Argument(
        help: ArgumentHelp("Image files; - reads one from standard input.", valueName: "file"),
        transform: localPath)
    var files: [String]

    @OptionGroup var networks: NetworkOptions

    @Option(help: ArgumentHelp("Maximum number of people in an image.", valueName: "count"))
    var people = 1

    @Option(help: ArgumentHelp("Write JSON Lines to this file; - for standard output.", valueName: "file|-"))
    var json: String?

    @Option(
        help: ArgumentHelp(
            "Write the image with the poses drawn into it; - for standard output, as PNG.", valueName: "file|folder|-"
        ))
    var draw: String?

    @Option(
        help: ArgumentHelp(
            "Write a mask of the people: a gray image, white is certain; - for standard output, as PNG.",
            valueName: "file|folder|-"))
    var mask: String?

    @Flag(help: "Show joint angles, in the table and in the drawing.")
    var angles = false

    @Option(help: ArgumentHelp("Number of compute threads, 1 to 64.", valueName: "count"))
    var threads = 1

    @Option(
        help: ArgumentHelp(
            "Minimum score of a detection, 0 to 1, instead of that of the accuracy level.",
            valueName: "score"))
    var minimumDetection: Double?

    @Option(
        help: ArgumentHelp("Minimum probability of a person for a returned pose, 0 to 1.", valueName: "probability"))
    var minimumPresence = 0.5

    @Flag(help: "No progress, and no messages about single images or slower execution.")
    var quiet = false

    package init() {}

    package func validate() throws {
        try networks.requireNoSequence()
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

    /// Returns whether an input is an image that is neither JPEG nor PNG.
    ///
    /// The first bytes of the inputs are read for it, except those of pipes other than standard input, where they would be
    /// lost.
    package func needsDecoders() throws(Failure) -> Bool {
        for file in files {
            let path = Path(file)
            guard path.isStandardStream || path.kind == .file else { continue }
            let beginning =
                path.isStandardStream
                ? try StandardInput.beginning(ImageFileFormat.signatureLength)
                : path.beginning(ImageFileFormat.signatureLength)
            if let format = ImageFileFormat(recognizing: beginning), ![.jpeg, .png].contains(format) { return true }
        }
        return false
    }

    /// Finds people in the images.
    ///
    /// - Parameter decoders: The decoders of formats other than JPEG and PNG.
    package func run(decoders: [any ImageDecoder]) throws(Failure) {
        Interruption.listen()
        let outputs = try ImageOutputs(self)
        let estimator = try networks.model.estimator(
            options: PoseEstimator.Options(
                accuracy: networks.accuracy, people: people, minimumDetectionConfidence: minimumDetection,
                minimumPresence: minimumPresence, spaceCorrection: networks.space.correction,
                includesMask: mask != nil, threads: threads), quiet: quiet)
        let run: Run
        do {
            run = try look(at: files, decoders, with: estimator, into: outputs)
        } catch {
            // A failing output ends the run; earlier results are kept.
            throw error.noting([(try? outputs.finish(isComplete: false)) ?? nil])
        }
        // A run in which every image failed has no results.
        let hasResults = run.failures.count < files.count
        let place = try outputs.finish(isComplete: run.done == files.count && hasResults)
        guard run.done == files.count else {
            throw Failure(nil, "interrupted after \(run.done) of \(files.count) images", .interrupted)
                .noting([place])
        }
        guard let first = run.failures.first else { return }
        if files.count == 1 { throw first.noting([place]) }
        throw Failure(nil, "\(run.failures.count) of \(files.count) images failed", first.status).noting([place])
    }

    /// The progress and the failures of a run.
    private struct Run {
        var done = 0
        var failures: [Failure] = []
    }

    private func look(
        at files: [String], _ decoders: [any ImageDecoder], with estimator: PoseEstimator, into outputs: ImageOutputs
    ) throws(Failure) -> Run {
        let progress = Progress(total: files.count, quiet: quiet)
        var run = Run()
        for (index, file) in files.enumerated() where !Interruption.isRequested {
            progress.show(index, next: file)
            let found: Result<(Image, [Pose]), Failure>
            do throws(Failure) {
                let image = try ImageOptions.read(file, decoders)
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

    /// The most bytes of standard input.
    package static let maximumByteCount = 1 << 30

    private static func read(_ file: String, _ decoders: [any ImageDecoder]) throws(Failure) -> Image {
        guard file == "-" else {
            do { return try Image(path: file, decoders: decoders) } catch { throw failure(error, of: file) }
        }
        let bytes = try StandardInput.bytes(maximumByteCount: maximumByteCount)
        do { return try Image(encoded: bytes, decoders: decoders) } catch {
            throw Failure(error, of: StandardInput.name)
        }
    }

    private static func failure(_ error: MediaError, of file: String) -> Failure {
        switch error.reason {
        // Swift replaces bytes of arguments that are not UTF-8 by this character.
        case .notFound where file.contains("\u{FFFD}"):
            let reason = "there is no such file; a file whose name is not UTF-8 can be read from standard input"
            return Failure(file, reason, .noInput)
        case .notFound:
            return .missing(file)
        case .needsDecoder(let format):
            return Failure(file, "\(format) from a pipe is read only as standard input: 'poise image -'", .badData)
        default:
            return Failure(error, of: file)
        }
    }
}
