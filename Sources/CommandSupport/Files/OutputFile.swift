import Files
import Media
import Poise

/// A file that is to be written. That it can be is checked as far as possible before long work begins.
package struct OutputFile {
    package let path: Path

    /// - Throws: ``Failure`` when a folder stands there, the folder it belongs in is missing, or permissions are.
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

    /// Checks that a file can be made in a folder.
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

    /// Writes all of it, or nothing.
    package func write(_ bytes: [UInt8]) throws(Failure) {
        guard !path.isStandardStream else { return try StandardOutput.write(bytes) }
        do { try AtomicFile.write(bytes, to: path.text) } catch { throw Failure(error, of: path.text) }
    }
}

extension Failure {
    /// What writing a file failed with.
    package init(_ error: FileError, of file: String) {
        switch error.step {
        case .create: self.init(file, "the file cannot be written: \(error.detail)", .cannotCreate)
        case .write where error.isClosedPipe: self.init(file, "the reader has closed it", .inputOutput)
        case .write: self.init(file, "writing failed: \(error.detail)", .inputOutput)
        }
    }
}

/// An image file that is to be written.
package struct OutputPicture {
    package let file: OutputFile
    private let format: ImageFileFormat

    /// Standard output gets PNG.
    ///
    /// - Throws: ``Failure`` when the name's extension is not one of a format we write, or as ``OutputFile/init(_:)``.
    package init(_ path: Path) throws(Failure) {
        let named = ImageFileFormat(fileExtension: path.parts.fileExtension)
        guard let format = path.isStandardStream ? .png : named else {
            throw Failure(path.text, "the name must end in .png, .jpg or .jpeg to tell the format", .usage)
        }
        self.format = format
        file = try OutputFile(path)
    }

    /// Writes all of it, or nothing.
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

/// The files that a command reads and writes, each of which is to be another one.
package struct ClaimedFiles {
    private var locations: Set<String>
    private var hasStandardOutput = false

    private static let standardOutputs: Set<String> = ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"]

    /// - Parameter inputs: What is read; `-` is standard input.
    /// - Throws: ``Failure`` when standard input is there twice.
    package init(inputs: [String]) throws(Failure) {
        guard inputs.count(where: { $0 == "-" }) <= 1 else {
            throw Failure(nil, "standard input can be read only once", .usage)
        }
        locations = Set(inputs.filter { $0 != "-" }.map { Path($0).location })
    }

    /// Notes that a file will be written, there or, where the run ends early, beside it.
    ///
    /// - Throws: ``Failure`` when it is read too, or something else is written there.
    package mutating func claim(_ path: Path) throws(Failure) {
        if ClaimedFiles.standardOutputs.contains(path.text) {
            guard !hasStandardOutput else {
                throw Failure(nil, "standard output can have only one of the outputs", .usage)
            }
            hasStandardOutput = true
            return
        }
        guard path.kind != .special else { return }
        // A link stays, and what it leads to is written.
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
    /// What reading or writing a picture failed with.
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
