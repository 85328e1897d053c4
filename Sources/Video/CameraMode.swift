/// The image size and rate requested from a camera.
///
/// The camera uses the nearest mode that it has; values that are not requested stay as they were set. An impossible size or
/// rate, such as 0, is an error of opening (``VideoError/Reason/cannotOpen(detail:)``).
public struct CameraMode: Sendable, Hashable {
    /// The size of the images, pixels; `nil` to leave it unchanged.
    public var size: Size?
    /// The frame rate, frames per second; `nil` to leave it unchanged.
    public var frameRate: Double?

    /// The size of an image, pixels.
    public struct Size: Sendable, Hashable {
        /// The number of columns.
        public var width: Int
        /// The number of rows.
        public var height: Int

        /// Creates a size.
        public init(width: Int, height: Int) {
            self.width = width
            self.height = height
        }
    }

    /// Creates a mode; by default the camera stays as it was set.
    public init(size: Size? = nil, frameRate: Double? = nil) {
        self.size = size
        self.frameRate = frameRate
    }

    /// The options for Video4Linux.
    var options: [String: String] {
        var options: [String: String] = [:]
        if let size { options["video_size"] = "\(size.width)x\(size.height)" }
        if let frameRate { options["framerate"] = "\(frameRate)" }
        return options
    }
}
