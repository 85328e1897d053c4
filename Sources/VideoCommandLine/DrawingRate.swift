import Video

extension VideoWriter.Options {
    /// The options for a drawing of frames that come at a rate, a second.
    ///
    /// The rate tells how long the last frame is shown, and MP4 has no longer steps than half an hour.
    init(drawingAt rate: Double, color: VideoColor) {
        self.init(frameRate: max(rate, 0.001), color: color)
    }
}
