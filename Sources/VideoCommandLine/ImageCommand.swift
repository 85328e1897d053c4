import ArgumentParser
import CommandSupport
import ImageFormats

/// `poise image` of files of every format.
struct ImageCommand: PoiseSubcommand {
    static let configuration = ImageOptions.configuration

    @OptionGroup var options: ImageOptions

    func perform() throws(Failure) { try options.run(decoders: .everyFormat) }
}
