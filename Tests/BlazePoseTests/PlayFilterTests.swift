import BlazePose
import Landmarks
import Testing

struct PlayFilterTests {
    @Test func thePointRestsAndIsThenPulledAlong() {
        var filter = PlayFilter()
        #expect(filter.apply(PixelPoint(x: 10, y: 20), play: 5) == PixelPoint(x: 10, y: 20))
        #expect(filter.apply(PixelPoint(x: 13, y: 24), play: 5) == PixelPoint(x: 10, y: 20))
        #expect(filter.apply(PixelPoint(x: 7, y: 17), play: 5) == PixelPoint(x: 10, y: 20))
        #expect(filter.apply(PixelPoint(x: 20, y: 20), play: 5) == PixelPoint(x: 15, y: 20))
        // The way back begins with the full width of the deadband.
        #expect(filter.apply(PixelPoint(x: 11, y: 20), play: 5) == PixelPoint(x: 15, y: 20))
    }

    @Test func withoutPlayItIsWhereWhatItFollowsIs() {
        var filter = PlayFilter()
        for step in 0..<20 {
            let point = PixelPoint(x: 1 / Double(step + 3), y: 100 * Double(step % 3))
            #expect(filter.apply(point, play: 0) == point)
        }
    }
}
