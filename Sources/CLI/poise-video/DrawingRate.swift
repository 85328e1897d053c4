import PoiseVideo

extension VideoWriter.Options {
    /// Creates the options for a drawing of frames at a rate, frames per second.
    ///
    /// The rate determines how long the last frame is shown, and steps in MP4 are at most half an hour.
    init(drawingAt rate: Double, color: VideoColor) {
        self.init(frameRate: max(rate, 0.001), color: color)
    }
}
