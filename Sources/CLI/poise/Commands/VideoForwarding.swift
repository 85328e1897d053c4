import ArgumentParser
import PoiseCommandSupport
import PoiseSupport

import PoiseLibC

/// A command that replaces this process with the program `poise-video`.
///
/// Loading FFmpeg takes longer than finding a person in an image, so only the commands that need it load it.
protocol ForwardedCommand: PoiseSubcommand {
    var arguments: [String] { get }
}

/// The command `poise video`.
struct VideoForwarding: ForwardedCommand {
    static let configuration = CommandConfiguration(
        commandName: "video", abstract: "Tracks people through a video.", helpNames: [])

    @Argument(parsing: .captureForPassthrough) var arguments: [String] = []
}

/// The command `poise draw`.
struct DrawForwarding: ForwardedCommand {
    static let configuration = CommandConfiguration(
        commandName: "draw", abstract: "Draws people into the video in which they were found.", helpNames: [])

    @Argument(parsing: .captureForPassthrough) var arguments: [String] = []
}

/// The command `poise live`.
struct LiveForwarding: ForwardedCommand {
    static let configuration = CommandConfiguration(
        commandName: "live", abstract: "Tracks people in front of a camera or in a stream.", helpNames: [])

    @Argument(parsing: .captureForPassthrough) var arguments: [String] = []
}

/// The command `poise check`.
struct CheckForwarding: ForwardedCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Reports how far a video can be trusted.", helpNames: [])

    @Argument(parsing: .captureForPassthrough) var arguments: [String] = []
}

extension ForwardedCommand {
    func perform() throws(Failure) { try VideoProgram.become(Self.configuration.commandName ?? "", arguments) }
}

/// The program `poise-video`, which lies in the folder of this one.
enum VideoProgram {
    /// Replaces this process with the program.
    ///
    /// - Parameters:
    ///   - command: The name of its command.
    ///   - arguments: The arguments of the command.
    static func become(_ command: String, _ arguments: [String]) throws(Failure) {
        let program = try path()
        // Messages use the first argument as the name of the program.
        let argv = ["poise", command] + arguments
        var pointers = argv.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        execv(program, &pointers)
        throw Failure(program, "the program cannot be started: \(systemError())", .inputOutput)
    }

    /// The path of the program.
    private static func path() throws(Failure) -> String {
        guard let real = realpath("/proc/self/exe", nil) else {
            throw Failure(nil, "the path of this program cannot be determined: \(systemError())", .inputOutput)
        }
        defer { free(real) }
        let own = Path(String(cString: real))
        return own.folder.appending("poise-video").text
    }
}
