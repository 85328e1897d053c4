import PoiseImaging
import PoiseBody
import PoiseMannequin
import PoiseTestSupport
import Testing

@Suite struct RenderingTests {
    @Test func equalScenesGiveEqualBytes() throws {
        let scene = Scene(Figure(posture: .lunge), camera: .small(yaw: 30))
        let first = try scene.render()
        let second = try scene.render()
        #expect(sha256(first.image.pixels) == sha256(second.image.pixels))
        #expect(first.figures[0].joints == second.figures[0].joints)
        var other = scene
        other.backdrop.seed = 1
        #expect(try other.render().image != first.image)
    }

    @Test func noiseHasTheStandardDeviationAskedFor() throws {
        var backdrop = Backdrop.plain
        let clean = try Scene(figures: [], camera: .small(), backdrop: backdrop).render().image.pixels
        backdrop.noise = 4
        let noisy = try Scene(figures: [], camera: .small(), backdrop: backdrop).render().image.pixels
        let errors = zip(clean, noisy).map { Double($1) - Double($0) }
        let count = Double(errors.count)
        let mean = errors.reduce(0, +) / count
        let variance = errors.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / count
        // Rounding adds a twelfth to the variance of 16; the standard error of both is below 1 % with 172,800 samples.
        #expect(abs(mean) < 0.05)
        #expect(abs(variance - 16 - 1 / 12) < 0.3)
    }

    @Test(arguments: Preset.all) func tilesShowWhatThePlainReferenceShows(preset: Preset) throws {
        let scene = Scene(
            figures: [
                PlacedFigure(Figure(posture: preset.posture), heading: Angle(degrees: 40)),
                PlacedFigure(Figure(), x: 0.3, z: 0.5),
            ],
            camera: Camera(distance: 2.6, elevation: 1.2, pitch: Angle(degrees: 8), width: 101, height: 77))
        let rendering = try scene.render()
        let plain = try scene.plainFigures()
        // Rays that graze a figure may end in front of the surface or just behind it.
        let different = (0..<101 * 77).filter { rendering.figure(atColumn: $0 % 101, row: $0 / 101) != plain[$0] }
        #expect(different.count <= 3)
        #expect(plain.contains(0) && plain.contains(1) && plain.contains(nil))
    }

    @Test(arguments: Preset.all) func visibleJointsLieOnTheirLimbs(preset: Preset) throws {
        for yaw in stride(from: 0.0, to: 360, by: 45) {
            let camera = Camera(yaw: Angle(degrees: yaw), width: 480, height: 480)
            let rendering = try Scene(Figure(posture: preset.posture), camera: camera).render()
            for joint in Joint.allCases {
                let seen = rendering.figures[0][joint]
                guard seen.isInsideImage else { continue }
                let shown = limbs(in: rendering, around: seen.pixel)
                #expect(!shown.isEmpty, "\(joint) at yaw \(yaw)")
                if !seen.isOccluded {
                    #expect(!shown.isDisjoint(with: joint.limbs), "\(joint) at yaw \(yaw) on \(shown)")
                }
            }
        }
    }

    @Test func leftIsRightInThePictureOfAFigureThatFacesTheCamera() throws {
        let front = try Scene(Figure(), camera: .small()).render().figures[0]
        let back = try Scene(Figure(), camera: .small(yaw: 180)).render().figures[0]
        for joint in Joint.allCases where joint.side == .left {
            #expect(front[joint].pixel.x > front[joint.mirrored].pixel.x)
            #expect(back[joint].pixel.x < back[joint.mirrored].pixel.x)
        }
    }

    @Test func behindAFigureItsFaceIsHidden() throws {
        let front = try Scene(Figure(), camera: .small()).render().figures[0]
        let back = try Scene(Figure(), camera: .small(yaw: 180)).render().figures[0]
        for joint in [Joint.nose, .leftEye, .rightEye, .mouthLeft, .mouthRight] {
            #expect(!front[joint].isOccluded && front.pose.isVisible(joint))
            #expect(back[joint].isOccluded && !back.pose.isVisible(joint))
            #expect(front[joint].depth < front[.leftEar].depth)
            #expect(back[joint].depth > back[.leftEar].depth)
        }
        #expect(!back[.leftHip].isOccluded && !back[.rightShoulder].isOccluded)
    }

    @Test func fromItsLeftAFigureHidesItsRightSide() throws {
        let side = try Scene(Figure(), camera: .small(yaw: 90)).render().figures[0]
        for joint in [Joint.leftShoulder, .leftElbow, .leftKnee, .leftAnkle, .leftEar] {
            #expect(!side[joint].isOccluded)
            #expect(side[joint].depth < side[joint.mirrored].depth)
        }
        for joint in [Joint.rightShoulder, .rightHip, .rightEar] { #expect(side[joint].isOccluded) }
    }

    @Test func turningAFigureIsTurningTheCameraTheOtherWay() throws {
        let turned = PlacedFigure(Figure(posture: .lunge), heading: Angle(degrees: 70))
        let one = try Scene(figures: [turned], camera: .small()).render().figures[0]
        let other = try Scene(Figure(posture: .lunge), camera: .small(yaw: -70)).render().figures[0]
        for joint in Joint.allCases {
            #expect(abs(one[joint].pixel.x - other[joint].pixel.x) < 1e-9)
            #expect(abs(one[joint].pixel.y - other[joint].pixel.y) < 1e-9)
        }
    }

    @Test func pixelsFollowThePinholeCamera() throws {
        let camera = Camera(distance: 4, elevation: 1.1, focalLength: 0.9, width: 300, height: 500)
        let figure = try Scene(Figure(), camera: camera).render().figures[0]
        let hips = (figure[.leftHip].pixel.x + figure[.rightHip].pixel.x) / 2
        #expect(abs(hips - 150) < 1e-9)
        for joint in figure.joints {
            // Axes relative to the hips, which stand 4 m away in the middle.
            #expect(abs(joint.depth - joint.world.z - 4) < 1e-12)
            #expect(abs(joint.pixel.x - (150 + 450 * joint.world.x / joint.depth)) < 1e-9)
        }
        // The lens is 1.1 m above the floor, and an ankle less than 10 cm.
        let ankle = figure[.leftAnkle]
        let drop = (ankle.pixel.y - 250) / 450 * ankle.depth
        #expect(drop > 1.0 && drop < 1.1)
        #expect(figure.pose.world == figure.joints.map(\.world))
    }

    @Test func aSceneWithoutFiguresIsItsBackdrop() throws {
        let empty = try Scene(figures: [], camera: .small()).render()
        #expect(empty.figures.isEmpty)
        #expect((0..<240 * 240).allSatisfy { empty.figure(atColumn: $0 % 240, row: $0 / 240) == nil })
        #expect(Set(empty.image.pixels).count > 50)
        let plain = Scene(figures: [], camera: .small(), backdrop: .plain)
        #expect(Set(try plain.render().image.pixels) == [206, 202])
    }

    @Test func theNearerFigureHidesTheOther() throws {
        let red = Figure(outfit: Outfit(shirt: Color(red: 200, green: 30, blue: 30)))
        let blue = Figure(outfit: Outfit(shirt: Color(red: 30, green: 30, blue: 200)))
        let near = PlacedFigure(red, z: -0.8)
        let far = PlacedFigure(blue, x: 0.1, z: 0.8)
        let scene = Scene(figures: [far, near], camera: .small(distance: 4))
        let rendering = try scene.render()
        let chest = rendering.figures[0][.leftHip].pixel
        #expect(rendering.figure(atColumn: Int(chest.x), row: Int(chest.y)) == 1)
        for joint in [Joint.nose, .leftHip, .rightHip, .rightShoulder] {
            #expect(rendering.figures[0][joint].isOccluded)
            #expect(!rendering.figures[1][joint].isOccluded)
        }
        let exchanged = Scene(figures: [near, far], camera: scene.camera)
        #expect(try exchanged.render().image == rendering.image)
        let apart = Scene(figures: [PlacedFigure(blue, x: 0.8), PlacedFigure(red, x: -0.8)], camera: scene.camera)
        for figure in try apart.render().figures { #expect(!figure[.nose].isOccluded && !figure[.leftHip].isOccluded) }
    }

    @Test func aHandBeforeTheHipHidesIt() throws {
        var posture = Posture()
        posture.leftArm.shoulderFlexion = Angle(degrees: 12)
        posture.leftArm.shoulderAbduction = Angle(degrees: -10)
        let covered = try Scene(Figure(posture: posture), camera: .small()).render().figures[0]
        #expect(covered[.leftHip].isOccluded && !covered[.rightHip].isOccluded)
        let free = try Scene(Figure(), camera: .small()).render().figures[0]
        #expect(!free[.leftHip].isOccluded)
    }

    @Test func jointsOutsideThePictureAreSaidToBe() throws {
        let scene = Scene(Figure(), camera: Camera(distance: 0.9, elevation: 1.5, width: 200, height: 200))
        let figure = try scene.render().figures[0]
        #expect(figure[.nose].isInsideImage && !figure[.leftAnkle].isInsideImage)
        #expect(!figure.pose.isVisible(.leftAnkle))
        #expect(figure.angles[.leftKnee] != nil)
    }

    /// Returns the limbs shown within two pixels of a point: joints of the face and foot lie on the outline.
    private func limbs(in rendering: Rendering, around point: PixelPoint) -> Set<Limb> {
        var found: Set<Limb> = []
        for row in Int(point.y) - 2...Int(point.y) + 2 {
            for column in Int(point.x) - 2...Int(point.x) + 2 {
                if let limb = rendering.limb(atColumn: column, row: row) { found.insert(limb) }
            }
        }
        return found
    }
}

extension Joint {
    /// The limbs that a joint belongs to.
    fileprivate var limbs: Set<Limb> {
        switch self {
        case .leftShoulder: [.leftArm, .trunk]
        case .rightShoulder: [.rightArm, .trunk]
        case .leftHip: [.leftLeg, .trunk]
        case .rightHip: [.rightLeg, .trunk]
        case .leftElbow, .leftWrist, .leftPinky, .leftIndex, .leftThumb: [.leftArm]
        case .rightElbow, .rightWrist, .rightPinky, .rightIndex, .rightThumb: [.rightArm]
        case .leftKnee, .leftAnkle, .leftHeel, .leftFootIndex: [.leftLeg]
        case .rightKnee, .rightAnkle, .rightHeel, .rightFootIndex: [.rightLeg]
        default: [.head]
        }
    }
}
