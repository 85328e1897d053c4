import PoiseBodyModel
import PoiseLandmarkPipeline
import Testing

@Suite struct AnchorTests {
    @Test func countIsThatOfTheDetectorsOutputs() {
        #expect(DetectorSpec.body.anchors.centers.count == 28 * 28 * 2 + 14 * 14 * 2 + 7 * 7 * 6)
        #expect(DetectorSpec.body.anchors.centers.count == 2254)
    }

    private typealias Place = (index: Int, cell: SIMD2<Float>, cells: Float)

    /// First and last anchor of each grid, and one step to the right and down.
    private static let places: [Place] = [
        (0, [0, 0], 28), (1, [0, 0], 28), (2, [1, 0], 28), (56, [0, 1], 28), (1567, [27, 27], 28),
        (1568, [0, 0], 14), (1570, [1, 0], 14), (1596, [0, 1], 14), (1959, [13, 13], 14),
        (1960, [0, 0], 7), (1965, [0, 0], 7), (1966, [1, 0], 7), (2002, [0, 1], 7), (2253, [6, 6], 7),
    ]

    @Test func centersLieInTheMiddleOfTheirCells() {
        for place in Self.places {
            #expect(
                DetectorSpec.body.anchors.centers[place.index] == (place.cell + 0.5) / place.cells, "\(place.index)")
        }
    }
}
