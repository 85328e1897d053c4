import ArgumentParser

/// The `poise` command.
@main
struct PoiseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "poise",
        abstract: "Finds people in pictures: 33 landmarks in the picture and in space, joint angles, masks.",
        discussion: """
            Examples:
              poise image photo.jpg --angles
              poise image *.jpg --json poses.jsonl --draw drawn/
              poise mannequin squat.png --preset squat --depth 0.8 --yaw 45

            Exit status: 0 done, 64 wrong usage, 65 bad data, 66 no such input, 73 cannot write, \
            74 reading or writing failed, 130 interrupted.
            """,
        version: "poise \(version)",
        subcommands: [
            ImageCommand.self, MannequinCommand.self, VideoForwarding.self, ConvertCommand.self, InspectCommand.self,
            BenchCommand.self,
        ])

    /// The version of this package.
    static let version = "0.1.0"
}
