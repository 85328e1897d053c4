import PoiseBodyModel
import Foundation
import PoiseImaging
import PoiseInference
import PoiseBody
import PoiseImageFiles
import Testing
import PoiseTestSupport

/// The stages before and between the networks against MediaPipe's.
@Suite(.enabled(if: Reference.isAvailable, "needs the reference data")) struct StageGoldenTests {
    /// Returns the sampler's output for a region of a photo.
    private func sample(_ image: Image, _ region: RegionOfInterest, side: Int, _ sampler: Sampler) -> [Float] {
        [Float](unsafeUninitializedCapacity: side * side * 3) { buffer, initialized in
            sampler.sample(
                ImageView(image), through: ProjectiveMap(region, side: side), side: side,
                into: UnsafeMutableBufferPointer(rebasing: buffer[..<(side * side * 3)]))
            initialized = side * side * 3
        }
    }

    @Test(arguments: ReferenceNetwork.photos) func detectorInputsAreEqualToTheBit(photo: String) throws {
        let stored = try ReferenceNetwork.detector.tensors(photo: photo)
        let input = try #require(stored.tensors["input"])
        let image = try Image(contentsOf: try file(of: photo))
        let region = RegionOfInterest(
            center: PixelPoint(x: Double(image.width) / 2, y: Double(image.height) / 2),
            size: Double(max(image.width, image.height)), rotation: 0)
        let values = sample(image, region, side: 224, Sampler(border: .zero, range: -1...1))
        #expect(values == input.values)
    }

    @Test(arguments: ReferenceNetwork.photos) func cropsAreEqual(photo: String) throws {
        for model in [ReferenceNetwork.full, .lite] {
            let stored = try model.tensors(photo: photo)
            let input = try #require(stored.tensors["input"])
            let url = try file(of: photo)
            let image = try Image(contentsOf: url)
            let reference = try #require(try ReferencePhoto.all(model).first { $0.file == url.lastPathComponent })
            let values = sample(
                image, try #require(reference.region), side: 256, Sampler(border: .replicate, range: 0...1))
            // The stored regions are rounded to 6 or 7 digits, which occasionally moves a position across 1/32 pixel.
            let equal = zip(values, input.values).count { $0 == $1 }
            #expect(Double(equal) >= 0.999 * Double(values.count))
            #expect(largestDifference(values, input.values) < 0.1)
        }
    }

    @Test func regionsEqualMediaPipes() throws {
        let estimator = try PoseEstimator(options: PoseEstimator.Options(accuracy: .reference))
        var errors: [Double] = []
        for photo in try ReferencePhoto.all(.full) where photo.found {
            let pose = try #require(estimator.poses(in: try photo.image()).first)
            let region = try #require(photo.region)
            let x = pose.region.center.x - region.center.x
            let y = pose.region.center.y - region.center.y
            let error = max(abs(x), abs(y), abs(pose.region.size - region.size)) / region.size
            errors.append(error)
        }
        // Single precision has 6e-8; the detector's outputs also differ from MediaPipe's by rounding.
        #expect(median(errors) < 1e-6)
        #expect((errors.max() ?? .nan) < 1e-4)
    }

    private func file(of photo: String) throws -> URL {
        let files = ["png", "jpg"].map { Reference.file("photos/\(photo).\($0)") }
        return try #require(files.first { FileManager.default.fileExists(atPath: $0.path) })
    }
}
