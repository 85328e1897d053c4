import PoiseImageFiles
import Poise

/// The destination of the output images: one file, or a folder with one file per input.
struct OutputPlace {
    /// The output file of each input.
    let paths: [Path]
    private let isFolder: Bool

    /// Whether images go to standard output.
    var isStandardOutput: Bool { paths.contains(where: \.isStandardStream) }

    /// - Parameters:
    ///   - path: The path that the user named: a folder if it ends in a slash, is one, or there are several inputs.
    ///   - inputs: The input files.
    /// - Throws: ``Failure`` if the destination cannot be written.
    init(_ path: Path, inputs: [String]) throws(Failure) {
        guard !path.isStandardStream || inputs.count == 1 else {
            throw Failure(path.text, "several images need a folder, and this is standard output", .usage)
        }
        isFolder = inputs.count > 1 || path.text.hasSuffix("/") || path.kind == .folder
        guard isFolder else {
            paths = [try OutputImage(path).file.path]
            return
        }
        try OutputPlace.check(folder: path)
        var taken: Set<String> = []
        paths = inputs.map { path.appending(OutputPlace.freshName(for: $0, taken: &taken)) }
    }

    /// Writes the output image of an input. The folder is created with the first one.
    func write(_ image: Image, madeOfInput index: Int) throws(Failure) {
        if isFolder { try paths[index].folder.makeFolder() }
        try OutputImage(paths[index]).write(image)
    }

    /// Checks that a path is a folder, or can be created in its nearest existing parent folder.
    private static func check(folder path: Path) throws(Failure) {
        var trimmed = path.text
        while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
        var folder = Path(trimmed)
        if folder.kind == .missing {
            // An image extension indicates a mistake rather than a folder of that name.
            guard path.text.hasSuffix("/") || ImageFileFormat(fileExtension: folder.parts.fileExtension) == nil else {
                throw Failure(path.text, "several images need a folder, and this is the name of a file", .usage)
            }
            while folder.kind == .missing, folder.text != folder.folder.text { folder = folder.folder }
        } else if folder.kind != .folder {
            throw Failure(path.text, "this is a file, and a folder is needed", .cannotCreate)
        }
        try OutputFile.check(folder: folder, of: path)
    }

    /// Returns the input's name with `.png`; a number is added if two inputs have the same name.
    private static func freshName(for input: String, taken: inout Set<String>) -> String {
        let stem = input == "-" ? "stdin" : Path(input).parts.stem
        var name = stem + ".png"
        var number = 2
        while !taken.insert(name).inserted {
            name = "\(stem)-\(number).png"
            number += 1
        }
        return name
    }
}
