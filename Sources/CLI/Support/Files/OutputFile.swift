import PoiseSupport
import PoiseImageFiles
import Poise

/// An output file, checked as far as possible for being writable before long work begins.
package struct OutputFile {
    package let path: Path

    /// - Throws: ``Failure`` if the path is a folder, its parent folder is missing, or permissions are missing.
    package init(_ path: Path) throws(Failure) {
        self.path = path
        guard !path.isStandardStream else { return }
        switch path.kind {
        case .folder:
            throw Failure(path.text, "this is a folder, not a file", .cannotCreate)
        case .file, .special:
            guard path.isWritable else { throw Failure(path.text, "the file is write-protected", .cannotCreate) }
        case .missing:
            try OutputFile.check(folder: path.folder, of: path)
            guard !path.name.isEmpty else { throw Failure(path.text, "this names no file", .cannotCreate) }
        }
    }

    /// Checks that a file can be created in a folder.
    package static func check(folder: Path, of path: Path) throws(Failure) {
        switch folder.kind {
        case .missing: throw Failure(path.text, "there is no folder \(folder.text)", .cannotCreate)
        case .file, .special: throw Failure(path.text, "\(folder.text) is not a folder", .cannotCreate)
        case .folder:
            guard folder.isWritable else {
                throw Failure(path.text, "the folder \(folder.text) is write-protected", .cannotCreate)
            }
        }
    }

    /// Writes all of the bytes, or nothing.
    package func write(_ bytes: [UInt8]) throws(Failure) {
        guard !path.isStandardStream else { return try StandardOutput.write(bytes) }
        do { try AtomicFile.write(bytes, to: path.text) } catch { throw Failure(error, of: path.text) }
    }
}

extension Failure {
    /// Creates the failure for an error of writing a file.
    package init(_ error: FileError, of file: String) {
        switch error.step {
        case .create: self.init(file, "the file cannot be written: \(error.detail)", .cannotCreate)
        case .write where error.isClosedPipe: self.init(file, "the reader has closed it", .inputOutput)
        case .write: self.init(file, "writing failed: \(error.detail)", .inputOutput)
        }
    }
}

/// An output image file.
package struct OutputImage {
    package let file: OutputFile
    private let format: ImageFileFormat

    /// Creates an output in the format of the name's extension; PNG for standard output.
    ///
    /// - Throws: ``Failure`` if the extension is not that of a supported output format, or as ``OutputFile/init(_:)``.
    package init(_ path: Path) throws(Failure) {
        let named = ImageFileFormat(fileExtension: path.parts.fileExtension)
        guard let format = path.isStandardStream ? .png : named else {
            throw Failure(path.text, "the name must end in .png, .jpg or .jpeg to state the format", .usage)
        }
        self.format = format
        file = try OutputFile(path)
    }

    /// Writes all of the image, or nothing.
    package func write(_ image: Image) throws(Failure) {
        let path = file.path.text
        do throws(MediaError) {
            guard file.path.isStandardStream else { return try image.write(toPath: path, as: format) }
        } catch { throw Failure(error, of: path) }
        let bytes: [UInt8]
        do { bytes = try image.pngData() } catch { throw Failure(error, of: path) }
        try file.write(bytes)
    }
}

/// The files that a command reads and writes, all of which must differ.
package struct OutputRegistry {
    private var locations: Set<String>
    private var hasStandardOutput = false

    private static let standardOutputs: Set<String> = ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"]

    /// - Parameter inputs: The paths of the inputs that the user named; `-` is standard input.
    /// - Throws: ``Failure`` if standard input is named twice.
    package init(inputs: [String?]) throws(Failure) {
        let inputs = inputs.compactMap(\.self)
        guard inputs.count(where: { $0 == "-" }) <= 1 else {
            throw Failure(nil, "standard input can be read only once", .usage)
        }
        locations = Set(inputs.filter { $0 != "-" }.map { Path($0).location })
    }

    /// Registers an output file, together with the partial file beside it that an incomplete run leaves.
    ///
    /// - Throws: ``Failure`` if the file is also an input or another output.
    package mutating func claim(_ path: Path) throws(Failure) {
        if OutputRegistry.standardOutputs.contains(path.text) {
            guard !hasStandardOutput else {
                throw Failure(nil, "standard output can have only one of the outputs", .usage)
            }
            hasStandardOutput = true
            return
        }
        guard path.kind != .special else { return }
        // A symbolic link stays, and its target is written.
        let location = path.location
        for (place, name) in [
            (location, path.text), (AtomicFile.partialPath(of: location), AtomicFile.partialPath(of: path.text)),
        ] {
            guard locations.insert(place).inserted else {
                throw Failure(name, "this would overwrite an input or another output", .usage)
            }
        }
    }
}

extension Failure {
    /// Creates the failure for an error of reading or writing an image.
    package init(_ error: MediaError, of file: String) {
        let status: Status =
            switch error.kind {
            case .noInput: .noInput
            case .badData: .badData
            case .cannotWrite: .cannotCreate
            case .inputOutput: .inputOutput
            }
        self.init(file, "\(error.reason)", status)
    }
}
