import PoiseBodyModel
import PoiseLandmarkPipeline
import PoiseBody
import Testing

struct DeadbandFilterTests {
    @Test func thePointRestsAndIsThenPulledAlong() {
        var filter = DeadbandFilter()
        #expect(filter.apply(PixelPoint(x: 10, y: 20), radius: 5) == PixelPoint(x: 10, y: 20))
        #expect(filter.apply(PixelPoint(x: 13, y: 24), radius: 5) == PixelPoint(x: 10, y: 20))
        #expect(filter.apply(PixelPoint(x: 7, y: 17), radius: 5) == PixelPoint(x: 10, y: 20))
        #expect(filter.apply(PixelPoint(x: 20, y: 20), radius: 5) == PixelPoint(x: 15, y: 20))
        // The way back begins with the whole play.
        #expect(filter.apply(PixelPoint(x: 11, y: 20), radius: 5) == PixelPoint(x: 15, y: 20))
    }

    @Test func withoutPlayItIsWhereWhatItFollowsIs() {
        var filter = DeadbandFilter()
        for step in 0..<20 {
            let point = PixelPoint(x: 1 / Double(step + 3), y: 100 * Double(step % 3))
            #expect(filter.apply(point, radius: 0) == point)
        }
    }
}
