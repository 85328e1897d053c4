import PoiseImaging

/// The background behind and under the figures.
public struct Backdrop: Sendable, Hashable {
    /// A kind of background.
    public enum Style: Sendable, Hashable {
        /// One color everywhere.
        case plain(Color)
        /// A wooden floor and a plastered wall with a skirting board. The wall always faces the camera; the planks of
        /// the floor do not move with it.
        case room(wall: Color, floor: Color)
        /// An image that fills the rendered one, cut where its sides have another ratio. It does not move with the camera;
        /// figures darken it as they would darken a floor.
        case image(Image)

        /// Hashes the kind; of an image, its size only.
        public func hash(into hasher: inout Hasher) {
            switch self {
            case .plain(let color): hasher.combine(color)
            case .room(let wall, let floor):
                hasher.combine(wall)
                hasher.combine(floor)
            case .image(let image):
                hasher.combine(image.width)
                hasher.combine(image.height)
            }
        }
    }

    /// The kind of background.
    public var style: Style
    /// Whether figures darken the floor around their feet.
    public var hasContactShadow: Bool
    /// Meters from the middle of the scene to the wall, 0.5 to 1000. A figure beyond it is still drawn in front of it.
    public var wallDistance: Double
    /// Standard deviation of the sensor noise, in steps of the 8-bit values, 0 to 100.
    public var noise: Double
    /// The seed of the noise; equal seeds give equal images.
    public var seed: UInt64

    /// Creates a backdrop from its values, which are checked when a scene is rendered.
    public init(
        style: Style, hasContactShadow: Bool = true, wallDistance: Double = 2.5, noise: Double = 0, seed: UInt64 = 0
    ) {
        self.style = style
        self.hasContactShadow = hasContactShadow
        self.wallDistance = wallDistance
        self.noise = noise
        self.seed = seed
    }

    /// Light gray.
    public static let plain = Backdrop(style: .plain(Color(red: 206, green: 206, blue: 202)))

    /// A room with a light wall and a wooden floor, and a little noise.
    public static let room = Backdrop(
        style: .room(wall: Color(red: 214, green: 210, blue: 200), floor: Color(red: 168, green: 136, blue: 104)),
        noise: 1.5)

    func validate() throws(SceneError) {
        try check(wallDistance, "the wall's distance in meters", in: 0.5...1000)
        try check(noise, "the noise in steps", in: 0...100)
    }
}

/// Computes the light that comes from a backdrop.
struct BackdropShader {
    private let style: Backdrop.Style
    /// Pixels of a background image that a unit of the slope of rays covers.
    private let imageScale: Float
    private let elevation: Float
    private let wall: Float
    private let cosine: Float
    private let sine: Float
    /// The camera's axes, to locate points of the floor in the scene.
    private let origin: SIMD3<Float>
    private let right: SIMD3<Float>
    private let down: SIMD3<Float>
    private let away: SIMD3<Float>

    init(_ backdrop: Backdrop, _ camera: Camera) {
        if case .image(let image) = backdrop.style {
            let rgb = image.converted(to: .rgb)
            style = .image(rgb)
            let cover = max(Double(camera.width) / Double(rgb.width), Double(camera.height) / Double(rgb.height))
            imageScale = Float(camera.focalPixels / cover)
        } else {
            style = backdrop.style
            imageScale = 1
        }
        elevation = Float(camera.elevation)
        wall = Float(camera.distance + backdrop.wallDistance)
        let frame = camera.frame
        origin = SIMD3<Float>(frame.origin)
        right = SIMD3<Float>(frame.left)
        down = SIMD3<Float>(frame.down)
        away = SIMD3<Float>(frame.back)
        cosine = down.y
        sine = away.y
    }

    /// Returns the length of a ray to the floor; a very large one where the ray does not descend.
    @inline(__always) func floorDistance(_ direction: Points) -> Lanes {
        let descent = direction.y * cosine + direction.z * sine
        return elevation / maximum(descent, Lanes(repeating: 1e-5))
    }

    /// Returns the light from the backdrop and the distance at which rays meet the floor; infinity at the wall.
    func light(_ direction: Points) -> (color: Points, floor: Lanes) {
        let toFloor = floorDistance(direction)
        let advance = direction.z * cosine - direction.y * sine
        let toWall = wall / maximum(advance, Lanes(repeating: 1e-3))
        let onFloor = toFloor .< toWall
        let floor = Lanes(repeating: .infinity).replacing(with: toFloor, where: onFloor)
        switch style {
        case .plain(let color):
            return (Points(repeating: color.linear), floor)
        case .room(let wallColor, let floorColor):
            let height = elevation - (direction.y * cosine + direction.z * sine) * toWall
            let wallLight = Points(repeating: wallColor.linear) * plaster(direction.x * toWall, height)
            let reach = minimum(toFloor, toWall)
            let floorLight = Points(repeating: floorColor.linear) * planks(direction * reach)
            return (wallLight.replacing(with: floorLight, where: onFloor), floor)
        case .image(let image):
            return (color(of: image, direction), floor)
        }
    }

    /// Returns the light of the pixels of an RGB image that lie in some directions.
    private func color(of image: Image, _ direction: Points) -> Points {
        var color = Points(.zero, .zero, .zero)
        let across = direction.x / direction.z * imageScale + Float(image.width) / 2
        let down = direction.y / direction.z * imageScale + Float(image.height) / 2
        for lane in 0..<8 {
            let column = Int(min(max(across[lane], 0), Float(image.width - 1)))
            let row = Int(min(max(down[lane], 0), Float(image.height - 1)))
            let start = (row * image.width + column) * 3
            let pixel = Color(red: image.pixels[start], green: image.pixels[start + 1], blue: image.pixels[start + 2])
            (color.x[lane], color.y[lane], color.z[lane]) = (pixel.linear.x, pixel.linear.y, pixel.linear.z)
        }
        return color
    }

    private func plaster(_ across: Lanes, _ height: Lanes) -> Lanes {
        let coarse = ValueNoise.value(across * 1.3, height * 1.1)
        let fine = ValueNoise.value(across * 23, height * 23)
        // Lighter toward the top, with a white board of 9 cm above the floor.
        let lit = 0.72 + 0.14 * saturate(height * 0.4) + 0.12 * coarse + 0.05 * fine
        return lit.replacing(with: Lanes(repeating: 1.05), where: height .< 0.09)
            .replacing(with: Lanes(repeating: 0.55), where: (height .> 0.085) .& (height .< 0.1))
    }

    private func planks(_ point: Points) -> Lanes {
        let x = point.dot(SIMD3(right.x, down.x, away.x)) + origin.x
        let z = point.dot(SIMD3(right.z, down.z, away.z)) + origin.z
        // Planks of 14 cm, each shifted lengthwise and with its own tone; the grain is stretched along the plank.
        let across = x * (1 / 0.14)
        let row = ValueNoise.wholeBelow(across)
        let shift = ValueNoise.hash(row, SIMD8(repeating: 77))
        let along = z * (1 / 1.3) + shift
        let plank = ValueNoise.wholeBelow(along)
        let tone = ValueNoise.hash(row, plank)
        let grain = ValueNoise.value(x * 55, z * 3 + tone * 40)
        let edge = across - Lanes(row)
        let joint = along - Lanes(plank)
        let seam = (edge .< 0.04) .| (joint .< 0.004)
        return (0.72 + 0.30 * tone + 0.18 * grain).replacing(with: Lanes(repeating: 0.5), where: seam)
    }
}
