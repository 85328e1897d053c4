import ArgumentParser
import CommandSupport

/// `poise-video`: the program that `poise` becomes for videos, streams, and images that are neither JPEG nor PNG. Only here
/// FFmpeg is loaded.
@main
struct PoiseVideoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "poise", abstract: "Finds people in videos and streams.",
        subcommands: [VideoCommand.self, DrawCommand.self, LiveCommand.self, CheckCommand.self, ImageCommand.self])
}
