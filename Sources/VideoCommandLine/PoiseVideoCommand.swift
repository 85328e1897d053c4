import ArgumentParser
import CommandSupport

/// `poise-video`: what `poise video` and `poise live` start. Only here is FFmpeg loaded.
@main
struct PoiseVideoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "poise", abstract: "People in videos and streams.",
        subcommands: [VideoCommand.self, LiveCommand.self])
}
