import ArgumentParser
import PoiseCommandSupport
import PoiseImageFormats
import PoiseImageFiles
import Poise

/// The command `poise image` for files of every format.
struct ImageCommand: PoiseSubcommand {
    static let configuration = ImageOptions.configuration

    @OptionGroup var options: ImageOptions

    func perform() throws(Failure) {
        try options.run(decoders: [any ImageDecoder].everyFormat.map(SilentDecoder.init))
    }
}

/// A decoder that discards its library's messages: AV1 libraries write remarks about damaged files to standard error.
private struct SilentDecoder: ImageDecoder {
    let decoder: any ImageDecoder

    func recognizes(_ beginning: [UInt8]) -> Bool { decoder.recognizes(beginning) }

    func image(_ file: [UInt8], maximumPixels: Int) throws(MediaError) -> Image {
        let silence = StandardError.silence()
        defer { silence?.end() }
        return try decoder.image(file, maximumPixels: maximumPixels)
    }
}
