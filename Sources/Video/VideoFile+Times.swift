import CPoiseFFmpeg

extension VideoFile {
    /// Reads the presentation times of the frames from the whole file, without decoding.
    ///
    /// - Returns: The times relative to the first frame, in increasing order; `nil` if the file does not state all of them.
    /// - Throws: ``VideoError`` with the file's path.
    package func frameTimes() throws(VideoError) -> [Duration]? {
        let demuxer = try Demuxer(
            input, kind: AVMEDIA_TYPE_VIDEO, maximumPixels: maximumPixels, watch: InterruptDeadline(timeout: nil))
        guard demuxer.statesTimes else { return nil }
        let base = demuxer.stream.pointee.time_base
        var times: Set<Duration> = []
        while let packet = try demuxer.nextPacket(damaged: {}) {
            guard packet.pointee.flags & AV_PKT_FLAG_DISCARD == 0 else { continue }
            guard packet.pointee.pts != poise_no_time else { return nil }
            times.insert(Duration(ticks: packet.pointee.pts, base: base) - start)
        }
        return times.sorted()
    }
}
