import PoiseTestSupport
import PoiseDrawing
import PoiseImaging
import PoiseBody
import Testing

@Suite struct OverlayTests {
    let palette = OverlayStyle.Palette.colorBlindSafe

    @Test func everySeenJointIsDrawn() throws {
        let fixture = PoseFixture()
        let image = try fixture.picture().drawing([fixture.pose])
        for joint in Joint.allCases {
            #expect(image.color(fixture.position(joint)) != PoseFixture.background, "\(joint)")
        }
    }

    @Test func nothingIsDrawnOfAPersonThatIsNotSeen() throws {
        let fixture = PoseFixture(defaultVisibility: 0.49)
        let picture = try fixture.picture()
        #expect(picture.drawing([fixture.pose], style: OverlayStyle(angles: true)) == picture)
        #expect(picture.drawing([]) == picture)
    }

    @Test func eachSideHasItsColor() throws {
        let fixture = PoseFixture()
        let image = try fixture.picture().drawing([fixture.pose])
        let arms = Skeleton.arms.filter { max($0.from.rawValue, $0.to.rawValue) <= Joint.rightWrist.rawValue }
        for bone in Skeleton.torso + arms {
            let place = middle(fixture.position(bone.from), fixture.position(bone.to))
            let expected =
                switch bone.side {
                case .left: palette.left
                case .right: palette.right
                case .middle: palette.middle
                }
            #expect(image.color(place) == expected, "\(bone.from) to \(bone.to)")
        }
    }

    @Test func unseenJointTakesItsBonesAlong() throws {
        let fixture = PoseFixture(visibility: [.leftKnee: 0.3])
        let image = try fixture.picture().drawing([fixture.pose])
        let knee = fixture.position(.leftKnee)
        #expect(image.color(knee) == PoseFixture.background)
        #expect(image.color(middle(knee, fixture.position(.leftHip))) == PoseFixture.background)
        #expect(image.color(middle(knee, fixture.position(.leftAnkle))) == PoseFixture.background)
        #expect(image.color(middle(fixture.position(.rightKnee), fixture.position(.rightHip))) == palette.right)
    }

    @Test func faintJointIsAHollowRingWithTranslucentBones() throws {
        let fixture = PoseFixture(visibility: [.leftKnee: 0.3])
        let image = try fixture.picture().drawing([fixture.pose], style: OverlayStyle(unseenJoints: .faint))
        let bone = image.color(middle(fixture.position(.leftKnee), fixture.position(.leftHip)))
        #expect(bone != PoseFixture.background)
        #expect(bone != palette.left)
        #expect(bone.red > PoseFixture.background.red && bone.red < palette.left.red)
    }

    @Test func uncertainJointIsAHollowRingWithThinBones() throws {
        let sure = PoseFixture(defaultVisibility: 1, confidence: [.leftElbow: 0.8])
        let doubtful = PoseFixture(defaultVisibility: 1, confidence: [.leftElbow: 0.7])
        let elbow = sure.position(.leftElbow)
        let images = try [sure, doubtful].map { try $0.picture().drawing([$0.pose]) }
        // The core is bright; a ring has none, and shows the bones.
        #expect(images.map { $0.color(elbow) } == [.white, palette.left])
        let bone = middle(elbow, sure.position(.leftShoulder))
        let beside = PixelPoint(x: bone.x + 1.7, y: bone.y)
        #expect(images.map { $0.color(bone) } == [palette.left, palette.left])
        #expect(images[0].color(beside) == palette.left && images[1].color(beside) != palette.left)
    }

    @Test func jointOutsideThePictureIsNotSeen() throws {
        let outside = PixelPoint(x: 250, y: 700)
        let fixture = PoseFixture(positions: [.leftKnee: outside])
        let picture = try fixture.picture()
        let place = PixelPoint(x: 247, y: 590)
        #expect(picture.drawing([fixture.pose]).color(place) == PoseFixture.background)
        let faint = picture.drawing([fixture.pose], style: OverlayStyle(unseenJoints: .faint))
        #expect(faint.color(place) != PoseFixture.background)
    }

    @Test func coreOfAJointBrightensWithItsVisibility() throws {
        let cores = try [0.5, 0.7, 0.85, 1].map { visibility in
            let fixture = PoseFixture(visibility: [.leftElbow: visibility])
            return try fixture.picture().drawing([fixture.pose]).color(fixture.position(.leftElbow)).red
        }
        #expect(cores.first == 0)
        #expect(cores.last == 255)
        #expect(cores == cores.sorted() && Set(cores).count == 4)
    }

    @Test func maskTintsItsPixelsOnly() throws {
        var fixture = PoseFixture(defaultVisibility: 0)
        let probabilities = (0..<(fixture.width * fixture.height)).map { $0 % fixture.width < 100 ? Float(1) : 0 }
        fixture.mask = Mask(width: fixture.width, height: fixture.height, probabilities: probabilities)
        let picture = try fixture.picture()
        let image = picture.drawing([fixture.pose])
        #expect(image.differences(from: picture) == 100 * fixture.height)
        #expect(image.color(PixelPoint(x: 99, y: 300)) != PoseFixture.background)
        #expect(image.color(PixelPoint(x: 100, y: 300)) == PoseFixture.background)
        #expect(picture.drawing([fixture.pose], style: OverlayStyle(masks: false)) == picture)
        // Another person has another tint.
        let second = picture.drawing([PoseFixture(defaultVisibility: 0).pose, fixture.pose])
        #expect(second.color(PixelPoint(x: 50, y: 300)) != image.color(PixelPoint(x: 50, y: 300)))
    }

    @Test func anglesAppearWhenAskedFor() throws {
        let fixture = PoseFixture()
        let picture = try fixture.picture()
        let without = picture.drawing([fixture.pose])
        let with = picture.drawing([fixture.pose], style: OverlayStyle(angles: true))
        #expect(with.differences(from: without) > 1000)
        // For a single arm, only the elbow can be measured.
        let arm = PoseFixture(
            visibility: [.leftShoulder: 1, .leftElbow: 1, .leftWrist: 1], defaultVisibility: 0)
        let bones = picture.drawing([arm.pose])
        let marked = picture.drawing([arm.pose], style: OverlayStyle(angles: true))
        let elbow = arm.position(.leftElbow)
        #expect(marked.differences(from: bones) > 50)
        for y in stride(from: 0, to: picture.height, by: 1) {
            for x in stride(from: 0, to: picture.width, by: 1) {
                let place = PixelPoint(x: Double(x), y: Double(y))
                if abs(place.x - elbow.x) > 90 || abs(place.y - elbow.y) > 60 {
                    #expect(marked.color(place) == bones.color(place))
                }
            }
        }
    }

    @Test func severalPeopleAreNumbered() throws {
        let fixture = PoseFixture()
        let picture = try fixture.picture()
        let style = OverlayStyle(numbers: false)
        #expect(picture.drawing([fixture.pose]) == picture.drawing([fixture.pose], style: style))
        let pair = [fixture.pose, fixture.pose]
        #expect(picture.drawing(pair).differences(from: picture.drawing(pair, style: style)) > 200)
    }

    @Test(arguments: [0.35, 1.1, 6.5]) func bonesGrowWithThePicture(scale: Double) throws {
        let fixture = PoseFixture(scale: scale)
        let image = try fixture.picture().drawing([fixture.pose])
        // Across the left thigh, which is nearly upright.
        let place = middle(fixture.position(.leftHip), fixture.position(.leftKnee))
        let width = (-60...60).count { image.color(PixelPoint(x: place.x + Double($0), y: place.y)) == palette.left }
        #expect(Double(width) >= max(1, 3.5 * scale - 1))
        #expect(Double(width) <= 7 * scale + 1)
    }

    @Test(.timeLimit(.minutes(5))) func hostilePosesAndTinyPicturesDoNotCrash() throws {
        let style = OverlayStyle(unseenJoints: .faint, angles: true)
        let tiny = try Image(width: 1, height: 1, filledWith: .black)
        _ = tiny.drawing([PoseFixture().pose, PoseFixture(scale: 0.001).pose], style: style)
        let values: [Double] = [.nan, .infinity, -.infinity, 1e300, -1e300, 1e18, 0]
        for x in values {
            for y in values {
                for visibility in [1, .nan, .infinity] {
                    let point = PixelPoint(x: x, y: y)
                    let landmark = Landmark(
                        position: point, z: x, visibility: visibility, presence: y, isInsideImage: true)
                    let pose = Pose(
                        landmarks: Joint.allCases.map { $0.side == .left ? landmark : PoseFixture().pose[$0] },
                        world: Joint.allCases.map {
                            $0.side == .left ? WorldPoint(x: x, y: y, z: x) : PoseFixture().pose.worldPoint($0)
                        },
                        score: x, presence: y, region: RegionOfInterest(center: point, size: x, rotation: y))
                    for space in [AngleSpace.world, .imagePlane] {
                        var style = style
                        style.angleSpace = space
                        _ = tiny.drawing([pose, PoseFixture().pose], style: style)
                    }
                }
            }
        }
    }

    @Test func labelsKeepOffEachOtherAndInsideThePicture() throws {
        let picture = try PoseFixture().picture()
        var placement = LabelPlacement(image: picture)
        var boxes: [LabelPlacement.Box] = []
        for _ in 0..<8 {
            boxes.append(placement.place(size: [44, 16], around: [390, 300], clearance: 10, preferred: [1, 0]))
        }
        for (index, box) in boxes.enumerated() {
            #expect(box.center.x + 22 <= 400.001)
            for other in boxes[..<index] { #expect(box.overlap(with: other) == 0) }
        }
    }

    @Test func labelsKeepOffBones() throws {
        var placement = LabelPlacement(image: try PoseFixture().picture())
        placement.avoid([Canvas.Line(from: [200, 300], to: [350, 300], width: 6)])
        let box = placement.place(size: [40, 16], around: [200, 300], clearance: 10, preferred: [1, 0])
        #expect(abs(box.center.y - 300) >= 11 || box.center.x + 20 <= 197)
    }
}
