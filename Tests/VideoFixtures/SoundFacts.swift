import CPoiseFFmpeg
public import Foundation

/// The properties of the sound in a video file.
public struct SoundFacts: Equatable {
    /// FFmpeg's name of the codec.
    public let codec: String
    /// The start of the first packet, seconds on the file's clock.
    public let start: Double
    /// The end of the last packet, seconds.
    public let end: Double
    /// The number of packets.
    public let packets: Int

    /// Reads all packets of a file's first audio stream; `nil` if it has none.
    public init?(of url: URL) throws {
        var context: UnsafeMutablePointer<AVFormatContext>?
        try check("open", avformat_open_input(&context, url.path, nil, nil))
        defer { avformat_close_input(&context) }
        try check("streams", avformat_find_stream_info(context, nil))
        let index = av_find_best_stream(context, AVMEDIA_TYPE_AUDIO, -1, -1, nil, 0)
        guard index >= 0, let stream = context?.pointee.streams[Int(index)] else { return nil }
        var packet = av_packet_alloc()
        defer { av_packet_free(&packet) }
        var (start, end, count) = (Double.infinity, -Double.infinity, 0)
        while let packet, av_read_frame(context, packet) >= 0 {
            if packet.pointee.stream_index == index {
                let unit = av_q2d(stream.pointee.time_base)
                start = min(start, Double(packet.pointee.pts) * unit)
                end = max(end, Double(packet.pointee.pts + packet.pointee.duration) * unit)
                count += 1
            }
            av_packet_unref(packet)
        }
        codec = String(cString: avcodec_get_name(stream.pointee.codecpar.pointee.codec_id))
        (self.start, self.end, packets) = (start, end, count)
    }
}
