import PoiseVideoQuality
import PoiseTestSupport
import PoiseBody
import PoiseMotion
import Testing

@Suite("Sequences whose images change their size")
struct SizeChangeTests {
    /// Returns a person who moves evenly to the right, in images of which the second half has half the sides.
    private func sequence(changes: Bool) -> PoseSequence {
        var sequence = PoseSequence(
            header: PoseSequence.Header(file: "a.mp4", width: 640, height: 480, framesPerSecond: 30, model: "full"))
        for index in 0..<60 {
            let scale = changes && index >= 30 ? 0.5 : 1
            let point = PixelPoint(x: (100 + Double(index)) * scale, y: 200 * scale)
            let landmark = Landmark(position: point, z: 10 * scale, visibility: 1, presence: 1, isInsideImage: true)
            let person = TrackedPerson(
                id: 1,
                pose: Pose(
                    landmarks: Array(repeating: landmark, count: 33),
                    world: Array(repeating: WorldPoint(x: 0, y: 0, z: 0), count: 33), score: 1, presence: 1,
                    region: RegionOfInterest(center: point, size: 200 * scale, rotation: 0)))
            let size = scale == 1 ? nil : ImageSize(width: 320, height: 240)
            sequence.frames.append(
                PoseSequence.Frame(index: index, time: .seconds(Double(index) / 30), people: [person], size: size))
        }
        return sequence
    }

    @Test("Smoothing sees no jump, and returns each frame in its own size")
    func smoothing() throws {
        let smoothed = try OfflineSmoothing(.butterworth(cutoff: 6)).apply(to: sequence(changes: true))
        for frame in smoothed.frames {
            let scale = frame.index >= 30 ? 0.5 : 1
            #expect(frame.size?.width == (scale == 1 ? nil : 320))
            let point = try #require(frame.person(1)).pose.landmarks[0].position
            // A uniform movement passes the filter unchanged, except at its ends.
            if (5..<55).contains(frame.index) { #expect(abs(point.x - (100 + Double(frame.index)) * scale) < 0.5) }
        }
    }

    @Test("A report measures the same as without the size change")
    func quality() {
        let (changing, constant) = (SequenceQuality(sequence(changes: true)), SequenceQuality(sequence(changes: false)))
        #expect(changing.size == constant.size)
        #expect(changing.jitter == constant.jitter)
    }
}
