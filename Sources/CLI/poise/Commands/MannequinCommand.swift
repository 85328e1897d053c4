import PoiseCommandSupport
import ArgumentParser
import PoiseMannequin
import PoiseJSON
import Poise
import PoiseSupport

/// The command `poise mannequin`: renders a person with exactly known joints.
struct MannequinCommand: PoiseSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "mannequin",
        abstract: "Renders a person whose joints and angles are known exactly.",
        usage: "poise mannequin <output> [<options>]",
        discussion: """
            The image is for experiments, for tests and for measuring errors: --json writes the exact joints and \
            angles in the format of 'poise image --json', which is not that of a ground truth for 'poise score'.

            Examples:
              poise mannequin person.png
              poise mannequin squat.png --preset squat --depth 0.8 --json truth.jsonl
              poise mannequin pushup.png --preset push-up --yaw 90 --size 1280x720
            """)

    /// The named postures.
    enum Preset: String, ExpressibleByArgument, CaseIterable {
        case standing, squat
        case armsRaised = "arms-raised"
        case lunge
        case pushUp = "push-up"

        func posture(depth: Double, _ proportions: Proportions) -> Posture {
            switch self {
            case .standing: .standing
            case .squat: .squat(depth: depth)
            case .armsRaised: .armsRaised
            case .lunge: .lunge(proportions: proportions)
            case .pushUp: .pushUp(depth: depth, proportions: proportions)
            }
        }
    }

    /// The named proportions.
    enum Lengths: String, ExpressibleByArgument, CaseIterable {
        case survey
        case byEye = "by-eye"

        var proportions: Proportions {
            switch self {
            case .survey: .survey
            case .byEye: .byEye
            }
        }
    }

    @Argument(help: "The image to write, .png or .jpg; - for standard output, as PNG.") var output: String
    @Option(help: "The posture.") var preset = Preset.standing
    @Option(help: "Depth of a squat or push-up, 0 to 1.") var depth = 0.5
    @Option(help: "Lengths between the joints: the means of a survey, or those of the stored test images.")
    var proportions = Lengths.survey
    @Option(help: "Degrees around the person at which the camera is: 0 in front, 90 at the person's left.") var yaw =
        0.0
    @Option(help: "Meters from the camera to the person.") var distance = 3.2
    @Option(help: ArgumentHelp("The size of the image in pixels.", valueName: "width>x<height"))
    var size = SizeArgument(width: 640, height: 480)
    @Flag(help: "Render a background of one color.") var plain = false
    @Option(help: ArgumentHelp("Write the exact joints and angles; - for standard output.", valueName: "file|-"))
    var json: String?

    func validate() throws {
        guard (0...1).contains(depth) else { throw ValidationError("--depth must lie between 0 and 1.") }
    }

    func perform() throws(Failure) {
        let picture = try OutputImage(Path(output))
        var claimed = try OutputRegistry(inputs: [])
        try claimed.claim(picture.file.path)
        let truth = try json.map { (path) throws(Failure) in try LinesOutput(path, &claimed) }
        let rendering = try render()
        try picture.write(rendering.image)
        guard let truth else { return }
        let result = ImageResult(file: output, image: rendering.image, poses: rendering.figures.map(\.pose))
        try truth.write(of: output) { try ImageRecord.result(result).jsonLine() }
        try truth.finish()
    }

    private func render() throws(Failure) -> Rendering {
        let camera = Camera(yaw: Angle(degrees: yaw), distance: distance, width: size.width, height: size.height)
        let lengths = proportions.proportions
        let figure = Figure(posture: preset.posture(depth: depth, lengths), proportions: lengths)
        do {
            return try Scene(figure, camera: camera, backdrop: plain ? .plain : .room).render()
        } catch .cameraTooClose {
            throw Failure(
                "--distance \(brief(distance, decimals: 3))", "the person reaches to the camera or behind it", .usage)
        } catch {
            throw Failure(nil, "\(error)", .usage)
        }
    }
}
