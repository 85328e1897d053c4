import ArgumentParser
import CommandSupport

/// `poise-video`: what `poise video` starts. Only here is FFmpeg loaded.
@main
struct PoiseVideoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "poise", abstract: "People in videos.", subcommands: [VideoCommand.self, CheckCommand.self])
}
