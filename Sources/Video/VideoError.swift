import PoiseSupport

/// An error of reading or writing a video, with the place where it occurred.
public struct VideoError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The cause of the error.
    public var reason: Reason
    /// The file, camera or address, as the caller named it.
    public var place: String

    /// Creates an error.
    public init(_ reason: Reason, at place: String) {
        self.reason = reason
        self.place = place
    }

    /// The causes of errors.
    public enum Reason: Equatable, Sendable {
        /// There is no such file or device.
        case notFound
        /// The path is a folder, not a file.
        case isFolder
        /// The URL does not name a local file.
        case notAFile
        /// The input exists but cannot be opened, mostly for lack of permissions; `detail` states the cause.
        case cannotOpen(detail: String)
        /// Another program is using the camera.
        case inUse
        /// The device or the connection failed during reading.
        case readFailed(detail: String)
        /// No data arrived for the duration of the timeout.
        case timedOut(after: Duration)

        /// The file is empty.
        case empty
        /// A pipe was closed before its first byte.
        case nothingSent
        /// The bytes have none of the supported formats.
        case unsupported
        /// The file begins like a video, but its index, which comes last, is missing.
        case incomplete
        /// The input has no video stream.
        case noVideoStream
        /// There is no decoder for the compression of the frames.
        case noDecoder(String)
        /// No frame could be decoded.
        case noFrames
        /// The decoder cannot interpret the bytes; `detail` is its own message.
        case malformed(detail: String)
        /// The frames have more pixels than the caller allows.
        case tooManyPixels(width: Int, height: Int, maximum: Int)

        /// The output, or its folder, cannot be opened for writing.
        case cannotCreate(detail: String)
        /// The output was opened, and writing failed: a full disk, or a closed pipe.
        case writeFailed(detail: String)
        /// The encoder refuses the images; `detail` is its own message.
        case cannotEncode(detail: String)
        /// The sound of the source cannot be stored in the output without conversion.
        case cannotCopyAudio(detail: String)
        /// A frame's time is not after that of the frame before.
        case timeDoesNotAdvance(last: Duration, given: Duration)
        /// The name of the output has no extension of a supported format.
        case unknownExtension
        /// No frame was written, and a video needs at least one.
        case nothingWritten
    }

    /// The kinds of errors that callers treat differently, as in `sysexits.h`.
    public enum Kind: Equatable, Sendable, CaseIterable {
        /// The input does not exist or cannot be opened (`EX_NOINPUT`).
        case noInput
        /// The input exists but is not a supported video (`EX_DATAERR`).
        case badData
        /// The operation may succeed later (`EX_TEMPFAIL`).
        case busy
        /// The output cannot be created (`EX_CANTCREAT`).
        case cannotWrite
        /// The system failed during reading or writing (`EX_IOERR`).
        case inputOutput
    }

    /// The kind of error.
    public var kind: Kind {
        switch reason {
        case .notFound, .isFolder, .notAFile, .cannotOpen: .noInput
        case .empty, .nothingSent, .unsupported, .incomplete, .noVideoStream, .noDecoder, .noFrames, .malformed,
            .tooManyPixels:
            .badData
        case .inUse: .busy
        case .cannotCreate, .cannotEncode, .cannotCopyAudio, .timeDoesNotAdvance, .unknownExtension, .nothingWritten:
            .cannotWrite
        case .readFailed, .timedOut, .writeFailed: .inputOutput
        }
    }

    /// One sentence that states the error and the place.
    public var description: String { "\(place): \(reason)" }
}

extension VideoError.Reason: CustomStringConvertible {
    /// One sentence that states the error.
    public var description: String {
        switch self {
        case .notFound:
            "there is no such file or device"
        case .isFolder:
            "this is a folder, not a video file"
        case .notAFile:
            "this is not the address of a local file"
        case .cannotOpen(let detail):
            "the video cannot be opened: \(detail)"
        case .inUse:
            "another program is using it"
        case .readFailed(let detail):
            "reading failed: \(detail)"
        case .timedOut(let time):
            "nothing came for \(brief(time / .seconds(1), decimals: 3)) s"
        case .empty:
            "the file is empty"
        case .nothingSent:
            "the input ended before its first byte"
        case .unsupported:
            "this is not a video that can be read"
        case .incomplete:
            "the end with the index is missing: the file is incomplete"
        case .noVideoStream:
            "there is no video stream in it"
        case .noDecoder(let codec):
            "the frames are compressed as \(codec), for which there is no decoder"
        case .noFrames:
            "no frame could be decoded"
        case .malformed(let detail):
            "the video is damaged or of an unsupported kind: \(detail)"
        case .tooManyPixels(let width, let height, let maximum):
            "the frames have \(width) x \(height) pixels, more than the limit of \(maximum)"
        case .cannotCreate(let detail):
            "the file cannot be written: \(detail)"
        case .writeFailed(let detail):
            "writing failed: \(detail)"
        case .cannotEncode(let detail):
            "the video cannot be encoded: \(detail)"
        case .cannotCopyAudio(let detail):
            "the sound cannot be copied: \(detail)"
        case .timeDoesNotAdvance(let last, let given):
            "a frame at \(brief(given / .seconds(1), decimals: 6)) s cannot follow one at \(brief(last / .seconds(1), decimals: 6)) s"
        case .unknownExtension:
            "the name must end in .mp4, .m4v, .mov or .mkv to state the format"
        case .nothingWritten:
            "no frame was written"
        }
    }
}
