import PoiseImaging
import Testing

@Suite struct CanvasTests {
    @Test func lineCoversExactlyItsRows() throws {
        var canvas = try blackCanvas(20, 10)
        canvas.drawLine(from: [4, 5], to: [16, 5], width: 4, color: .white)
        #expect((0..<10).map { canvas.image.red(10, $0) } == [0, 0, 0, 255, 255, 255, 255, 0, 0, 0])
        #expect(canvas.image.red(1, 5) == 0)
        #expect(canvas.image.red(18, 5) == 0)
    }

    @Test func edgeThroughPixelsCoversHalfOfThem() throws {
        var canvas = try blackCanvas(20, 10)
        canvas.drawLine(from: [4, 5.5], to: [16, 5.5], width: 4, color: .white)
        #expect((0..<10).map { canvas.image.red(10, $0) } == [0, 0, 0, 128, 255, 255, 255, 128, 0, 0])
    }

    @Test func lineThinnerThanAPixelIsPaler() throws {
        var canvas = try blackCanvas(20, 10)
        canvas.drawLine(from: [4, 5.5], to: [16, 5.5], width: 0.4, color: .white)
        #expect((0..<10).map { canvas.image.red(10, $0) } == [0, 0, 0, 0, 0, 102, 0, 0, 0, 0])
    }

    @Test func areasAreThoseOfGeometry() throws {
        let shapes: [(area: Double, draw: (inout Canvas) -> Void)] = [
            (
                5 * 72.8010988928 + 19.6349540849,
                { $0.drawLine(from: [14, 20], to: [80, 50.73], width: 5, color: .white) }
            ),
            (.pi * 900, { $0.fillDisc(center: [50.3, 49.1], radius: 30, color: .white) }),
            (2 * .pi * 30 * 4, { $0.drawRing(center: [50.3, 49.1], radius: 30, width: 4, color: .white) }),
            (2 * .pi * 30 * 0.5, { $0.drawRing(center: [50.3, 49.1], radius: 30, width: 0.5, color: .white) }),
            (
                30 * 4 * 4 + .pi * 4,
                { $0.drawArc(center: [50.3, 49.1], radius: 30, start: 1, sweep: 4, width: 4, color: .white) }
            ),
            (0.5 * 900, { $0.fillSector(center: [50.3, 49.1], radius: 30, start: 2, sweep: -1, color: .white) }),
            (2.25 * 900, { $0.fillSector(center: [50.3, 49.1], radius: 30, start: 2, sweep: 4.5, color: .white) }),
        ]
        for (area, draw) in shapes {
            var canvas = try blackCanvas(100, 100)
            draw(&canvas)
            let drawn = canvas.image.ink / 255
            #expect(abs(drawn - area) < 0.02 * area, "\(drawn) instead of \(area)")
        }
    }

    @Test func arcLiesWhereItsAnglesSay() throws {
        var canvas = try blackCanvas(40, 40)
        // From the right clockwise to the bottom.
        canvas.drawArc(center: [20, 20], radius: 12, start: 0, sweep: .pi / 2, width: 3, color: .white)
        #expect(canvas.image.red(31, 22) == 255)
        #expect(canvas.image.red(22, 31) == 255)
        #expect(canvas.image.red(28, 28) == 255)
        #expect(canvas.image.red(11, 11) == 0)
        #expect(canvas.image.red(20, 20) == 0)
        var reversed = try blackCanvas(40, 40)
        reversed.drawArc(center: [20, 20], radius: 12, start: .pi / 2, sweep: -.pi / 2, width: 3, color: .white)
        #expect(reversed.image == canvas.image)
    }

    @Test func mirroredShapesGiveMirroredPictures() throws {
        var canvas = try blackCanvas(64, 48)
        var mirrored = canvas
        canvas.drawLine(from: [3.3, 7.7], to: [50.2, 40.1], width: 3.7, color: .white)
        mirrored.drawLine(from: [64 - 3.3, 7.7], to: [64 - 50.2, 40.1], width: 3.7, color: .white)
        canvas.fillDisc(center: [40, 12.2], radius: 6.6, color: .white)
        mirrored.fillDisc(center: [24, 12.2], radius: 6.6, color: .white)
        for y in 0..<48 {
            for x in 0..<64 {
                #expect(abs(Int(canvas.image.red(x, y)) - Int(mirrored.image.red(63 - x, y))) <= 1)
            }
        }
    }

    @Test func pixelsBeyondAShapeStayAsTheyWere() throws {
        let background = Color(red: 17, green: 130, blue: 201)
        var canvas = Canvas(try Image(width: 60, height: 60, filledWith: background))
        canvas.drawLine(from: [10, 10], to: [40, 25], width: 6, color: .white)
        canvas.fillDisc(center: [40, 45], radius: 7, color: .white)
        for y in 0..<60 {
            for x in 0..<60 {
                let center = Canvas.Point(Double(x) + 0.5, Double(y) + 0.5)
                let along = min(max(((center - [10, 10]) * [30, 15]).sum() / 1125, 0), 1)
                let toLine = center - [10, 10] - along * [30, 15]
                let toDisc = center - [40, 45]
                if (toLine * toLine).sum() > 3.6 * 3.6, (toDisc * toDisc).sum() > 7.6 * 7.6 {
                    #expect(canvas.image.color(x, y) == background)
                }
            }
        }
    }

    @Test func overlappingLinesApplyTheirColorOnce() throws {
        var canvas = try blackCanvas(40, 40)
        canvas.drawLines(
            [
                Canvas.Line(from: [5, 20], to: [35, 20], width: 6),
                Canvas.Line(from: [20, 5], to: [20, 35], width: 6),
            ],
            color: Color.white.withOpacity(0.5))
        #expect(canvas.image.red(20, 20) == canvas.image.red(10, 20))
        #expect((127...129).contains(canvas.image.red(20, 20)))
    }

    @Test func tintFollowsItsWeights() throws {
        var canvas = try blackCanvas(5, 1)
        canvas.tint(.white, weights: [0, 0.5, 7, -1, .nan])
        #expect((0..<5).map { canvas.image.red($0, 0) } == [0, 128, 255, 0, 0])
    }

    @Test func greyAndTransparentPicturesBecomeRGB() throws {
        var grey = Canvas(try Image(width: 2, height: 1, format: .grey, pixels: [10, 20]))
        grey.fillDisc(center: [0.5, 0.5], radius: 0.5, color: Color(red: 255, green: 0, blue: 0))
        #expect(grey.image.pixels == [255, 0, 0, 20, 20, 20])
        let clear = Canvas(try Image(width: 1, height: 1, format: .rgba, pixels: [1, 2, 3, 0]))
        #expect(clear.image.pixels == [1, 2, 3])
    }

    @Test func linesFromFarOutsideStillCrossThePicture() throws {
        var canvas = try blackCanvas(20, 10)
        canvas.drawLine(from: [-1e8, 5.5], to: [1e8, 5.5], width: 1, color: .white)
        #expect((0..<20).allSatisfy { canvas.image.red($0, 5) == 255 })
        #expect((0..<20).allSatisfy { canvas.image.red($0, 4) == 0 })
    }

    @Test(.timeLimit(.minutes(5))) func hostileNumbersDrawNothingOrFinishAtOnce() throws {
        let wild: [Double] = [.nan, .infinity, -.infinity, 1e300, -1e300, 1e9, -1e9, 0, 5, -3, .leastNonzeroMagnitude]
        let undrawable = wild.filter { !(abs($0) <= Canvas.coordinateLimit) }
        for first in wild {
            for second in wild {
                for third in wild {
                    var canvas = try blackCanvas(8, 8)
                    canvas.drawLine(from: [first, 4], to: [second, 1e9], width: third, color: .white)
                    canvas.fillDisc(center: [first, second], radius: third, color: .white)
                    canvas.drawArc(
                        center: [first, second], radius: third, start: first, sweep: second, width: third, color: .white
                    )
                    canvas.fillSector(
                        center: [4, second], radius: third, start: first, sweep: second, color: .white)
                    canvas.drawText("A°8", at: [first, second], size: third, color: .white, halo: .black)
                }
            }
        }
        for bad in undrawable {
            var canvas = try blackCanvas(8, 8)
            canvas.drawLine(from: [bad, 4], to: [4, 4], width: 3, color: .white)
            canvas.drawLine(from: [1, 4], to: [4, bad], width: 3, color: .white)
            canvas.drawLine(from: [1, 4], to: [4, 4], width: bad, color: .white)
            canvas.fillDisc(center: [4, bad], radius: 3, color: .white)
            canvas.fillDisc(center: [4, 4], radius: bad, color: .white)
            canvas.drawRing(center: [4, 4], radius: 3, width: bad, color: .white)
            canvas.drawText("A", at: [bad, 4], size: 6, color: .white)
            canvas.drawText("A", at: [1, 7], size: bad, color: .white)
            #expect(canvas.image.ink == 0)
        }
    }
}

func blackCanvas(_ width: Int, _ height: Int) throws -> Canvas {
    Canvas(try Image(width: width, height: height, filledWith: .black))
}

extension Image {
    func red(_ x: Int, _ y: Int) -> UInt8 { pixels[(y * width + x) * 3] }

    func color(_ x: Int, _ y: Int) -> Color {
        let start = (y * width + x) * 3
        return Color(red: pixels[start], green: pixels[start + 1], blue: pixels[start + 2])
    }

    /// The sum of all red values.
    var ink: Double { stride(from: 0, to: pixels.count, by: 3).reduce(0) { $0 + Double(pixels[$1]) } }
}
