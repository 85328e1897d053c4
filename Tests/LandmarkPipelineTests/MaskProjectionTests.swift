import PoiseBodyModel
import PoiseLandmarkPipeline
import Foundation
import PoiseImaging
import PoiseInference
import PoiseBody
import Testing

@Suite struct MaskProjectionTests {
    private static let side = 256

    private func mask(_ logits: [Float], _ region: RegionOfInterest, width: Int, height: Int) throws -> Mask {
        logits.withUnsafeBufferPointer { logits in
            let map = FeatureMap(dense: logits, height: Self.side, width: Self.side, channels: 1)
            var projection = MaskProjection()
            return projection.mask(logits: map, region: region, in: ImageSize(width: width, height: height))
        }
    }

    private func constant(_ logit: Float) -> [Float] { [Float](repeating: logit, count: Self.side * Self.side) }

    @Test(arguments: [0.0, 30, 45, 90, -137, 180]) func aConstantMaskFillsTheRegion(degrees: Double) throws {
        let region = RegionOfInterest(center: PixelPoint(x: 70, y: 60), size: 64, rotation: degrees * .pi / 180)
        let mask = try mask(constant(40), region, width: 150, height: 120)
        let (cosine, sine) = (cos(region.rotation), sin(region.rotation))
        // A cell of the mask is 64/256 pixel large, and the mask fades out over one cell.
        let cell = region.size / Double(Self.side)
        for row in 0..<120 {
            for column in 0..<150 {
                let (x, y) = (Double(column) - 70, Double(row) - 60)
                let turned = (x * cosine + y * sine, y * cosine - x * sine)
                let beyond = max(abs(turned.0), abs(turned.1)) - region.size / 2
                let value = mask.probabilities[row * 150 + column]
                if beyond < -1.05 * cell { #expect(value == 1) }
                if beyond > 1.05 * cell { #expect(value == 0) }
            }
        }
        #expect(mask.probabilities.contains(1) && mask.probabilities.contains(0))
    }

    @Test func valuesAreProbabilities() throws {
        let region = RegionOfInterest(center: PixelPoint(x: 50, y: 50), size: 80, rotation: 0)
        #expect(try mask(constant(0), region, width: 100, height: 100).probabilities[50 * 100 + 50] == 0.5)
        #expect(try mask(constant(-200), region, width: 100, height: 100).probabilities.allSatisfy { $0 < 1e-30 })
    }

    @Test func pixelsAreSampledAtTheirUpperLeftCorner() throws {
        // A region as large as the mask: cells are whole pixels, and pixel (i, j) shows cell (i, j).
        var logits = constant(-60)
        logits[100 * Self.side + 30] = 60
        let region = RegionOfInterest(center: PixelPoint(x: 128, y: 128), size: 256, rotation: 0)
        let mask = try mask(logits, region, width: 256, height: 256)
        #expect(mask.probabilities.indices.filter { mask.probabilities[$0] > 0.5 } == [100 * 256 + 30])
    }

    @Test func betweenCellsItIsBilinear() throws {
        var logits = constant(-60)
        for row in 0..<Self.side { for column in 128..<Self.side { logits[row * Self.side + column] = 60 } }
        // Four pixels per cell: cell 127 is 0, cell 128 is 1.
        let region = RegionOfInterest(center: PixelPoint(x: 512, y: 512), size: 1024, rotation: 0)
        let mask = try mask(logits, region, width: 1024, height: 1024)
        let row = mask.probabilities[512 * 1024..<513 * 1024].map { $0 }
        #expect(zip(row[508...512], [0, 0.25, 0.5, 0.75, 1]).allSatisfy { abs($0 - $1) < 1e-6 })
    }

    @Test func aRegionOutsideThePictureGivesAnEmptyMask() throws {
        for center in [PixelPoint(x: -500, y: 50), PixelPoint(x: 50, y: 900), PixelPoint(x: 1e30, y: 50)] {
            let region = RegionOfInterest(center: center, size: 100, rotation: 0.3)
            #expect(try mask(constant(40), region, width: 100, height: 100).probabilities.allSatisfy { $0 == 0 })
        }
    }

    @Test func regionsThatCannotBeSampledGiveAnEmptyMask() throws {
        let region = RegionOfInterest(center: PixelPoint(x: 1e6, y: 1e6), size: 1e-30, rotation: 0)
        #expect(try mask(constant(40), region, width: 10, height: 10).probabilities.allSatisfy { $0 == 0 })
    }
}
