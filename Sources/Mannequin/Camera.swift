import PoiseBody

/// A pinhole camera on a circle around the middle of the scene, directed at the axis of that circle.
public struct Camera: Sendable, Hashable {
    /// Position on the circle: 0 in front of a figure with heading 0, 90 degrees at that figure's left, 180 behind.
    public var yaw: Angle
    /// Distance from the vertical axis through the middle of the scene, meters, 0.1 to 1000.
    public var distance: Double
    /// Height of the lens above the floor, meters, 0.01 to 100.
    public var elevation: Double
    /// Downward tilt, -80 to 80 degrees; 0 is level.
    public var pitch: Angle
    /// Focal length in units of the image's longer side, 0.1 to 20. The 35 mm equivalent is 36 mm times this.
    public var focalLength: Double
    /// The number of columns of the image.
    public var width: Int
    /// The number of rows of the image.
    public var height: Int

    /// The maximum number of pixels of an image: 64 megapixels.
    public static let largestArea = 1 << 26

    /// Creates a camera from its values, which are checked when a scene is rendered.
    public init(
        yaw: Angle = Angle(degrees: 0), distance: Double = 3.2, elevation: Double = 1, pitch: Angle = Angle(degrees: 0),
        focalLength: Double = 0.8, width: Int = 640, height: Int = 480
    ) {
        self.yaw = yaw
        self.distance = distance
        self.elevation = elevation
        self.pitch = pitch
        self.focalLength = focalLength
        self.width = width
        self.height = height
    }

    func validate() throws(SceneError) {
        guard width > 0, height > 0, !width.multipliedReportingOverflow(by: height).overflow,
            width * height <= Camera.largestArea
        else { throw .imageSize(width: width, height: height) }
        try check(yaw.degrees, "the camera's yaw in degrees", in: -1e6...1e6)
        try check(distance, "the camera's distance in meters", in: 0.1...1000)
        try check(elevation, "the camera's elevation in meters", in: 0.01...100)
        try check(pitch.degrees, "the camera's pitch in degrees", in: -80...80)
        try check(focalLength, "the camera's focal length in image sides", in: 0.1...20)
    }

    /// The position of the lens and its axes: `left` runs to the right of the image, `back` away from the camera.
    var frame: Frame {
        let level = Frame(axes: Axes().turned(left: yaw))
        return Frame(
            origin: level.point(up: elevation, forward: distance), axes: level.axes.swung(forward: pitch))
    }

    /// Focal length in pixels.
    package var focalPixels: Double { focalLength * Double(max(width, height)) }

    /// Returns the pixel position of a point in the camera's axes.
    package func project(_ point: SIMD3<Double>) -> PixelPoint {
        PixelPoint(
            x: Double(width) / 2 + focalPixels * point.x / point.z,
            y: Double(height) / 2 + focalPixels * point.y / point.z)
    }
}
