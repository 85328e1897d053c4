/// How a camera is asked to work. It does what comes nearest to that; where nothing is asked, it stays as it was set.
/// A size or rate that none can have, as 0, is an error of opening (``VideoError/Reason/cannotOpen(detail:)``).
public struct CameraMode: Sendable, Hashable {
    /// The size of the pictures, pixels; `nil` to leave it.
    public var size: Size?
    /// Pictures a second; `nil` to leave it.
    public var frameRate: Double?

    /// Width and height, pixels.
    public struct Size: Sendable, Hashable {
        /// From left to right.
        public var width: Int
        /// From top to bottom.
        public var height: Int

        /// A size from its sides.
        public init(width: Int, height: Int) {
            self.width = width
            self.height = height
        }
    }

    /// What a camera is asked for.
    public init(size: Size? = nil, frameRate: Double? = nil) {
        self.size = size
        self.frameRate = frameRate
    }

    /// What Video4Linux is told.
    var options: [String: String] {
        var options: [String: String] = [:]
        if let size { options["video_size"] = "\(size.width)x\(size.height)" }
        if let frameRate { options["framerate"] = "\(frameRate)" }
        return options
    }
}
