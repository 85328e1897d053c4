import Tables

/// Why a video was not read or not written: what went wrong, and where.
public struct VideoError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What went wrong.
    public var reason: Reason
    /// The file, camera or address, as the caller named it.
    public var place: String

    /// An error from its parts.
    public init(_ reason: Reason, at place: String) {
        self.reason = reason
        self.place = place
    }

    /// What can go wrong.
    public enum Reason: Equatable, Sendable {
        /// There is no such file or device.
        case notFound
        /// A folder stands where a file is needed.
        case isFolder
        /// The URL does not name a file, but something on the network.
        case notAFile
        /// The input is there and is not opened; `detail` says why, permissions mostly.
        case cannotOpen(detail: String)
        /// The camera is there, and another program has it.
        case inUse
        /// The device or the connection failed while bytes came in.
        case readFailed(detail: String)
        /// Nothing came for this long.
        case timedOut(after: Duration)

        /// There are no bytes.
        case empty
        /// A pipe was closed before a single byte came.
        case nothingSent
        /// The bytes are none of the formats that are read.
        case unsupported
        /// The file begins as a video does, and its index, which comes last, is not there.
        case incomplete
        /// There may be sound, but no moving picture.
        case noVideoStream
        /// There is no decoder for what the pictures are compressed with.
        case noDecoder(String)
        /// Not a single picture could be decoded.
        case noFrames
        /// The decoder cannot make sense of the bytes; `detail` is its own message.
        case malformed(detail: String)
        /// The pictures have more pixels than the caller allows.
        case tooManyPixels(width: Int, height: Int, maximum: Int)

        /// The output, or the folder it belongs in, cannot be opened for writing.
        case cannotCreate(detail: String)
        /// The output was opened, and writing failed: a full disk, or a reader that went away.
        case writeFailed(detail: String)
        /// The encoder refuses the pictures; `detail` is its own message.
        case cannotEncode(detail: String)
        /// The sound of the source cannot be put into the output as it is.
        case cannotCopyAudio(detail: String)
        /// A frame's time is not after that of the frame before.
        case timeDoesNotAdvance(last: Duration, given: Duration)
        /// The name of the output tells no format that is written.
        case unknownExtension
        /// Nothing was written, and a video without frames is none.
        case nothingWritten
    }

    /// The kinds that a caller treats differently, as `sysexits.h` divides them.
    public enum Kind: Equatable, Sendable, CaseIterable {
        /// The input is not there or cannot be opened (`EX_NOINPUT`).
        case noInput
        /// The input is there and is not a video we read (`EX_DATAERR`).
        case badData
        /// It may work later (`EX_TEMPFAIL`).
        case busy
        /// The output cannot be made (`EX_CANTCREAT`).
        case cannotWrite
        /// The system failed while bytes were moving (`EX_IOERR`).
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

    /// One sentence that says what is wrong, and where.
    public var description: String { "\(place): \(reason)" }
}

extension VideoError.Reason: CustomStringConvertible {
    /// One sentence that says what is wrong.
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
            "nothing came for \(brief(time.inSeconds, decimals: 3)) s"
        case .empty:
            "the file is empty"
        case .nothingSent:
            "it ended before anything came"
        case .unsupported:
            "this is not a video that can be read"
        case .incomplete:
            "the end with the index is missing: the file is incomplete"
        case .noVideoStream:
            "there are no moving pictures in it"
        case .noDecoder(let codec):
            "the pictures are compressed as \(codec), for which there is no decoder"
        case .noFrames:
            "not a single picture could be decoded"
        case .malformed(let detail):
            "the video is damaged or of an unsupported kind: \(detail)"
        case .tooManyPixels(let width, let height, let maximum):
            "the pictures have \(width) x \(height) pixels, more than the limit of \(maximum)"
        case .cannotCreate(let detail):
            "the file cannot be written: \(detail)"
        case .writeFailed(let detail):
            "writing failed: \(detail)"
        case .cannotEncode(let detail):
            "the video cannot be encoded: \(detail)"
        case .cannotCopyAudio(let detail):
            "the sound cannot be copied: \(detail)"
        case .timeDoesNotAdvance(let last, let given):
            "a frame at \(brief(given.inSeconds, decimals: 6)) s cannot follow one at \(brief(last.inSeconds, decimals: 6)) s"
        case .unknownExtension:
            "the name must end in .mp4, .m4v, .mov or .mkv to tell the format"
        case .nothingWritten:
            "no frame was written"
        }
    }
}
