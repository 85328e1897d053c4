import PoiseBody
import PoiseImaging
import PoiseMannequin
import Testing

/// Tests of clothes, hair, flesh, light and background.
@Suite struct AppearanceTests {
    private static let shirt = Color(red: 200, green: 20, blue: 20)
    private static let second = Color(red: 20, green: 20, blue: 200)

    @Test(arguments: Pattern.Style.allCases) func patternsCoverAPartOfTheShirt(style: Pattern.Style) throws {
        var outfit = Outfit(shirt: Self.shirt)
        let plain = try render(outfit)
        outfit.shirtPattern = Pattern(style, color: Self.second, width: 0.06)
        let patterned = try render(outfit)
        let shirt = pixels(plain, isReddish)
        let changed = shirt.filter { !isReddish(patterned, $0) }
        #expect(Double(changed.count) > 0.2 * Double(shirt.count) && Double(changed.count) < 0.8 * Double(shirt.count))
        let others = (0..<240 * 240).filter { !isReddish(plain, $0) && color(plain, $0) != color(patterned, $0) }
        // Pixels at the edges of the shirt are means.
        #expect(others.count < shirt.count / 4)
        outfit.shirtPattern?.width = 0
        #expect(throws: SceneError.self) { try render(outfit) }
    }

    @Test func patternsMoveWithTheFigure() throws {
        var outfit = Outfit(shirt: Self.shirt)
        outfit.shirtPattern = Pattern(.checks, color: Self.second, width: 0.08)
        let figure = Figure(outfit: outfit)
        let turned = Scene(
            figures: [PlacedFigure(figure, heading: Angle(degrees: 50))], camera: .small(yaw: 50), backdrop: .plain)
        let straight = Scene(figure, camera: .small(), backdrop: .plain)
        let (one, other) = (try turned.render().image, try straight.render().image)
        let different = (0..<240 * 240).filter { color(one, $0) != color(other, $0) }
        // Rounding moves some edges of checks by a pixel.
        #expect(different.count < 30)
    }

    @Test func sleevesTrousersAndHairAreOptions() throws {
        let skin = Color(red: 30, green: 200, blue: 30)
        func skinCount(yaw: Double = 0, _ change: (inout Outfit) -> Void) throws -> Int {
            var outfit = Outfit(skin: skin)
            change(&outfit)
            return pixels(try render(outfit, yaw: yaw)) { image, index in
                let (red, green, blue) = color(image, index)
                return Int(green) > Int(red) + 40 && Int(green) > Int(blue) + 40
            }.count
        }
        let usual = try skinCount { _ in }
        #expect(try skinCount { $0.hasLongSleeves = true } < usual - 100)
        #expect(try skinCount { $0.hasShorts = true } > usual + 300)
        let fromBehind = try skinCount(yaw: 180) { _ in }
        #expect(try skinCount(yaw: 180) { $0.hairstyle = .bald } > fromBehind + 40)
        var long = Outfit()
        long.hairstyle = .long
        #expect(try render(long, yaw: 180) != render(Outfit(), yaw: 180))
    }

    @Test func fleshFollowsTheLengths() throws {
        var wide = Proportions.byEye
        wide.halfShoulders *= 1.2
        let fleshed = wide.fleshed()
        #expect(abs(fleshed.flesh.shoulders - 1.2) < 1e-12 && fleshed.flesh.hips == 1)
        #expect(Proportions.byEye.fleshed() == .byEye)
        func coverage(_ proportions: Proportions) throws -> Int {
            let rendering = try Scene(Figure(proportions: proportions), camera: .small()).render()
            return (0..<240 * 240).filter { rendering.figure(atColumn: $0 % 240, row: $0 / 240) != nil }.count
        }
        #expect(try coverage(fleshed) > coverage(wide))
        #expect(try coverage(Proportions.survey.fleshed(girth: 1.3)) > coverage(.survey) + 300)
        for size in [Proportions.survey.fleshed(head: 3), .survey.fleshed(hands: .nan), .survey.fleshed(feet: 0)] {
            #expect(throws: SceneError.self) { try Scene(Figure(proportions: size), camera: .small()).render() }
        }
    }

    @Test func lightFromTheOtherSideShadesTheOtherSide() throws {
        var scene = Scene(Figure(), camera: .small(), backdrop: .plain)
        func brightness(_ image: Image, columns: Range<Int>) -> Int {
            var sum = 0
            for row in 80..<200 { for column in columns { sum += Int(image.pixels[(row * 240 + column) * 3]) } }
            return sum
        }
        let usual = try scene.render().image
        scene.light.key.x *= -1
        let other = try scene.render().image
        #expect(brightness(usual, columns: 108..<118) > brightness(other, columns: 108..<118))
        #expect(brightness(usual, columns: 122..<132) < brightness(other, columns: 122..<132))
        scene.light.keyPower = -1
        #expect(throws: SceneError.self) { try scene.render() }
    }

    @Test func backgroundImagesFillTheImage() throws {
        // Left half red, right half green, of another ratio than the rendered image.
        var bytes: [UInt8] = []
        for _ in 0..<10 { for column in 0..<40 { bytes += column < 20 ? [200, 0, 0] : [0, 200, 0] } }
        let background = try Image(width: 40, height: 10, pixels: bytes)
        let scene = Scene(figures: [], camera: .small(), backdrop: Backdrop(style: .image(background)))
        let image = try scene.render().image
        #expect(color(image, 120 * 240 + 60) == (200, 0, 0))
        #expect(color(image, 120 * 240 + 180) == (0, 200, 0))
        #expect(color(image, 0) == (200, 0, 0) && color(image, 240 * 240 - 1) == (0, 200, 0))
    }

    @Test func draftsShowTheSameFigureAndJoints() throws {
        let scene = Scene(Figure(posture: .lunge), camera: .small(yaw: 20), backdrop: .plain)
        let (draft, joints) = try scene.renderDraft()
        let rendering = try scene.render()
        let different = (0..<240 * 240).filter { color(draft, $0) != color(rendering.image, $0) }
        #expect(!different.isEmpty && different.count < 4000)
        for (joint, point) in zip(rendering.figures[0].joints, joints[0]) {
            #expect(joint.pixel == scene.camera.project(point) && joint.depth == point.z)
        }
    }

    private func render(_ outfit: Outfit, yaw: Double = 0) throws -> Image {
        try Scene(Figure(outfit: outfit), camera: .small(yaw: yaw), backdrop: .plain).render().image
    }

    private func color(_ image: Image, _ index: Int) -> (UInt8, UInt8, UInt8) {
        (image.pixels[index * 3], image.pixels[index * 3 + 1], image.pixels[index * 3 + 2])
    }

    private func isReddish(_ image: Image, _ index: Int) -> Bool {
        let (red, green, blue) = color(image, index)
        return red > 100 && Int(red) > 3 * Int(green) && Int(red) > 3 * Int(blue)
    }

    private func pixels(_ image: Image, _ condition: (Image, Int) -> Bool) -> [Int] {
        (0..<image.width * image.height).filter { condition(image, $0) }
    }
}
