import FlyingFox
import FlyingSocks
import Poise

/// The body of a response that streams frames: each reader gets the newest frame after it has received the one before.
struct FrameBody: AsyncBufferedSequence {
    typealias Element = UInt8

    let frames: LatestValue<LiveFrame>
    /// The bytes sent at the beginning.
    let opening: [UInt8]
    /// Returns the bytes sent for a frame, given the frame before.
    let part: @Sendable (_ frame: LiveFrame, _ last: LiveFrame?) -> [UInt8]
    /// The bytes sent after the last frame.
    let closing: [UInt8]

    func makeAsyncIterator() -> Iterator { Iterator(body: self) }

    struct Iterator: AsyncBufferedIteratorProtocol {
        private enum Step { case opening, frames, done }

        let body: FrameBody
        private var step = Step.opening
        private var last: LatestValue<LiveFrame>.Numbered?

        init(body: FrameBody) { self.body = body }

        /// Not supported: the server reads whole buffers.
        mutating func next() async throws -> UInt8? { preconditionFailure("bytes are read by the buffer") }

        mutating func nextBuffer(suggested count: Int) async throws -> [UInt8]? {
            while true {
                switch step {
                case .opening:
                    step = .frames
                    return body.opening
                case .frames:
                    guard let frame = await body.frames.next(after: last?.number) else {
                        step = .done
                        return body.closing
                    }
                    let bytes = body.part(frame.value, last?.value)
                    last = frame
                    // An empty chunk would end the body.
                    if !bytes.isEmpty { return bytes }
                case .done:
                    return nil
                }
            }
        }
    }
}

extension FrameBody {
    private static let boundary = "poise-frame"

    /// The content type of ``pictures(_:)``.
    static let picturesType = "multipart/x-mixed-replace; boundary=\(boundary)"

    /// The content type of ``poses(_:)``.
    static let posesType = "text/event-stream"

    /// Returns a Motion JPEG stream: each image replaces the one before.
    static func pictures(_ frames: LatestValue<LiveFrame>) -> FrameBody {
        // The boundary directly follows its image: browsers show an image when its end is received.
        FrameBody(
            frames: frames, opening: Array("--\(boundary)\r\n".utf8),
            part: { frame, _ in
                guard let jpeg = frame.jpeg else { return [] }
                let head = "Content-Type: image/jpeg\r\nContent-Length: \(jpeg.count)\r\n\r\n"
                return Array(head.utf8) + jpeg + Array("\r\n--\(boundary)\r\n".utf8)
            }, closing: Array("--\r\n".utf8))
    }

    /// Returns a stream of server-sent events: `header` with the header line of `poise/1` at the beginning and whenever it
    /// changes, unnamed events for frames, and `end` after the last.
    static func poses(_ frames: LatestValue<LiveFrame>) -> FrameBody {
        FrameBody(
            frames: frames, opening: Array(": the people in each frame\n\n".utf8),
            part: { frame, last in
                guard let json = frame.json else { return [] }
                var text = "data: \(json)\n\n"
                if frame.header != last?.header,
                    let header = try? PoseSequenceWriter(header: frame.header).headerLine()
                {
                    text = "event: header\ndata: \(header)\n\n" + text
                }
                return Array(text.utf8)
            }, closing: Array("event: end\ndata: {}\n\n".utf8))
    }
}
