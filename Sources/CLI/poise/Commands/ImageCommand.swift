import ArgumentParser
import PoiseCommandSupport

/// The command `poise image` for JPEG and PNG files; other formats are left to `poise-video`, which has their decoders.
struct ImageCommand: PoiseSubcommand {
    static let configuration = ImageOptions.configuration

    @OptionGroup var options: ImageOptions

    func perform() throws(Failure) {
        // The first two arguments are the names of the program and the command.
        if try options.needsDecoders() {
            try StandardInput.handOver(maximumByteCount: ImageOptions.maximumByteCount)
            try VideoProgram.become("image", Array(CommandLine.arguments.dropFirst(2)))
        }
        try options.run(decoders: [])
    }
}
