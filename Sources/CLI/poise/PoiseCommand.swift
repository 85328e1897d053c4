import ArgumentParser
import PoiseCommandSupport

/// The `poise` command.
@main
struct PoiseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "poise",
        abstract: "Finds people in images and videos: 33 landmarks in 2D and 3D, joint angles, masks.",
        discussion: """
            Examples:
              poise image photo.jpg --angles
              poise image *.jpg --json poses.jsonl --draw drawn/
              poise mannequin squat.png --preset squat --depth 0.8 --yaw 45

            Exit status: 0 done, 64 wrong usage, 65 bad data, 66 no such input, 73 cannot write, \
            74 reading or writing failed, 75 try again later, 129, 130 and 143 ended by a signal (SIGHUP, \
            SIGINT, SIGTERM).
            """,
        version: "poise \(version)",
        subcommands: [ImageCommand.self, MannequinCommand.self] + forwarded + [ScoreCommand.self]
            + [ConvertCommand.self, InspectCommand.self, BenchCommand.self])

    /// The commands that the program `poise-video` runs.
    private static let forwarded: [any ForwardedCommand.Type] = [
        VideoForwarding.self, DrawForwarding.self, LiveForwarding.self, CheckForwarding.self,
    ]

    /// The version of this package.
    static let version = "0.1.0"

    static func main() {
        // Only `poise-video` knows the options of the forwarded commands, so it also prints their help.
        let arguments = CommandLine.arguments.dropFirst()
        if arguments.count == 2, arguments.first == "help",
            let command = forwarded.first(where: { $0.configuration.commandName == arguments.last })
        {
            do {
                try VideoProgram.become(command.configuration.commandName ?? "", ["--help"])
            } catch {
                error.report()
                exit(withError: ExitCode(error.status.rawValue))
            }
        }
        main(nil)
    }
}
