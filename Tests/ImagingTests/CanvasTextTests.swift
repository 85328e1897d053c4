import PoiseImaging
import Testing

@Suite struct CanvasTextTests {
    /// The characters of the font.
    let characters = (32...126).compactMap { UnicodeScalar($0).map(Character.init) } + ["°"]

    @Test func everyCharacterButTheSpaceLeavesAMarkOfItsOwn() throws {
        var pictures: [[UInt8]: Character] = [:]
        for character in characters {
            let picture = try drawn(String(character), size: 24)
            #expect((picture.ink > 0) == (character != " "), "\(character)")
            let twin = pictures.updateValue(character, forKey: picture.pixels)
            #expect(twin == nil, "\(character) looks like \(twin ?? " ")")
        }
        let unknown = try drawn("é", size: 24)
        #expect(unknown.ink > 0)
        #expect(pictures[unknown.pixels] == nil)
    }

    @Test func widthGrowsWithEachCharacterAndWithSize() {
        var text = ""
        var width = Canvas.textWidth(text, size: 10)
        #expect(width == 0)
        for character in characters {
            text.append(character)
            let wider = Canvas.textWidth(text, size: 10)
            #expect(wider > width || text.count == 1)
            width = wider
        }
        #expect(abs(Canvas.textWidth(text, size: 30) - 3 * width) < 1e-6)
    }

    @Test func inkStaysInsideTheMeasuredWidth() throws {
        for size in [7.0, 12, 24] {
            let text = "Wg@171°"
            let picture = try drawn(text, size: size)
            let right = 10 + Canvas.textWidth(text, size: size) + size * 0.1 + 1
            for y in 0..<picture.height {
                for x in 0..<picture.width where picture.red(x, y) > 0 {
                    #expect(Double(x) >= 10 - size * 0.1 - 1 && Double(x) < right)
                    #expect(Double(y) >= 40 - size * 1.1 - 1 && Double(y) < 40 + size * 0.45 + 1)
                }
            }
        }
    }

    @Test func capitalsStandOnTheLineAndAreAsHighAsAsked() throws {
        let picture = try drawn("I", size: 20)
        let rows = (0..<picture.height).filter { picture.red(10, $0) > 127 }
        // From 20 to 40, and half a stroke beyond at both ends.
        #expect(rows.first == 19)
        #expect(rows.last == 40)
    }

    @Test func smallTextIsNotPale() throws {
        let picture = try drawn("I", size: 7)
        #expect((34..<39).allSatisfy { Int(picture.red(9, $0)) + Int(picture.red(10, $0)) >= 250 })
    }

    @Test func haloSurroundsTheLetters() throws {
        var canvas = Canvas(try Image(width: 60, height: 60, filledWith: Color(red: 128, green: 128, blue: 128)))
        canvas.drawText("I", at: [30, 50], size: 40, color: .white, halo: .black)
        #expect((25..<36).map { canvas.image.red($0, 30) }.contains(0))
        #expect(canvas.image.red(30, 30) == 255)
        #expect(canvas.image.red(5, 30) == 128)
    }

    private func drawn(_ text: String, size: Double) throws -> Image {
        var canvas = try blackCanvas(240, 60)
        canvas.drawText(text, at: [10, 40], size: size, color: .white)
        return canvas.image
    }
}
