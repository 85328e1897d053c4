import PoiseDrawing
import PoiseJSON
import Poise
import PoiseImageFiles

/// The outputs of a run of `poise image`, none of which overwrites an input or another output.
struct ImageOutputs {
    private let inputs: [String]
    private let drawings: OutputPlace?
    private let masks: OutputPlace?
    private let records: LinesOutput?
    private let showsAngles: Bool

    init(_ command: ImageOptions) throws(Failure) {
        inputs = command.files
        var claimed = try OutputRegistry(inputs: inputs + [command.networks.model.path])
        func place(_ path: String?) throws(Failure) -> OutputPlace? {
            guard let path else { return nil }
            let place = try OutputPlace(Path(path), inputs: command.files)
            for path in place.paths { try claimed.claim(path) }
            return place
        }
        drawings = try place(command.draw)
        masks = try place(command.mask)
        if let path = command.json { records = try LinesOutput(path, &claimed) } else { records = nil }
        showsAngles = command.angles
    }

    /// Writes the poses found in an input.
    func add(_ poses: [Pose], in image: Image, ofInput index: Int) throws(Failure) {
        let file = inputs[index]
        if let records {
            try records.write(of: file) {
                try ImageRecord.result(ImageResult(file: file, image: image, poses: poses)).jsonLine()
            }
        } else if drawings?.isStandardOutput != true, masks?.isStandardOutput != true {
            let table = PoseTable(file: file, image: image, poses: poses, showsAngles: showsAngles)
            try StandardOutput.write(table.text)
        }
        try drawings?.write(image.drawing(poses, style: OverlayStyle(angles: showsAngles)), madeOfInput: index)
        try masks?.write(
            Image(showing: poses.compactMap(\.mask), width: image.width, height: image.height), madeOfInput: index)
    }

    /// Writes the failure of an input.
    func add(_ failure: Failure, ofInput index: Int) throws(Failure) {
        let file = inputs[index]
        try records?.write(of: file) { try ImageRecord.failure(file: file, error: failure.reason).jsonLine() }
    }

    /// Completes the outputs that stay open until the end.
    ///
    /// - Parameter isComplete: Whether the run was completed.
    /// - Returns: The path of the partial file of records, or `nil` if it has the name that the user gave.
    func finish(isComplete: Bool) throws(Failure) -> String? { try records?.finish(isComplete: isComplete) ?? nil }
}

extension Image {
    /// Creates a gray image of the masks of all people, with the highest probability at each pixel.
    fileprivate init(showing masks: [Mask], width: Int, height: Int) throws(Failure) {
        var pixels = [UInt8](repeating: 0, count: width * height)
        for mask in masks {
            for index in pixels.indices {
                // In this order of arguments, NaN becomes 0.
                let probability = min(max(0, mask.probabilities[index]), 1)
                pixels[index] = max(pixels[index], UInt8((probability * 255).rounded()))
            }
        }
        do { try self.init(width: width, height: height, format: .grey, pixels: pixels) } catch {
            throw Failure(nil, "\(error)", .badData)
        }
    }
}

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
