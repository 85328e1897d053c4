import ArgumentParser
import CommandSupport
import Files

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A command that becomes the program `poise-video`, which lies beside this one. Loading FFmpeg takes longer than finding
/// a person in a picture; so only who needs it pays for it.
protocol ForwardedCommand: PoiseSubcommand {
    var arguments: [String] { get }
}

/// `poise video`.
struct VideoForwarding: ForwardedCommand {
    static let configuration = CommandConfiguration(
        commandName: "video", abstract: "Follows people through a video.", helpNames: [])

    @Argument(parsing: .captureForPassthrough) var arguments: [String] = []
}

/// `poise live`.
struct LiveForwarding: ForwardedCommand {
    static let configuration = CommandConfiguration(
        commandName: "live", abstract: "Follows people in front of a camera or in a stream.", helpNames: [])

    @Argument(parsing: .captureForPassthrough) var arguments: [String] = []
}

extension ForwardedCommand {
    func perform() throws(Failure) { try Self.become(arguments) }

    /// Becomes the other program.
    static func become(_ arguments: [String]) throws(Failure) {
        let program = try path()
        // The first argument is what messages name.
        let argv = ["poise", configuration.commandName ?? ""] + arguments
        var pointers = argv.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        execv(program, &pointers)
        throw Failure(program, "the program cannot be started: \(systemError())", .inputOutput)
    }

    /// The path of the program.
    private static func path() throws(Failure) -> String {
        guard let real = realpath("/proc/self/exe", nil) else {
            throw Failure(nil, "where this program lies cannot be found out: \(systemError())", .inputOutput)
        }
        defer { free(real) }
        let own = Path(String(cString: real))
        return own.folder.appending("poise-video").text
    }
}
