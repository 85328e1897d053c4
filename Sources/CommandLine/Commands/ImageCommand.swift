import ArgumentParser
import CommandSupport

/// `poise image`: people in JPEG and PNG files; other formats are left to the program that has their decoders.
struct ImageCommand: PoiseSubcommand {
    static let configuration = ImageOptions.configuration

    @OptionGroup var options: ImageOptions

    func perform() throws(Failure) {
        // Behind the names of the program and the command.
        if try options.needsDecoders() {
            try StandardInput.handOver(maximumByteCount: ImageOptions.maximumByteCount)
            try VideoProgram.become("image", Array(CommandLine.arguments.dropFirst(2)))
        }
        try options.run(decoders: [])
    }
}
