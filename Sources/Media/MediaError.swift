/// Why a picture was not read or not written: what went wrong, and with which file.
public struct MediaError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What went wrong.
    public var reason: Reason
    /// The file, as the caller named it; `nil` where bytes in memory were read or made.
    public var path: String?

    /// An error from its parts.
    public init(_ reason: Reason, path: String? = nil) {
        self.reason = reason
        self.path = path
    }

    /// What can go wrong.
    public enum Reason: Equatable, Sendable {
        /// There is no such file.
        case notFound
        /// A folder stands where a file is needed.
        case isFolder
        /// The URL does not name a file, but something on the network.
        case notAFile
        /// The file is there, and the system does not open it; `detail` says why, permissions mostly.
        case cannotOpen(detail: String)
        /// The device failed while the file was read.
        case readFailed(detail: String)

        /// There are no bytes.
        case empty
        /// The bytes are of a format that no given ``ImageDecoder`` reads.
        case needsDecoder(ImageFileFormat)
        /// The bytes are no image that can be read; `recognized` is what they are, where their beginning tells:
        /// "a PDF document".
        case unsupported(recognized: String?)
        /// The picture ends before all of it was there.
        case truncated(ImageFileFormat)
        /// The decoder cannot make sense of the bytes; `detail` is its own message.
        case malformed(ImageFileFormat, detail: String)
        /// The header announces more pixels than the caller allows.
        case tooManyPixels(width: Int, height: Int, maximum: Int)
        /// The file is larger than any picture that the caller allows.
        case tooManyBytes(maximum: Int)

        /// The name of the output ends neither in `.png` nor in `.jpg` or `.jpeg`.
        case unknownExtension
        /// The encoder refuses the picture; `detail` is its own message.
        case cannotEncode(ImageFileFormat, detail: String)
        /// The output, or the folder it belongs in, cannot be opened for writing.
        case cannotCreate(detail: String)
        /// The output was opened, and writing failed: a full disk, say.
        case writeFailed(detail: String)
    }

    /// The kinds that a caller treats differently, as `sysexits.h` divides them.
    public enum Kind: Equatable, Sendable, CaseIterable {
        /// The input is not there or cannot be opened (`EX_NOINPUT`).
        case noInput
        /// The input is there and is not a picture we read (`EX_DATAERR`).
        case badData
        /// The output cannot be made (`EX_CANTCREAT`).
        case cannotWrite
        /// The system failed while bytes were moving (`EX_IOERR`).
        case inputOutput
    }

    /// The kind of error.
    public var kind: Kind {
        switch reason {
        case .notFound, .isFolder, .notAFile, .cannotOpen: .noInput
        case .empty, .needsDecoder, .unsupported, .truncated, .malformed, .tooManyPixels, .tooManyBytes: .badData
        case .unknownExtension, .cannotEncode, .cannotCreate: .cannotWrite
        case .readFailed, .writeFailed: .inputOutput
        }
    }

    /// One sentence that says what is wrong, and where.
    public var description: String { path.map { "\($0): \(reason)" } ?? "\(reason)" }

    /// The same error, of a file.
    func at(_ path: String) -> MediaError { MediaError(reason, path: path) }
}

extension MediaError.Reason: CustomStringConvertible {
    /// One sentence that says what is wrong.
    public var description: String {
        switch self {
        case .notFound:
            "there is no such file"
        case .isFolder:
            "this is a folder, not a file"
        case .notAFile:
            "this is not the address of a local file"
        case .cannotOpen(let detail):
            "the file cannot be opened: \(detail)"
        case .readFailed(let detail):
            "reading failed: \(detail)"
        case .empty:
            "the file is empty"
        case .needsDecoder(let format):
            "\(format) is read with a decoder of the product ImageFormats; JPEG and PNG are read without"
        case .unsupported(let recognized?):
            "this is \(recognized), not an image that can be read"
        case .unsupported(nil):
            "this is not an image that can be read"
        case .truncated(let format):
            "the \(format) data ends too soon: the file is incomplete"
        case .malformed(let format, let detail):
            "the \(format) data is damaged or of an unsupported kind: \(detail)"
        case .tooManyPixels(let width, let height, let maximum):
            "the picture has \(width) x \(height) pixels, more than the limit of \(maximum)"
        case .tooManyBytes(let maximum):
            "the file has more than \(maximum) bytes, more than a picture within the limit on pixels can need"
        case .unknownExtension:
            "the name must end in .png, .jpg or .jpeg to tell the format"
        case .cannotEncode(let format, let detail):
            "the picture cannot be written as \(format): \(detail)"
        case .cannotCreate(let detail):
            "the file cannot be written: \(detail)"
        case .writeFailed(let detail):
            "writing failed: \(detail)"
        }
    }
}
