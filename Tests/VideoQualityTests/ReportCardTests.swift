import PoiseTestSupport
import PoiseVideoQuality
import Foundation
import PoiseImaging
import PoiseBody
import PoiseMotion
import Testing

@Suite struct ReportCardTests {
    /// Returns a person standing in images of 200 x 300 pixels, thirty frames a second.
    private func sequence(_ count: Int = 90, people: (Int) -> Int = { _ in 1 }) -> PoseSequence {
        PoseSequence(
            header: .init(file: "a.mp4", width: 200, height: 300, framesPerSecond: 30, model: "full"),
            frames: (0..<count).map { index in
                PoseSequence.Frame(
                    index: index, time: .seconds(Double(index) / 30),
                    people: (0..<people(index)).map { TrackedPerson(id: $0 + 1, pose: PoseFixture(scale: 0.5).pose) })
            })
    }

    private func pictures(of sequence: PoseSequence, level: (Int) -> UInt8) throws -> ImageSeries {
        var series = ImageSeries()
        for (index, frame) in sequence.frames.enumerated() {
            // Vertical stripes: sharp, and different in each frame.
            let pixels = (0..<200 * 300).map { place -> UInt8 in
                let isLight = (place % 200 + index) % 4 < 2
                return isLight ? level(index) : level(index) / 4
            }
            series.add(try Image(width: 200, height: 300, format: .grey, pixels: pixels), frame.people)
        }
        return series
    }

    private func line(_ card: ReportCard, _ subject: ReportCard.Aspect) throws -> ReportCard.Line {
        try #require(card.lines.first { $0.aspect == subject })
    }

    @Test func aGoodVideoIsGood() throws {
        let sequence = sequence()
        let card = ReportCard(sequence, images: try pictures(of: sequence) { _ in 180 }, traits: [])
        #expect(card.lines.map(\.aspect) == ReportCard.Aspect.allCases)
        #expect(card.lines.allSatisfy { $0.grade == .good && $0.advice == nil }, "\(card.text)")
        #expect(card.grade == .good && abs(card.duration / .seconds(1) - 3) < 1e-9)
        #expect(card.text.hasPrefix("90 frames, 3.0 s: good\n"))
    }

    @Test func resultsAloneSayNothingOfPictures() {
        let card = ReportCard(sequence())
        #expect(card.images == nil)
        #expect(!card.lines.contains { [.sharpness, .light, .contrast].contains($0.aspect) })
        #expect(card.quality.timing.repeatedFrames == nil)
    }

    @Test func darkPicturesAreToldWithAdvice() throws {
        let sequence = sequence()
        let card = ReportCard(sequence, images: try pictures(of: sequence) { _ in 24 })
        let light = try line(card, .light)
        #expect(light.grade == .poor && light.advice?.contains("light") == true, "\(light)")
        #expect(try line(card, .contrast).grade == .poor)
        #expect(card.grade == .poor && card.text.contains("poor"))
    }

    @Test func aDarkPartMakesALightVideoFair() throws {
        let sequence = sequence()
        let card = ReportCard(sequence, images: try pictures(of: sequence) { $0 < 20 ? 10 : 180 })
        let light = try line(card, .light)
        #expect(light.grade == .fair && light.reason.contains("poor in 22 % of the frames"), "\(light)")
    }

    @Test func nobodyIsPoorAndTheRestIsNotMeasured() throws {
        let sequence = sequence(people: { _ in 0 })
        let card = ReportCard(sequence, images: try pictures(of: sequence) { _ in 180 })
        #expect(try line(card, .tracking).grade == .poor)
        for subject in [ReportCard.Aspect.people, .jitter, .joints, .limbs, .size] {
            #expect(try line(card, subject).grade == nil, "\(subject)")
        }
        // The images can be evaluated all the same.
        #expect(try line(card, .light).grade == .good)
        #expect(card.text.contains("no person in any frame"))
    }

    @Test func aSingleFrameIsNoVideo() throws {
        let card = ReportCard(sequence(1))
        #expect(try line(card, .frames).grade == .poor)
        #expect(card.text.hasPrefix("1 frame, 0.0 s: poor\n"))
        #expect(ReportCard(sequence(0)).duration == .zero)
    }

    @Test func othersAreTold() throws {
        let crowd = sequence(people: { $0 < 60 ? 2 : 1 })
        let people = try line(ReportCard(crowd), .people)
        #expect(people.grade == .poor && people.reason == "more than one person in 67 % of the frames, at most 2")
        #expect(try line(ReportCard(crowd, people: 2), .people).grade == .good)
    }

    @Test func framesShownTwiceAreToldUnlessFramesAreLeftOut() throws {
        let sequence = sequence()
        var series = ImageSeries()
        for (index, frame) in sequence.frames.enumerated() {
            let shown = index % 6 == 5 ? index - 1 : index
            let pixels = (0..<200 * 300).map { (pixel: Int) -> UInt8 in UInt8((pixel * 7 + shown * 40) % 251) }
            series.add(try Image(width: 200, height: 300, format: .grey, pixels: pixels), frame.people)
        }
        let frames = try line(ReportCard(sequence, images: series), .frames)
        #expect(frames.grade == .poor && frames.reason.contains("14 repeated"), "\(frames)")
        #expect(ReportCard(sequence, images: series, every: 2).quality.timing.repeatedFrames == nil)
    }

    @Test func jsonHasAllThatIsKnown() throws {
        let sequence = sequence()
        let card = ReportCard(sequence, images: try pictures(of: sequence) { _ in 180 }, traits: [])
        let text = try card.jsonLine()
        #expect(!text.contains("\n"))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(Set(object.keys) == ["file", "frames", "duration", "verdict", "lines", "measures"])
        #expect(object["verdict"] as? String == "good" && object["frames"] as? Int == 90)
        let lines = try #require(object["lines"] as? [[String: Any]])
        #expect(lines.map { $0["about"] as? String } == ReportCard.Aspect.allCases.map(\.rawValue))
        let measures = try #require(object["measures"] as? [String: Any])
        #expect(measures["trackedShare"] as? Double == 1 && measures["repeatedFrames"] as? Int == 0)
        #expect((measures["joints"] as? [String: Any])?.count == 33)
        #expect(((measures["brightness"] as? [String: Any])?["median"] as? Double ?? 0) > 40)
        #expect(try card.jsonLine() == text)
    }

    @Test func sharesNearTheEndsDoNotLookLikeThem() throws {
        let almost = ReportCard(sequence(1000, people: { $0 == 500 ? 0 : 1 }))
        #expect(
            try line(almost, .tracking).reason == "a person in 99.9 % of the frames, lost once, for 0.03 s at 16.67 s")
    }

    @Test func placesThatNoPictureHasAreNoPicture() throws {
        var landmarks = PoseFixture().pose.landmarks
        let image = try Image(width: 20, height: 20, filledWith: .white)
        for value in [Double.nan, .infinity, 1e300] {
            landmarks[5].position.x = value
            #expect(image.quality(of: landmarks) == nil)
        }
        #expect(image.quality(of: []) == nil)
    }
}
