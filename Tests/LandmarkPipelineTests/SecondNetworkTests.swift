import PoiseGeometry
import PoiseImaging
import PoiseInference
import PoiseLandmarkPipeline
import Testing

/// The pipeline with networks that are not those of the body.
@Suite("A pipeline of other networks") struct SecondNetworkTests {
    /// Returns a black image with white squares, given by their upper left corners.
    private func image(_ squares: [(x: Int, y: Int)], width: Int = 160, height: Int = 160, side: Int = 40) throws
        -> Image
    {
        var pixels = [UInt8](repeating: 0, count: width * height * 3)
        for (left, top) in squares {
            for y in max(top, 0)..<min(top + side, height) {
                for x in max(left, 0)..<min(left + side, width) {
                    for channel in 0..<3 { pixels[(y * width + x) * 3 + channel] = 255 }
                }
            }
        }
        return try Image(width: width, height: height, format: .rgb, pixels: pixels)
    }

    @Test("Boxes and key points are those of other anchors")
    func detections() throws {
        let source = try SpotSource()
        // The image is a square: cells of the detector are 40 pixels, and a pixel of its input is 5.
        let detections = source.detector.detections(in: ImageView(try image([(40, 80), (120, 0)])))
        try #require(detections.count == 2)
        for (detection, center) in zip(
            detections.sorted { $0.box.left < $1.box.left }, [SIMD2<Float>(60, 100), SIMD2<Float>(140, 20)])
        {
            #expect(detection.score > 0.99)
            #expect(
                abs(detection.box.left - (center.x - 20)) < 1e-3 && abs(detection.box.right - (center.x + 20)) < 1e-3)
            #expect(
                abs(detection.box.top - (center.y - 15)) < 1e-3 && abs(detection.box.bottom - (center.y + 15)) < 1e-3)
            #expect(detection.keypoints.count == 7)
            #expect(abs(detection.keypoints[0].y - (center.y + 15)) < 1e-3)
            #expect(abs(detection.keypoints[2].y - (center.y - 15)) < 1e-3)
            // Upright: 40 x 30 pixels, moved up by a quarter of its height, the longer side times three.
            let region = source.detector.region(of: detection, in: ImageSize(width: 160, height: 160))
            #expect(abs(region.center.x - Double(center.x)) < 1e-3)
            #expect(abs(region.center.y - Double(center.y - 7.5)) < 1e-3)
            #expect(abs(region.size - 120) < 1e-3 && abs(region.rotation) < 1e-6)
        }
    }

    @Test("Points, depth, attributes and the missing mask are those of other outputs")
    func landmarks() throws {
        let source = try SpotSource()
        // A spot in the middle, a third of the region.
        let region = RegionOfInterest(center: PixelPoint(x: 80, y: 80), size: 120, rotation: 0)
        let raw = source.landmarker.landmarks(in: region, of: ImageView(try image([(60, 60)])))
        #expect(raw.points.count == 21 && raw.world.count == 21)
        // The input samples the edges of the spot to a pixel.
        #expect(abs(raw.points[5].x - 6.0 / 16) < 1.0 / 16 && abs(raw.points[5].y - 6.0 / 16) < 1.0 / 16)
        #expect(raw.points[5].z == 1.0 / 16 / 0.4)
        #expect(raw.points[5].visibility == 1 && raw.points[5].presence == 1)
        #expect(abs(raw.world[17].x - 0.1) < 1e-6)
        #expect(raw.attributes.count == 1 && abs(raw.attributes[0] - 0.8) < 1e-6)
        #expect(raw.presence > 0.9)
        #expect(source.landmarker.lastMask() == nil)
        #expect(source.landmarker.landmarks(in: region, of: ImageView(try image([]))).presence < 0.1)
    }

    @Test("The rule of points, by hand")
    func nextRegion() {
        // The wrist right of the knuckles: up is left, a quarter turn to the left.
        let points: [Int: SIMD2<Float>] = [0: [60, 50], 5: [20, 40], 17: [20, 60]]
        let region = SpotNetworks.landmarks.nextRegion.region(in: ImageSize(width: 100, height: 100)) {
            points[$0] ?? .zero
        }
        #expect(abs(region.rotation + .pi / 2) < 1e-6)
        // In turned axes the box is 20 wide and 40 high; its center moves up, that is left, by a tenth of the height.
        #expect(abs(region.size - 160) < 1e-4)
        #expect(abs(region.center.x - 36) < 1e-4 && abs(region.center.y - 50) < 1e-4)
    }

    @Test("Spots that move keep their ids, and a new one gets the next")
    func tracking() throws {
        let source = try SpotSource()
        var tracker = Tracker<SpotFilter, Int>(
            TrackerOptions(
                maximumSubjects: 2, detectionInterval: 5, maxLostDuration: .seconds(1), maxFrameGap: .seconds(1),
                framesToConfirm: 3, delayFrames: 0, sameCenterDistance: 0.06), filter: SpotFilter())
        var ids: [[Int]] = []
        // The spots stay away from the edges, which are repeated beyond the image, and from the regions of each other.
        for step in 0..<24 {
            let squares = [(x: 10 + 2 * step, y: 110)] + (step >= 12 ? [(x: 118, y: 10 + step - 12)] : [])
            let spots = tracker.advance(
                ImageView(try image(squares)), at: .milliseconds(33 * (step + 1)), with: step, source: source)
            ids.append(spots.map(\.id))
            for spot in spots {
                let (x, y) = spot.id == 1 ? (Double(2 * step + 30), 130.0) : (138.0, Double(step + 18))
                // A pixel of the landmark network's input at either edge of the spot, 7.5 in the image.
                #expect(abs(spot.subject.place.x - x) < 15 && abs(spot.subject.place.y - y) < 15, "\(step)")
            }
        }
        #expect(ids.first == [1])
        #expect(ids.allSatisfy { $0.contains(1) })
        #expect(ids.last == [1, 2])
        #expect(Set(ids.joined()) == [1, 2])
    }

    @Test("A detection near a tracked subject is not evaluated again", arguments: [0, 0.2])
    func sameCenter(distance: Double) throws {
        let source = CountingSource(source: try SpotSource())
        var tracker = Tracker<SpotFilter, Int>(
            TrackerOptions(
                maximumSubjects: 2, detectionInterval: 1, maxLostDuration: .seconds(1), maxFrameGap: .seconds(1),
                framesToConfirm: 3, delayFrames: 0, sameCenterDistance: distance), filter: SpotFilter())
        let view = ImageView(try image([(40, 80)]))
        for step in 0..<4 {
            let spots = tracker.advance(view, at: .milliseconds(33 * step), with: step, source: source)
            #expect(spots.map(\.id) == [1])
            #expect(tracker.didRunDetector)
        }
        // The detector's region lies a quarter of the box, 0.06 of the region, above the spot.
        #expect(source.detectionsEvaluated == (distance == 0 ? 4 : 1))
    }

    @Test("A network that lacks an output is refused with its name and shape")
    func missing() throws {
        var spec = SpotNetworks.landmarks
        spec.attributes = ["handedness", "gaze"]
        #expect(
            throws: PipelineError.missing(kind: "spot landmarks", value: "an output gaze of shape [1, 1]")
        ) { try LandmarkPlan(spec, try SpotNetworks.landmarkNetwork(), includesMask: false) }
        #expect(
            throws: PipelineError.missing(kind: "spot detector", value: "an input of shape [1, 32, 32, 3]")
        ) { try DetectorPlan(SpotNetworks.detector, try SpotNetworks.landmarkNetwork()) }
    }
}
