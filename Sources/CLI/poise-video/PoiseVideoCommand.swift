import ArgumentParser
import PoiseCommandSupport

/// The program `poise-video`, which replaces `poise` for videos, streams, and images that are neither JPEG nor PNG. Only
/// this program loads FFmpeg.
@main
struct PoiseVideoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "poise", abstract: "Finds people in videos and streams.",
        subcommands: [VideoCommand.self, DrawCommand.self, LiveCommand.self, CheckCommand.self, ImageCommand.self])
}
