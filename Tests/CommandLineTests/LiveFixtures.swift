import Foundation
import PoiseImaging
import PoiseImageFiles
import PoiseTestSupport

/// Streams of a person squatting, 320 x 240 pixels.
enum LiveFixtures {
    /// Raw images, red, green and blue.
    static func raw(_ count: Int) throws -> Data {
        let pictures = try Fixtures.squatting()
        return Data((0..<count).flatMap { pictures[$0 % pictures.count].pixels })
    }

    /// Returns YUV4MPEG2 with 25 frames per second.
    static func y4m(_ count: Int) throws -> Data {
        let pictures = try Fixtures.squatting().map(planes)
        var data = Data("YUV4MPEG2 W320 H240 F25:1 Ip A1:1 C444\n".utf8)
        for number in 0..<count { data += Data("FRAME\n".utf8) + pictures[number % pictures.count] }
        return data
    }

    /// Luma and chroma by ITU-R BT.601, limited range.
    private static func planes(_ image: Image) -> Data {
        func plane(_ offset: Double, _ red: Double, _ green: Double, _ blue: Double) -> [UInt8] {
            stride(from: 0, to: image.pixels.count, by: 3).map { start in
                let sum =
                    red * Double(image.pixels[start]) + green * Double(image.pixels[start + 1])
                    + blue * Double(image.pixels[start + 2])
                return UInt8((offset + sum / 256).rounded())
            }
        }
        return Data(
            plane(16, 65.738, 129.057, 25.064) + plane(128, -37.945, -74.494, 112.439)
                + plane(128, 112.439, -94.154, -18.285))
    }

    /// Raw images as sent by cameras: luma of each pixel, and between two pixels one chroma value of both.
    static func interleaved(_ image: Image) -> [UInt8] {
        let planes = planes(image)
        let count = planes.count / 3
        var bytes: [UInt8] = []
        for pixel in stride(from: 0, to: count, by: 2) {
            bytes += [planes[pixel], planes[count + pixel], planes[pixel + 1], planes[2 * count + pixel]]
        }
        return bytes
    }

    /// The header of a response without a length.
    static let head =
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: multipart/x-mixed-replace; boundary=a\r\n\r\n"

    /// The parts of Motion JPEG as sent by network cameras.
    static func parts(_ count: Int, of pictures: [Image]? = nil) throws -> [Data] {
        let pictures = try (pictures ?? Fixtures.squatting()).map { try $0.jpegData() }
        return (0..<count).map { number in
            let picture = pictures[number % pictures.count]
            let head = "--a\r\nContent-Type: image/jpeg\r\nContent-Length: \(picture.count)\r\n\r\n"
            return Data(head.utf8) + picture + Data("\r\n".utf8)
        }
    }

    /// Returns a network camera that sends parts of Motion JPEG, 25 per second, and marks the end of the stream.
    static func camera(_ parts: [Data]) throws -> LoopbackServer {
        let head = head.replacing("\r\n\r\n", with: "\r\nTransfer-Encoding: chunked\r\n\r\n")
        let chunks = parts.map { Data("\(String($0.count, radix: 16))\r\n".utf8) + $0 + Data("\r\n".utf8) }
        return try camera(chunks + [Data("0\r\n\r\n".utf8)], head: head, end: .close)
    }

    /// Returns a network camera that sends parts of Motion JPEG, by default 25 per second, and then ends as given.
    static func camera(
        _ parts: [Data], head: String = head, interval: Duration = .milliseconds(40), end: LoopbackServer.End
    ) throws -> LoopbackServer {
        try LoopbackServer(.init(head: head, pieces: parts, interval: interval, end: end))
    }
}

extension LoopbackServer {
    func address(_ scheme: String = "http") -> String { "\(scheme)://127.0.0.1:\(port)/stream" }
}
