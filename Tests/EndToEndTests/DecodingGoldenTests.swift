import PoiseBodyModel
import PoiseLandmarkPipeline
import PoiseBody
import Foundation
import PoiseInference
import Testing
import PoiseTestSupport

/// The steps after the networks, each run on MediaPipe's inputs to that step, against MediaPipe's outputs.
@Suite(.enabled(if: Reference.isAvailable, "needs the reference data")) struct DecodingGoldenTests {
    /// The stored numbers have 7 significant digits, ours are single precision; coordinates are at most about 2.
    private static let rounding = 2e-6

    private func photo(_ stem: String, _ model: ReferenceNetwork) throws -> ReferencePhoto {
        try #require(try ReferencePhoto.all(model).first { $0.file.hasPrefix(stem + ".") })
    }

    /// Returns the largest difference of scores, boxes and keypoints. `size` is the unit of ours.
    private func difference(_ ours: Detection, _ stored: ReferencePhoto.StoredDetection, size: SIMD2<Double>) -> Double
    {
        let box = ours.box
        var pairs: [(Double, Double)] = [
            (Double(ours.score), stored.score), (Double(box.left) / size.x, stored.box[0]),
            (Double(box.top) / size.y, stored.box[1]), (Double(box.right - box.left) / size.x, stored.box[2]),
            (Double(box.bottom - box.top) / size.y, stored.box[3]),
        ]
        for (keypoint, place) in zip(ours.keypoints, stored.keypoints) {
            pairs += [(Double(keypoint.x) / size.x, place[0]), (Double(keypoint.y) / size.y, place[1])]
        }
        return pairs.map { abs($0 - $1) }.max() ?? .infinity
    }

    @Test(arguments: ReferenceNetwork.photos) func rawOutputsGiveTheStoredCandidates(stem: String) throws {
        let tensors = try ReferenceNetwork.detector.tensors(photo: stem).tensors
        let boxes = try #require(tensors["Identity"]).values
        let scores = try #require(tensors["Identity_1"]).values
        var candidates: [Detection] = []
        boxes.withUnsafeBufferPointer { boxes in
            scores.withUnsafeBufferPointer { scores in
                DetectionDecoder(.body, minimumScore: 0.5).decode(boxes: boxes, scores: scores, into: &candidates)
            }
        }
        let stored = try photo(stem, .full).candidates
        #expect(candidates.count == stored.count)
        for (ours, theirs) in zip(candidates, stored) {
            #expect(difference(ours, theirs, size: [1, 1]) < Self.rounding)
        }
    }

    @Test func storedCandidatesGiveTheStoredDetections() throws {
        var count = 0
        for photo in try ReferencePhoto.all(.full) {
            var detections = photo.candidates.map { stored in
                let points = stored.keypoints.map { SIMD2(Float($0[0]), Float($0[1])) }
                return Detection(
                    score: Float(stored.score),
                    box: Detection.Box(
                        left: Float(stored.box[0]), top: Float(stored.box[1]),
                        right: Float(stored.box[0]) + Float(stored.box[2]),
                        bottom: Float(stored.box[1]) + Float(stored.box[3])),
                    keypoints: Detection.Keypoints(points[0], points[1], points[2], points[3]))
            }
            WeightedSuppression.merge(&detections, maximumOverlap: DetectorSpec.body.maximumOverlap)
            detections = detections.map { $0.unletterboxed(ImageSize(width: photo.width, height: photo.height)) }
            #expect(detections.count == photo.detections.count, "\(photo.file)")
            let size = SIMD2(Double(photo.width), Double(photo.height))
            // Removing a letterbox enlarges the side that it shrank.
            let stretch = size.max() / size.min()
            for (ours, theirs) in zip(detections, photo.detections) {
                #expect(difference(ours, theirs, size: size) < Self.rounding * stretch, "\(photo.file)")
            }
            count += detections.count
        }
        #expect(count > 30)
    }

    @Test(arguments: ReferenceNetwork.photos) func rawOutputsGiveTheStoredPoints(stem: String) throws {
        for model in [ReferenceNetwork.full, .lite] {
            let tensors = try model.tensors(photo: stem).tensors
            func values(_ name: String) throws -> [Float] { try #require(tensors[name]).values }
            let (landmarks, presence) = (try values("Identity"), try values("Identity_1"))
            let (heatmaps, world) = (try values("Identity_3"), try values("Identity_4"))
            let photo = try photo(stem, model)
            var raw = RawLandmarks(points: [], world: [], presence: 0)
            landmarks.withUnsafeBufferPointer { landmarks in
                world.withUnsafeBufferPointer { world in
                    presence.withUnsafeBufferPointer { presence in
                        LandmarkDecoder(.body).decode(points: landmarks, world: world, presence: presence, into: &raw)
                    }
                }
            }
            // The crop of the stored tensors and that of the stored points differ in one value of a thousand. One level
            // in every value would move a point by this much on average (README of the reference data, Tolerances).
            let cropNoise = 7e-4
            #expect(abs(raw.presence - (try #require(photo.presence))) < 1e-5)
            let rawErrors = errors(raw, try #require(photo.cropRaw))
            #expect(rawErrors.count == 39)
            #expect((rawErrors.max() ?? .infinity) < cropNoise, "\(model)")

            var refined = raw
            let side = 64
            heatmaps.withUnsafeBufferPointer { heatmaps in
                MediaPipeSoftArgmax().refine(
                    &refined.points, with: FeatureMap(dense: heatmaps, height: side, width: side, channels: 39))
            }
            let refinedErrors = errors(refined, try #require(photo.cropRefined)).sorted()
            // Single points at the border of a cell may fall into the next one, which moves them by about half a
            // percent.
            #expect(refinedErrors[36] < cropNoise, "\(model)")
            #expect(refinedErrors[38] < 1e-2, "\(model)")

            let pose = RegionProjection(try #require(photo.region)).pose(
                refined, score: 1, in: try photo.image().size, mask: nil)
            #expect((photo.worstLandmark(of: pose) ?? .infinity) < 1e-2)
            #expect((photo.worstWorldPoint(of: pose) ?? .infinity) < 1e-3)
        }
    }

    /// Returns the distance of each point to MediaPipe's, in units of the region's side.
    private func errors(_ ours: RawLandmarks, _ stored: [[Double]]) -> [Double] {
        zip(ours.points, stored).map { point, place in
            let (x, y) = (point.x - place[0], point.y - place[1])
            return (x * x + y * y).squareRoot()
        }
    }
}
