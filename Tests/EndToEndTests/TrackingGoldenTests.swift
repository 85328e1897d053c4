import PoiseBodyModel
import PoiseLandmarkPipeline
import Foundation
import PoiseImaging
import PoiseBody
import PoiseImageFiles
import Testing
import PoiseTestSupport
import PoiseVideo

/// The tracker on a stored clip, frame by frame, against MediaPipe with its smoothing.
///
/// Every region follows from the frame before, so that the last bits of one frame change the rounding of pixels in the
/// next. Occasionally a single landmark jumps from one place of its heatmap to the next because of that.
@Suite(.enabled(if: Reference.isAvailable, "needs the reference data")) struct TrackingGoldenTests {
    /// The minimum share of landmarks, and of frames by the mean of their landmarks, that lie within half a pixel.
    private static let closeShare = 0.95
    private static let closeDistance = 0.5

    @Test(arguments: ["full", "lite", "gap_full"]) func clipIsFollowedAsByMediaPipe(name: String) throws {
        let clip = try ReferenceClip(name)
        let model = name == "lite" ? ReferenceNetwork.lite : .full
        var tracker = try PoseTracker(
            model: .network(model.load()), options: PoseTracker.Options(accuracy: .reference))
        var distances: [[Double]] = []
        for frame in clip.frames {
            let people = try tracker.track(try clip.image(frame.index), at: .microseconds(frame.microseconds))
            #expect(tracker.didRunDetector == frame.detectorRan, "frame \(frame.index)")
            #expect(people.isEmpty != frame.found, "frame \(frame.index)")
            guard let expected = frame.landmarks, let person = people.first else { continue }
            #expect(person.id == 1)
            distances.append(clip.distances(of: person.pose, to: expected))
        }
        let landmarks = distances.flatMap { $0 }
        let landmarkShare = Double(landmarks.count { $0 < Self.closeDistance }) / Double(landmarks.count)
        let frameShare =
            Double(distances.count { $0.reduce(0, +) / Double($0.count) < Self.closeDistance })
            / Double(distances.count)
        let wholeShare =
            Double(distances.count { $0.allSatisfy { $0 < Self.closeDistance } }) / Double(distances.count)
        print(
            name, "within half a pixel: landmarks", landmarkShare, "frames by their mean", frameShare,
            "frames with all landmarks", wholeShare)
        #expect(landmarkShare >= Self.closeShare)
        #expect(frameShare >= Self.closeShare)
    }

    /// Each frame by itself, with MediaPipe's region: as close as on photos.
    @Test(arguments: ["full", "lite", "gap_full"]) func framesEqualMediaPipesFromItsRegions(name: String) throws {
        let clip = try ReferenceClip(name)
        let model = name == "lite" ? ReferenceNetwork.lite : .full
        let comparison = try FrameComparison(model, clip)
        var errors: [Double] = []
        for frame in clip.frames {
            guard let error = try comparison.errors(of: frame, in: try clip.image(frame.index))?.max() else { continue }
            errors.append(error)
        }
        comparison.report(errors)
        #expect(errors.count == clip.frames.count { $0.found })
        #expect(median(errors) < 1e-4)
        #expect((errors.max() ?? .nan) < 1e-2)
    }

    /// The same on a video; its pixels equal OpenCV's (`VideoTests/ReferenceVideoTests`). Occasionally a landmark falls
    /// into another cell of its heatmap, and then jumps by up to a window: of 20,000 landmarks, some do.
    @Test func framesOfAVideoEqualMediaPipesFromItsRegions() async throws {
        let stored = try ReferenceClip(video: "squat_side")
        let comparison = try FrameComparison(.full, stored)
        var errors: [Double] = []
        var landmarks: [Double] = []
        for try await frame in try VideoFile(Reference.file("videos/squat_side.mp4")).frames {
            let all = try #require(try comparison.errors(of: stored.frames[errors.count], in: frame.image))
            errors.append(all.max() ?? .nan)
            landmarks += all
        }
        comparison.report(errors)
        let far = landmarks.count { $0 >= 1e-2 }
        print("landmarks beyond a hundredth of the region:", far, "of", landmarks.count)
        #expect(errors.count == stored.frames.count)
        #expect(median(errors) < 1e-4)
        // Fewer than one in the landmarks of the 42 photos of `PhotoGoldenTests`, which has none.
        #expect(far * 42 * Joint.allCases.count < landmarks.count)
    }

    /// Whole videos, by the mean over all landmarks of all frames.
    @Test(arguments: [
        "deadlift_side", "jumping_jacks", "pushup_side", "squat_side", "walking_street", "yoga_warrior",
    ]) func videoIsFollowedAsByMediaPipe(name: String) async throws {
        let stored = try ReferenceClip(video: name)
        var tracker = try PoseTracker(options: PoseTracker.Options(accuracy: .reference))
        var (index, equal) = (0, 0)
        var distances: [Double] = []
        for try await frame in try VideoFile(Reference.file("videos/\(name).mp4")).frames() {
            let expected = stored.frames[index]
            index += 1
            let pose = try tracker.track(frame.image, at: .microseconds(expected.microseconds)).first?.pose
            if (pose != nil) == expected.found { equal += 1 }
            guard let pose, let landmarks = expected.landmarks, let region = stored.region(of: expected) else {
                continue
            }
            distances.append(
                stored.distances(of: pose, to: landmarks).reduce(0, +) / Double(landmarks.count) / region.size)
        }
        let mean = distances.reduce(0, +) / Double(distances.count)
        print(name, "mean distance", mean, "of the region; detections agree in", equal, "of", index)
        #expect(index == stored.frames.count)
        #expect(Double(equal) >= 0.99 * Double(index))
        #expect(mean < 0.005)
    }

    /// Masks with MediaPipe's smoothing from frame to frame, from its regions: as close as on photos.
    @Test func smoothedMasksEqualMediaPipesFromItsRegions() throws {
        let clip = try ReferenceClip("full")
        let landmarker = RegionLandmarker(
            try LandmarkNetwork(.full, includesMask: true).plan, threads: 1,
            heatmapDecoder: MediaPipeSoftArgmax()
        )
        var smoothing = MaskSmoothing()
        var compared = 0
        for frame in clip.frames.prefix(41) {
            let image = try clip.image(frame.index)
            let region = try #require(clip.region(of: frame))
            _ = landmarker.landmarks(in: region, of: ImageView(image))
            let raw = try #require(landmarker.lastMask())
            let mask = smoothing.apply(raw)
            guard let stored = clip.mask(frame.index) else { continue }
            compared += 1
            let (mean, farShare) = mask.difference(to: stored)
            print("mask", frame.index, "mean difference", mean, "levels; unsmoothed", raw.difference(to: stored).mean)
            // As in `PhotoGoldenTests`.
            #expect(mean < 0.3, "frame \(frame.index)")
            #expect(farShare < 0.001, "frame \(frame.index)")
            if frame.index > 0 { #expect(raw.difference(to: stored).mean > mean, "frame \(frame.index)") }
        }
        #expect(compared == 7)
    }

    /// The tracker smooths masks only with smoothing on; else they are those of the network, to the bit.
    @Test func trackedMasksAreSmoothed() throws {
        let clip = try ReferenceClip("full")
        let landmarker = RegionLandmarker(
            try LandmarkNetwork(includesMask: true).plan, threads: 1,
            heatmapDecoder: MediaPipeSoftArgmax())
        func tracker(_ smoothing: Smoothing) throws -> PoseTracker {
            try PoseTracker(
                options: PoseTracker.Options(accuracy: .reference, smoothing: smoothing, includesMask: true))
        }
        var (smoothing, plain) = (try tracker(.oneEuro()), try tracker(.none))
        for frame in clip.frames.prefix(11) {
            let image = try clip.image(frame.index)
            func pose(_ tracker: inout PoseTracker) throws -> Pose {
                try #require(try tracker.track(image, at: .microseconds(frame.microseconds)).first).pose
            }
            func unsmoothed(_ pose: Pose) -> Mask? {
                _ = landmarker.landmarks(in: pose.region, of: ImageView(image))
                return landmarker.lastMask()
            }
            let (smoothed, raw) = (try pose(&smoothing), try pose(&plain))
            #expect(raw.mask != nil && raw.mask == unsmoothed(raw), "frame \(frame.index)")
            #expect((smoothed.mask == unsmoothed(smoothed)) == (frame.index == 0), "frame \(frame.index)")
            guard let stored = clip.mask(frame.index) else { continue }
            let (mean, farShare) = try #require(smoothed.mask).difference(to: stored)
            let rawMean = try #require(raw.mask).difference(to: stored).mean
            print(
                "tracked mask", frame.index, "mean difference", mean, "levels, beyond 8 levels", farShare,
                "; unsmoothed", rawMean)
            #expect(mean < 0.3, "frame \(frame.index)")
            if frame.index > 0 { #expect(rawMean > mean, "frame \(frame.index)") }
        }
    }
}

extension Mask {
    /// Returns the mean difference to a stored mask in levels of 8 bits, and the share of pixels that differ by more
    /// than 8.
    fileprivate func difference(to stored: Image) -> (mean: Float, farShare: Double) {
        let differences = zip(probabilities, stored.pixels).map { abs($0 * 255 - Float($1)) }
        let count = differences.count
        return (differences.reduce(0, +) / Float(count), Double(differences.count { $0 > 8 }) / Double(count))
    }
}

/// The landmark network on MediaPipe's regions, compared with MediaPipe's landmarks before smoothing.
private struct FrameComparison {
    let landmarker: RegionLandmarker
    let clip: ReferenceClip

    init(_ model: ReferenceNetwork, _ clip: ReferenceClip) throws {
        landmarker = RegionLandmarker(
            try LandmarkNetwork(.network(try model.load()), includesMask: false).plan, threads: 1,
            heatmapDecoder: MediaPipeSoftArgmax())
        self.clip = clip
    }

    /// Returns the distances of the landmarks to MediaPipe's, in units of the region; `nil` when it detected no person.
    func errors(of frame: ReferenceClip.Frame, in image: Image) throws -> [Double]? {
        guard frame.found else { return nil }
        let region = try #require(clip.region(of: frame))
        let raw = landmarker.landmarks(in: region, of: ImageView(image))
        let pose = RegionProjection(region).pose(raw, score: 1, in: image.size, mask: nil)
        return clip.distances(of: pose, to: try #require(frame.unfiltered)).map { $0 / region.size }
    }

    func report(_ errors: [Double]) {
        print(
            clip.header.file, clip.header.model, "worst landmark of a frame: median", median(errors), "worst",
            errors.max() ?? .nan, "of the region,", errors.count, "frames")
    }
}
