import Landmarks

/// A person to be rendered.
public struct Figure: Sendable, Hashable {
    /// How it holds its limbs.
    public var posture: Posture
    /// Its colours.
    public var outfit: Outfit
    /// Its height standing straight, metres, 0.3 to 3; all lengths scale with it.
    public var stature: Double

    /// A person from its posture, colours and height.
    public init(posture: Posture = .standing, outfit: Outfit = Outfit(), stature: Double = 1.75) {
        self.posture = posture
        self.outfit = outfit
        self.stature = stature
    }
}

/// A figure at a place in a scene; its lowest point touches the floor.
public struct PlacedFigure: Sendable, Hashable {
    /// The person.
    public var figure: Figure
    /// Place of the middle of the hips: metres from the middle of the scene to the right, as a camera with yaw 0 sees
    /// it, -1000 to 1000.
    public var x: Double
    /// Place of the middle of the hips: metres from the middle of the scene away from a camera with yaw 0, -1000 to 1000.
    public var z: Double
    /// Where it looks: 0 towards a camera with yaw 0, more turns it to its own left.
    public var heading: Angle

    /// A figure at a place.
    public init(_ figure: Figure, x: Double = 0, z: Double = 0, heading: Angle = Angle(degrees: 0)) {
        self.figure = figure
        self.x = x
        self.z = z
        self.heading = heading
    }

    /// The body where it stands, in the axes of the scene: the floor is at y = 0.
    var body: (capsules: [Capsule], joints: [SIMD3<Double>]) {
        let body = Body(posture: figure.posture, stature: figure.stature)
        let frame = Frame().turned(left: heading).moved(to: SIMD3(x, -body.depth(), z))
        let place = { (point: SIMD3<Double>) in
            frame.origin + frame.left * point.x + frame.down * point.y + frame.back * point.z
        }
        let capsules = body.capsules.map { capsule in
            var placed = capsule
            placed.start = place(capsule.start)
            placed.end = place(capsule.end)
            return placed
        }
        return (capsules, body.joints.map(place))
    }

    func validate(index: Int) throws(SceneError) {
        let reach = 1000.0
        try check(x, "x of figure \(index) in metres", in: -reach...reach)
        try check(z, "z of figure \(index) in metres", in: -reach...reach)
        try check(heading.degrees, "heading of figure \(index) in degrees", in: -1e6...1e6)
        try check(figure.stature, "stature of figure \(index) in metres", in: 0.3...3)
        guard figure.posture.angles.allSatisfy(\.isFinite) else { throw .angleNotFinite(figure: index) }
    }
}

/// Figures, a camera that looks at them, and what is behind them.
public struct Scene: Sendable, Hashable {
    /// The people; none is allowed, and 256 at most.
    public var figures: [PlacedFigure]
    /// From where the scene is seen.
    public var camera: Camera
    /// What is behind the people.
    public var backdrop: Backdrop

    /// A scene from its parts.
    public init(figures: [PlacedFigure], camera: Camera = Camera(), backdrop: Backdrop = .room) {
        self.figures = figures
        self.camera = camera
        self.backdrop = backdrop
    }

    /// A scene with one figure in the middle.
    public init(_ figure: Figure, camera: Camera = Camera(), backdrop: Backdrop = .room) {
        self.init(figures: [PlacedFigure(figure)], camera: camera, backdrop: backdrop)
    }

    /// The picture of the scene, with the exact joints of its figures. Equal scenes give equal bytes.
    ///
    /// - Throws: ``SceneError`` when a number lies outside what its documentation allows, or a figure stands in the
    ///   camera or behind it.
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

    /// The renderer, and for each figure the joints in the camera's axes.
    func prepared() throws(SceneError) -> (Renderer, [[SIMD3<Double>]]) {
        try camera.validate()
        try backdrop.validate()
        guard figures.count <= Label.figureLimit else {
            throw .tooManyFigures(count: figures.count, limit: Label.figureLimit)
        }
        let frame = camera.frame
        var capsules: [FieldCapsule] = []
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
                capsules.append(FieldCapsule(seen, figure: index, outfit: placed.figure.outfit))
            }
            joints.append(body.joints.map(frame.local))
        }
        return (Renderer(capsules: capsules, camera: camera, backdrop: backdrop), joints)
    }
}

extension Scene {
    /// What ``Rendering/figure(atColumn:row:)`` says for all pixels, found without tiles and bounds: the plain reference
    /// for tests. `[height, width]`
    package func plainFigures() throws(SceneError) -> [Int?] {
        try prepared().0.plainLabels().map { Label(packed: $0)?.figure }
    }

    /// How far the lowest point of a limb of a figure is above the floor, metres.
    package func clearance(of limb: Limb, figure: Int) -> Double {
        -(figures[figure].body.capsules.lazy.filter { $0.limb == limb }.map(\.lowest).max() ?? 0)
    }
}
