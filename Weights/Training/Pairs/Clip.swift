import PoiseBody
import PoiseImaging
import PoiseLibC
import PoiseMannequin

/// The movements that clips show.
package struct ClipSource: Sendable {
    /// Recorded movements, for training or for tests.
    package let recorded: [Movement]
    /// Images behind people, besides computed ones.
    package let backgrounds: [Image]
    /// The only class of movements shown; `nil` for all movements.
    package let only: MadeMovement?

    /// The share of made movements.
    static let madeShare = 0.45

    package init(recorded: [Movement], backgrounds: [Image] = [], only: MadeMovement? = nil) {
        self.recorded = recorded
        self.backgrounds = backgrounds
        self.only = only
    }
}

/// A short rendered movement with a random person, camera, light and background.
///
/// A clip follows from its seed, its index and its source alone.
package struct Clip: Sendable {
    /// What a clip shows, and what it is for.
    package struct Label: Sendable, Equatable, Codable {
        /// The index of the clip.
        package let index: Int
        /// The name of the recorded movement; `made` otherwise.
        package let movement: String
        /// The class of a made movement; empty for a recorded one.
        package let category: String
        /// `train` or `held-out`.
        package let split: String
        /// Width of the image, pixels.
        package let width: Int
        /// Height of the image, pixels.
        package let height: Int
        /// Focal length, pixels.
        package let focal: Double
    }

    /// The number of frames.
    package static let frameCount = 40
    /// The interval of clips that are held out of training.
    static let heldOutInterval = 10

    package let label: Label
    /// The scene of each frame, without sensor noise.
    package private(set) var scenes: [Scene]
    /// What the camera makes of a rendered image.
    let finish: ClipFinish

    /// Creates a clip.
    package init(index: Int, seed: UInt64, source: ClipSource) {
        let isHeldOut = source.only != nil || index % Clip.heldOutInterval == Clip.heldOutInterval - 1
        let split = isHeldOut ? "held-out" : "train"
        var random = Random(seed: seed, sequence: source.only?.name ?? split, index: index)
        let action = Clip.Action(source, isHeldOut: isHeldOut, &random)
        let figure = Figure(random: &random)
        let placed = Clip.placed(figure, action, &random)
        let camera = Camera(around: placed, &random)
        let backdrop = Backdrop(random: &random, source.backgrounds)
        let light = Light(random: &random)
        finish = ClipFinish(&random)
        scenes = placed.map {
            var scene = Scene(figures: [$0], camera: camera, backdrop: backdrop)
            scene.light = light
            return scene
        }
        label = Label(
            index: index, movement: action.movement, category: action.category, split: split, width: camera.width,
            height: camera.height, focal: camera.focalPixels)
    }

    /// The movement of a person in a clip.
    private struct Action {
        let movement: String
        let category: String
        let moments: [Movement.Moment]
        /// What carries the person; `nil` for a recorded movement, whose hips have a height.
        let ground: MadeMovement.Ground?

        init(_ source: ClipSource, isHeldOut: Bool, _ random: inout Random) {
            let recorded = source.recorded.filter { $0.isHeldOut == isHeldOut }
            if let only = source.only {
                self.init(only, &random)
            } else if recorded.isEmpty || random.chance(ClipSource.madeShare) {
                if random.chance(0.65) {
                    self.init(random.pick(MadeMovement.all), &random)
                } else {
                    let ground: MadeMovement.Ground = random.chance(0.3) ? .floor : .feet
                    self.init(
                        movement: "made", category: ground == .floor ? "mixed on the floor" : "mixed",
                        moments: MadeMovement.mixed(
                            MadeMovement.all.filter { $0.ground == ground }, Clip.frameCount, &random), ground: ground)
                }
            } else {
                self.init(recorded, &random)
            }
        }

        private init(_ made: MadeMovement, _ random: inout Random) {
            self.init(
                movement: "made", category: made.name, moments: made.moments(Clip.frameCount, &random),
                ground: made.ground)
        }

        /// Takes a part of a movement, at a speed of its own and mirrored or not.
        private init(_ recorded: [Movement], _ random: inout Random) {
            // By the root of the length: short movements would rarely be shown, long ones always.
            let weights = recorded.map { Double($0.moments.count).squareRoot() }
            var place = random.uniform(0...1) * weights.reduce(0, +)
            let index = weights.firstIndex {
                place -= $0
                return place <= 0
            }
            let movement = recorded[index ?? recorded.count - 1]
            let last = Double(movement.moments.count - 1)
            let stride = min(random.logUniform(0.7...1.35), last / Double(Clip.frameCount))
            let start = random.uniform(0...1) * max(last - stride * Double(Clip.frameCount - 1), 0)
            self.init(
                movement: movement.name, category: "",
                moments: movement.sampled(from: start, stride: stride, count: Clip.frameCount), ground: nil)
        }

        private init(movement: String, category: String, moments: [Movement.Moment], ground: MadeMovement.Ground?) {
            self.movement = movement
            self.category = category
            self.moments = moments
            self.ground = ground
        }
    }

    /// The largest path of the hips that a clip shows, meters; longer ones are shortened, as if the camera followed.
    private static let largestPath = 1.6

    /// Returns the figure at each moment, around the middle of the scene.
    private static func placed(_ figure: Figure, _ action: Action, _ random: inout Random) -> [PlacedFigure] {
        let leg =
            (figure.proportions.thigh + figure.proportions.shank) * figure.stature / Proportions.referenceStature
        let clearance = action.ground == .air ? random.uniform(0.1...0.6) : 0
        var placed = action.moments.map { moment in
            var figure = figure
            figure.axes = moment.axes
            return PlacedFigure(figure, x: moment.hips.x * leg, z: moment.hips.z * leg)
        }
        if action.ground == nil {
            // The lowest point of all moments touches the floor.
            let lowest = zip(action.moments, placed).map { $0.hips.y * leg + $1.figure.depth }
            let floor = lowest.max() ?? 0
            for index in placed.indices { placed[index].clearance = max(floor - lowest[index], 0) }
        } else {
            for index in placed.indices { placed[index].clearance = clearance }
        }
        func middle(_ values: [Double]) -> (middle: Double, length: Double) {
            let (low, high) = (values.min() ?? 0, values.max() ?? 0)
            return ((low + high) / 2, high - low)
        }
        let path = max(middle(placed.map(\.x)).length, middle(placed.map(\.z)).length)
        let scale = min(1, largestPath / max(path, 0.01))
        for index in placed.indices {
            placed[index].x *= scale
            placed[index].z *= scale
        }
        let joints = placed.flatMap(\.joints)
        let (x, z) = (middle(joints.map(\.x)).middle, middle(joints.map(\.z)).middle)
        for index in placed.indices {
            placed[index].x -= x
            placed[index].z -= z
        }
        return placed
    }

    /// Moves the camera of all frames away.
    mutating func retreat() {
        for index in scenes.indices { scenes[index].camera.distance *= 1.2 }
    }
}

extension Figure {
    /// Creates a person of random height, lengths and clothes.
    fileprivate init(random: inout Random) {
        var lengths = Proportions.survey
        func scale(_ length: WritableKeyPath<Proportions, Double>, _ deviation: Double) {
            let factor = exp(random.normal(deviation))
            lengths[keyPath: length] *= factor.limited(to: 0.75...1.3)
        }
        // Limbs of one person are long or short together.
        let limbs = random.normal(0.03)
        for limb in [\Proportions.upperArm, \.forearm, \.thigh, \.shank] {
            scale(limb, 0.045)
            lengths[keyPath: limb] *= exp(limbs).limited(to: 0.94...1.06)
        }
        let trunk = lengths.trunkLength
        scale(\.trunkLength, 0.05)
        lengths.earHeight += lengths.trunkLength - trunk
        scale(\.halfHips, 0.09)
        scale(\.halfShoulders, 0.07)
        let head = exp(random.normal(0.05)).limited(to: 0.85...1.15)
        // The ears rise with the size of the head, whose lower end stays.
        lengths.earHeight += 0.1 * (head - 1)
        lengths = lengths.fleshed(
            girth: exp(random.normal(0.10)).limited(to: 0.8...1.35), head: head,
            hands: exp(random.normal(0.06)).limited(to: 0.85...1.15),
            feet: exp(random.normal(0.06)).limited(to: 0.85...1.15))
        self.init(
            outfit: Outfit(random: &random), stature: random.normal(0.10).limited(to: -0.3...0.3) + 1.71,
            proportions: lengths)
    }
}

extension Outfit {
    fileprivate init(random: inout Random) {
        let tone = random.uniform(0...1)
        let skin = zip(zip([92.0, 62, 46], [232.0, 190, 164]), 0..<3).map { ends, _ in
            UInt8((ends.0 + (ends.1 - ends.0) * tone + random.normal(8)).limited(to: 0...255))
        }
        let skinColor = Color(red: skin[0], green: skin[1], blue: skin[2])
        let isSuit = random.chance(0.08)
        let shirt = random.color()
        self.init(
            skin: skinColor, hair: random.chance(0.9) ? random.color(8...110) : random.color(120...235), shirt: shirt,
            trousers: isSuit ? shirt : random.color(), shoes: random.color())
        hasLongSleeves = isSuit || random.chance(0.35)
        hasShorts = !isSuit && random.chance(0.35)
        hairstyle = random.pick([.short, .short, .long, .bald])
        if random.chance(0.35) { shirtPattern = Pattern(random: &random) }
        if random.chance(0.2) { trousersPattern = Pattern(random: &random) }
    }
}

extension Pattern {
    fileprivate init(random: inout Random) {
        self.init(
            random.pick(Array(Style.allCases)), color: random.color(), width: random.logUniform(0.015...0.15))
    }
}

extension Light {
    fileprivate init(random: inout Random) {
        self.init()
        guard random.chance(0.6) else { return }
        // From the camera's half of the space, and from above more often than from below.
        let direction = SIMD3(random.normal(0.7), -abs(random.normal(0.7)) + 0.15, -abs(random.normal(0.6)) - 0.1)
        key = direction.normalized ?? key
        keyPower = random.uniform(0.35...0.95)
        ambient = random.uniform(0.22...0.5)
    }
}

extension Backdrop {
    fileprivate init(random: inout Random, _ images: [Image]) {
        let kind = random.uniform(0...1)
        if kind < 0.12 {
            self.init(style: .plain(random.color(30...240)))
        } else if kind < 0.4 {
            let isGiven = !images.isEmpty && random.chance(0.6)
            self.init(style: .image(isGiven ? random.pick(images) : Image(clutter: &random)))
        } else {
            self.init(
                style: .room(wall: random.color(40...250), floor: random.color(30...230)),
                wallDistance: random.uniform(1.2...6))
        }
        hasContactShadow = random.chance(0.35)
    }
}

extension Camera {
    /// Creates a camera that sees a person through all moments, mostly in full.
    fileprivate init(around placed: [PlacedFigure], _ random: inout Random) {
        let (width, height) = random.pick([(288, 232), (232, 288), (312, 196), (200, 304), (248, 248)])
        let focal = random.logUniform(0.65...1.7)
        let yaw = Angle(degrees: random.uniform(-180...180))
        let joints = placed.flatMap(\.joints)
        // Distances to the right of the image are those across the line of sight.
        let right = Axes().turned(left: yaw).left
        let across = joints.map { abs(($0 * right).sum()) }.max() ?? 1
        let (top, bottom) = (joints.map(\.y).min() ?? -1.7, joints.map(\.y).max() ?? 0)
        let fill = random.uniform(0.66...1.0)
        let margin = 0.18
        let side = Double(max(width, height))
        let needed =
            max(
                (2 * across + margin) / Double(width), (bottom - top + 2 * margin) / Double(height)) * side * focal
            / fill
        let distance = max(needed, 1.3)
        let elevation = random.chance(0.5) ? 1.2 + random.normal(0.35) : random.uniform(0.2...2.8)
        self.init(
            yaw: yaw, distance: distance, elevation: elevation.limited(to: 0.15...3.4), focalLength: focal,
            width: width, height: height)
        let pitch = atan2(self.elevation + (top + bottom) / 2, distance) * 180 / .pi + random.normal(2)
        self.pitch = Angle(degrees: pitch.limited(to: -45...60))
    }
}
