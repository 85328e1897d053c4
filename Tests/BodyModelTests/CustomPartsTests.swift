import Dispatch
import PoiseBody
import PoiseBodyModel
import PoiseGeometry
import PoiseImaging
import PoiseLandmarkPipeline
import Synchronization
import Testing

/// A detector that reads marks from the image: each red pixel is the middle of a person's hips.
private struct MarkDetector: PersonDetector {
    func people(in image: ImageView) -> [DetectedPerson] {
        let pixels = Image(image)
        return (0..<pixels.width).flatMap { x in
            (0..<pixels.height).compactMap { y in
                let start = (y * pixels.width + x) * 3
                guard pixels.pixels[start] > pixels.pixels[start + 1] else { return nil }
                let region = RegionOfInterest(
                    center: PixelPoint(x: Double(x) + 0.5, y: Double(y) + 0.5), size: 40, rotation: 0)
                return DetectedPerson(region: region, score: Double(pixels.pixels[start]) / 255)
            }
        }
    }
}

/// A landmarker that places a figure around the mark nearest to the region's center.
private struct MarkLandmarker: PoseLandmarker {
    func pose(in region: RegionOfInterest, of image: ImageView, score: Double) -> Pose? {
        let marks = MarkDetector().people(in: image).map(\.region.center)
        func distance(_ point: PixelPoint) -> Double {
            let (x, y) = (point.x - region.center.x, point.y - region.center.y)
            return (x * x + y * y).squareRoot()
        }
        guard let mark = marks.min(by: { distance($0) < distance($1) }), distance(mark) < region.size / 2 else {
            return nil
        }
        let landmarks = Joint.allCases.map { joint in
            // Shoulders above the hips, ankles below.
            let down = Double(joint.rawValue) - Double(Joint.leftHip.rawValue)
            let side = joint.rawValue % 2 == 0 ? 2.0 : -2
            let isHip = joint == .leftHip || joint == .rightHip
            let position = PixelPoint(x: mark.x + side, y: mark.y + (isHip ? 0 : down))
            return Landmark(
                position: position, z: 0, visibility: 1, presence: 1, isInsideImage: image.size.contains(position))
        }
        return Pose(
            landmarks: landmarks,
            world: Joint.allCases.map { _ in WorldPoint(x: 0, y: 0, z: 0) }, score: score, presence: 1, region: region)
    }
}

/// A filter that moves everything by the number of frames so far, 100 pixels each.
private struct CountingFilter: PoseFilter {
    private var count = 0

    mutating func apply(_ pose: Pose, in frame: FilteredFrame) -> [Pose] {
        count += 1
        var moved = pose
        for joint in Joint.allCases { moved[joint].position.x += 100 * Double(count) }
        return [moved]
    }
}

@Suite("Parts of the caller's in estimators and trackers", .timeLimit(.minutes(2))) struct CustomPartsTests {
    /// Returns a black image with red marks.
    private func image(_ marks: [(x: Int, y: Int, red: UInt8)]) throws -> Image {
        var pixels = [UInt8](repeating: 0, count: 200 * 100 * 3)
        for mark in marks { pixels[(mark.y * 200 + mark.x) * 3] = mark.red }
        return try Image(width: 200, height: 100, pixels: pixels)
    }

    @Test("An estimator without any network returns what its parts find, each person once, as many as asked for")
    func estimator() throws {
        let image = try image([(40, 50, 250), (41, 50, 200), (150, 40, 100)])
        func poses(_ people: Int) throws -> [Pose] {
            try PoseEstimator(
                landmarker: MarkLandmarker(), options: PoseEstimator.Options(people: people), detector: MarkDetector()
            ).poses(in: image)
        }
        let all = try poses(5)
        #expect(all.map(\.hipCenterX) == [40.5, 150.5])
        #expect(all.map(\.score) == [250.0 / 255, 100.0 / 255])
        #expect(try poses(1).map(\.hipCenterX) == [40.5])
    }

    @Test("Regions that the caller knows are evaluated in their order, and those without a person are left out")
    func regions() throws {
        let estimator = try PoseEstimator(landmarker: MarkLandmarker(), detector: MarkDetector())
        let image = try image([(40, 50, 250), (150, 40, 100)])
        func region(_ x: Double) -> RegionOfInterest {
            RegionOfInterest(center: PixelPoint(x: x, y: 45), size: 30, rotation: 0)
        }
        let poses = estimator.poses(in: image, regions: [region(148), region(100), region(42)])
        #expect(poses.map(\.hipCenterX) == [150.5, 40.5])
        #expect(poses.map(\.score) == [1, 1])
        #expect(estimator.poses(in: image, regions: []).isEmpty)
        let broken = RegionOfInterest(center: PixelPoint(x: .nan, y: 45), size: 30, rotation: 0)
        #expect(estimator.poses(in: image, regions: [broken]).isEmpty)
    }

    @Test("The orientation turns the image before anything reads it")
    func orientation() throws {
        let estimator = try PoseEstimator(landmarker: MarkLandmarker(), detector: MarkDetector())
        // A turn to the right takes column x to row x, and row y to column 99 - y.
        let poses = estimator.poses(in: try image([(40, 30, 250)]), orientation: .turnedRight)
        #expect(poses.map(\.hipCenterX) == [69.5])
        #expect(poses.first?[.leftHip].position.y == 40.5)
    }

    @Test("A tracker without any network keeps ids, and applies a filter of the caller's to each person")
    func tracker() throws {
        var tracker = try PoseTracker(
            landmarker: MarkLandmarker(), options: PoseTracker.Options(people: 2, detectionInterval: 1),
            detector: MarkDetector(), filter: CountingFilter())
        for step in 0..<12 {
            let marks = [(40 + step, 50, UInt8(250))] + (step >= 4 ? [(150 - step, 40, UInt8(100))] : [])
            let people = try tracker.track(try image(marks), at: .milliseconds(33 * (step + 1)))
            #expect(people.map(\.id) == (step >= 4 ? [1, 2] : [1]), "\(step)")
            #expect(people.first?.unfiltered?.hipCenterX == 40.5 + Double(step))
            #expect(people.first?.pose.hipCenterX == 40.5 + Double(step) + 100 * Double(step + 1))
            if step >= 4 { #expect(people.last?.pose.hipCenterX == 150.5 - Double(step) + 100 * Double(step - 3)) }
        }
    }

    @Test("The region around a pose turns its shoulders up; that around a box is square")
    func regionsAround() throws {
        let image = try image([(100, 50, 250)])
        let pose = try #require(
            MarkLandmarker().pose(
                in: RegionOfInterest(center: PixelPoint(x: 100, y: 50), size: 40, rotation: 0), of: ImageView(image),
                score: 1))
        let around = RegionOfInterest(around: pose)
        #expect(around.center == PixelPoint(x: 100.5, y: 50.5))
        // The nose lies 23 pixels above the hips and 2 beside their middle.
        #expect(abs(around.size - 2.5 * (23.0 * 23 + 4).squareRoot()) < 1e-9)
        #expect(abs(around.rotation) < 1e-6)
        let box = RegionOfInterest(around: BoundingBox(left: 10, top: 20, right: 30, bottom: 100))
        #expect(box == RegionOfInterest(center: PixelPoint(x: 20, y: 60), size: 100, rotation: 0))
    }

    @Test("A filter that returns delayed frames finalizes them, and frames come back with their people")
    func frames() throws {
        struct Frame: TimedImage, Equatable {
            let image: Image
            let time: Duration
        }
        var tracker = FrameTracker<Frame>(
            try PoseTracker(
                landmarker: MarkLandmarker(), options: PoseTracker.Options(smoothing: .kalman(delayFrames: 2)),
                detector: MarkDetector()))
        let frames = try (0..<6).map { Frame(image: try image([(40 + $0, 50, 250)]), time: .milliseconds(33 * $0)) }
        var results: [FrameTracker<Frame>.Result] = []
        for (step, frame) in frames.enumerated() {
            let result = try tracker.next(frame)
            #expect((result == nil) == (step < 2))
            if let result { results.append(result) }
        }
        results += tracker.finish()
        #expect(results.map(\.frame) == frames)
        let centers = results.map { $0.people.first?.unfiltered?.hipCenterX }
        #expect(centers == (0..<6).map { 40.5 + Double($0) })
        #expect(tracker.finish().isEmpty)
    }

    /// A landmarker that waits for a signal.
    private struct WaitingLandmarker: PoseLandmarker {
        let begun: DispatchSemaphore
        let signal: DispatchSemaphore
        let runs = Counter()

        final class Counter: Sendable {
            let value = Mutex(0)
        }

        func pose(in region: RegionOfInterest, of image: ImageView, score: Double) -> Pose? {
            runs.value.withLock { $0 += 1 }
            begun.signal()
            signal.wait()
            return nil
        }
    }

    @Test("Estimators that compute do not block the threads of Swift's tasks")
    func threads() async throws {
        let (begun, signal) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let count = 64
        let landmarker = WaitingLandmarker(begun: begun, signal: signal)
        let image = try image([(40, 50, 250)])
        let tasks = try (0..<count).map { _ in
            let estimator = try PoseEstimator(landmarker: landmarker, detector: MarkDetector())
            return Task { try await estimator.poses(in: image) }
        }
        // If they blocked the threads, more than there are, this task would never go on.
        for _ in 0..<20 { await Task.yield() }
        let other = Task { 1 }
        #expect(await other.value == 1)
        for _ in 0..<count { signal.signal() }
        for task in tasks { #expect(try await task.value.isEmpty) }
    }

    @Test("A canceled task ends before the next run of a network")
    func cancellation() async throws {
        let (begun, signal) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let landmarker = WaitingLandmarker(begun: begun, signal: signal)
        let estimator = try PoseEstimator(landmarker: landmarker, options: .init(people: 9), detector: MarkDetector())
        let image = try image([(40, 50, 250), (90, 50, 250), (150, 40, 100)])
        let task = Task { try await estimator.poses(in: image) }
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                begun.wait()
                continuation.resume()
            }
        }
        task.cancel()
        for _ in 0..<3 { signal.signal() }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(landmarker.runs.value.withLock { $0 } == 1)
        // The estimator goes on: three more runs.
        #expect(try await estimator.poses(in: image, regions: []).isEmpty)
        let second = Task { try await estimator.poses(in: image) }
        signal.signal()
        #expect(try await second.value.isEmpty)
        #expect(landmarker.runs.value.withLock { $0 } == 4)
    }
}

extension Pose {
    fileprivate var hipCenterX: Double { (self[.leftHip].position.x + self[.rightHip].position.x) / 2 }
}
