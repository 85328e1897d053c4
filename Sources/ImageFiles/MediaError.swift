/// An error of reading or writing an image, with the path of its file.
public struct MediaError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The cause of the error.
    public var reason: Reason
    /// The path of the file, as the caller named it; `nil` for bytes in memory.
    public var path: String?

    /// Creates an error.
    public init(_ reason: Reason, path: String? = nil) {
        self.reason = reason
        self.path = path
    }

    /// The causes of errors.
    public enum Reason: Equatable, Sendable {
        /// There is no such file.
        case notFound
        /// The path is a folder, not a file.
        case isFolder
        /// The URL does not name a local file.
        case notAFile
        /// The file exists but cannot be opened, mostly for lack of permissions; `detail` states the cause.
        case cannotOpen(detail: String)
        /// The device failed during reading.
        case readFailed(detail: String)

        /// The file is empty.
        case empty
        /// The bytes have a format that no given ``ImageDecoder`` supports.
        case needsDecoder(ImageFileFormat)
        /// The bytes are not a supported image; `recognized` is their kind, if it is recognized: "a PDF document".
        case unsupported(recognized: String?)
        /// The file ends before the end of the image.
        case truncated(ImageFileFormat)
        /// The decoder cannot interpret the bytes; `detail` is its own message.
        case malformed(ImageFileFormat, detail: String)
        /// The header states more pixels than the caller allows.
        case tooManyPixels(width: Int, height: Int, maximum: Int)
        /// The file is larger than any image that the caller allows.
        case tooManyBytes(maximum: Int)

        /// The name of the output ends neither in `.png` nor in `.jpg` or `.jpeg`.
        case unknownExtension
        /// The encoder refuses the image; `detail` is its own message.
        case cannotEncode(ImageFileFormat, detail: String)
        /// The output, or its folder, cannot be opened for writing.
        case cannotCreate(detail: String)
        /// The output was opened, and writing failed, such as for a full disk.
        case writeFailed(detail: String)
    }

    /// The kinds of errors that callers treat differently, as in `sysexits.h`.
    public enum Kind: Equatable, Sendable, CaseIterable {
        /// The input does not exist or cannot be opened (`EX_NOINPUT`).
        case noInput
        /// The input exists but is not a supported image (`EX_DATAERR`).
        case badData
        /// The output cannot be created (`EX_CANTCREAT`).
        case cannotWrite
        /// The system failed during reading or writing (`EX_IOERR`).
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

    /// One sentence that states the error and the file.
    public var description: String { path.map { "\($0): \(reason)" } ?? "\(reason)" }

    /// Returns the error with the path of a file.
    func at(_ path: String) -> MediaError { MediaError(reason, path: path) }
}

extension MediaError.Reason: CustomStringConvertible {
    /// One sentence that states the error.
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
            "\(format) needs a decoder of the product ImageFormats; without it only JPEG and PNG can be read"
        case .unsupported(let recognized?):
            "this is \(recognized), not an image that can be read"
        case .unsupported(nil):
            "this is not an image that can be read"
        case .truncated(let format):
            "the \(format) data ends too soon: the file is incomplete"
        case .malformed(let format, let detail):
            "the \(format) data is damaged or of an unsupported kind: \(detail)"
        case .tooManyPixels(let width, let height, let maximum):
            "the image has \(width) x \(height) pixels, more than the limit of \(maximum)"
        case .tooManyBytes(let maximum):
            "the file has more than \(maximum) bytes, more than an image within the limit on pixels can need"
        case .unknownExtension:
            "the name must end in .png, .jpg or .jpeg to state the format"
        case .cannotEncode(let format, let detail):
            "the image cannot be written as \(format): \(detail)"
        case .cannotCreate(let detail):
            "the file cannot be written: \(detail)"
        case .writeFailed(let detail):
            "writing failed: \(detail)"
        }
    }
}
