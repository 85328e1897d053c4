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

/// `poise video`: becomes the program `poise-video`, which lies beside this one. Loading FFmpeg takes longer than finding
/// a person in a picture; so only who needs it pays for it.
struct VideoForwarding: PoiseSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "video", abstract: "Follows people through a video; see 'poise video --help'.", helpNames: [])

    @Argument(parsing: .captureForPassthrough) var arguments: [String] = []

    func perform() throws(Failure) {
        let program = try VideoForwarding.program()
        var argv = [program, VideoForwarding.configuration.commandName ?? ""] + arguments
        // The first argument is what messages name.
        argv[0] = "poise"
        var pointers = argv.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        execv(program, &pointers)
        throw Failure(program, "the program cannot be started: \(systemError())", .inputOutput)
    }

    /// The path of the program.
    private static func program() throws(Failure) -> String {
        guard let real = realpath("/proc/self/exe", nil) else {
            throw Failure(nil, "where this program lies cannot be found out: \(systemError())", .inputOutput)
        }
        defer { free(real) }
        let own = Path(String(cString: real))
        return own.folder.appending("poise-video").text
    }
}
