import PoiseBody
import PoiseImaging

/// A person to render.
public struct Figure: Sendable, Hashable {
    /// The posture as joint angles.
    public var posture: Posture
    /// The axes of the parts of the body, in place of ``posture``; `nil` for those of ``posture``.
    public var axes: BodyAxes?
    /// The clothes and colors.
    public var outfit: Outfit
    /// Height standing straight with usual proportions, meters, 0.3 to 3; all lengths scale with it.
    public var stature: Double
    /// The lengths between the joints.
    public var proportions: Proportions

    /// Creates a person from posture, colors, height and proportions.
    public init(
        posture: Posture = .standing, outfit: Outfit = Outfit(), stature: Double = Proportions.referenceStature,
        proportions: Proportions = .survey
    ) {
        self.posture = posture
        self.outfit = outfit
        self.stature = stature
        self.proportions = proportions
    }

    var body: Body {
        Body(axes ?? BodyAxes(posture), proportions: proportions, outfit: outfit, stature: stature)
    }

    /// The distance of the lowest point below the middle of the hips, meters.
    package var depth: Double { body.depth() }

    func validate(index: Int) throws(SceneError) {
        try check(stature, "stature of figure \(index) in meters", in: 0.3...3)
        try proportions.validate(index: index)
        try outfit.validate(index: index)
        try (axes ?? BodyAxes(posture)).validate(index: index)
    }
}

/// A figure at a position in a scene; its lowest point touches the floor unless it has a ``clearance``.
public struct PlacedFigure: Sendable, Hashable {
    /// The person.
    public var figure: Figure
    /// Position of the middle of the hips: meters from the middle of the scene to the right, as a camera with yaw 0
    /// sees it, -1000 to 1000.
    public var x: Double
    /// Position of the middle of the hips: meters from the middle of the scene away from a camera with yaw 0, -1000 to
    /// 1000.
    public var z: Double
    /// The direction the figure faces: 0 toward a camera with yaw 0; larger angles turn it to its own left.
    public var heading: Angle
    /// Height of the lowest point above the floor, meters, 0 to 1000.
    public var clearance = 0.0

    /// Creates a figure at a position.
    public init(_ figure: Figure, x: Double = 0, z: Double = 0, heading: Angle = Angle(degrees: 0)) {
        self.figure = figure
        self.x = x
        self.z = z
        self.heading = heading
    }

    /// The body at its position, in the axes of the scene: the floor is at y = 0.
    var body: (capsules: [Capsule], joints: [SIMD3<Double>]) {
        let body = figure.body
        let frame = Frame(origin: SIMD3(x, -body.depth() - clearance, z), axes: Axes().turned(left: heading))
        let place = { (point: SIMD3<Double>) in
            frame.origin + frame.left * point.x + frame.down * point.y + frame.back * point.z
        }
        let capsules = body.capsules.map { capsule in
            var placed = capsule
            placed.start = place(capsule.start)
            placed.end = place(capsule.end)
            placed.part = Frame(origin: place(capsule.part.origin), axes: capsule.part.axes.rotated(by: frame.axes))
            return placed
        }
        return (capsules, body.joints.map(place))
    }

    /// The joints in the axes of the scene, meters. `[33]`
    package var joints: [SIMD3<Double>] { body.joints }

    func validate(index: Int) throws(SceneError) {
        let reach = 1000.0
        try check(x, "x of figure \(index) in meters", in: -reach...reach)
        try check(z, "z of figure \(index) in meters", in: -reach...reach)
        try check(heading.degrees, "heading of figure \(index) in degrees", in: -1e6...1e6)
        try check(clearance, "clearance of figure \(index) in meters", in: 0...reach)
        try figure.validate(index: index)
    }
}

/// Figures, a camera and a backdrop.
public struct Scene: Sendable, Hashable {
    /// The people: 0 to 256.
    public var figures: [PlacedFigure]
    /// The camera that views the scene.
    public var camera: Camera
    /// The background behind the people.
    public var backdrop: Backdrop
    /// The light on the people.
    public var light = Light()

    /// Creates a scene from its parts.
    public init(figures: [PlacedFigure], camera: Camera = Camera(), backdrop: Backdrop = .room) {
        self.figures = figures
        self.camera = camera
        self.backdrop = backdrop
    }

    /// Creates a scene with one figure in the middle.
    public init(_ figure: Figure, camera: Camera = Camera(), backdrop: Backdrop = .room) {
        self.init(figures: [PlacedFigure(figure)], camera: camera, backdrop: backdrop)
    }

    /// Renders the image of the scene, with the exact joints of its figures. Equal scenes give equal bytes.
    ///
    /// - Returns: The image and the ground truth of each figure.
    /// - Throws: ``SceneError`` when a number lies outside its documented range, or a figure reaches the camera or
    ///   behind it.
    public func render() throws(SceneError) -> Rendering {
        let (renderer, joints) = try prepared()
        let (picture, labels) = renderer.picture()
        let seen = zip(figures.indices, joints).map { index, points in
            RenderedFigure(
                joints: points, hidden: renderer.hidden(points, of: index, stature: figures[index].figure.stature),
                camera: camera)
        }
        return Rendering(image: picture, figures: seen, labels: labels)
    }

    /// Renders the image without smoothed edges, and the joints of its figures without their occlusion: in a half of the
    /// time of ``render()``.
    ///
    /// - Returns: The image, and for each figure the joints in the camera's axes, meters. `[figures, 33]`
    package func renderDraft() throws(SceneError) -> (image: Image, joints: [[SIMD3<Double>]]) {
        let (renderer, joints) = try prepared()
        return (renderer.picture(smoothsEdges: false).0, joints)
    }

    /// Returns the renderer, and for each figure the joints in the camera's axes.
    func prepared() throws(SceneError) -> (Renderer, [[SIMD3<Double>]]) {
        try camera.validate()
        try backdrop.validate()
        try light.validate()
        guard figures.count <= Label.figureLimit else {
            throw .tooManyFigures(count: figures.count, limit: Label.figureLimit)
        }
        let frame = camera.frame
        var capsules: [FieldCapsule] = []
        var patterns: [FixedPattern] = []
        var joints: [[SIMD3<Double>]] = []
        for (index, placed) in figures.enumerated() {
            try placed.validate(index: index)
            let body = placed.body
            for capsule in body.capsules {
                var seen = capsule
                seen.start = frame.local(capsule.start)
                seen.end = frame.local(capsule.end)
                let near = min(seen.start.z - seen.startRadius, seen.end.z - seen.endRadius) - seen.blend
                guard near > 0.05 else { throw .cameraTooClose(figure: index) }
                let pattern = placed.figure.outfit.pattern(of: capsule.surface)
                if let pattern { patterns.append(FixedPattern(pattern, part: frame.local(capsule.part))) }
                capsules.append(
                    FieldCapsule(
                        seen, figure: index, outfit: placed.figure.outfit,
                        pattern: pattern == nil ? -1 : Int16(patterns.count - 1)))
            }
            joints.append(body.joints.map(frame.local))
        }
        return (
            Renderer(capsules: capsules, patterns: patterns, camera: camera, backdrop: backdrop, light: light), joints
        )
    }
}

extension Scene {
    /// Returns ``Rendering/figure(atColumn:row:)`` for all pixels, computed without tiles and bounds: the plain
    /// reference for tests. `[height, width]`
    package func plainFigures() throws(SceneError) -> [Int?] {
        try prepared().0.plainLabels().map { Label(packed: $0)?.figure }
    }

    /// Returns the height of the lowest point of a limb of a figure above the floor, meters.
    package func clearance(of limb: Limb, figure: Int) -> Double {
        -(figures[figure].body.capsules.lazy.filter { $0.limb == limb }.map(\.lowest).max() ?? 0)
    }
}
