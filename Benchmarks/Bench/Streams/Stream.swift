import PoiseBenchmarkSupport
import PoiseBodyModel
import PoiseImaging
import PoiseLandmarkPipeline
import PoiseBody
import Synchronization

/// The work of one camera: frames in which the person's region is known, each computed by one thread.
final class Stream: Sendable {
    private let landmarker: Mutex<RegionLandmarker>
    private let image: ImageView
    private let region: RegionOfInterest

    init(_ network: LandmarkPlan, image: Image, region: RegionOfInterest) {
        landmarker = Mutex(
            RegionLandmarker(network, threads: 1, heatmapDecoder: MediaPipeSoftArgmax()))
        self.image = ImageView(image)
        self.region = region
    }

    /// Computes frames one after the other until an instant, at least one, and returns their durations.
    func run(until end: ContinuousClock.Instant) -> [Duration] {
        landmarker.withLock { landmarker in
            let clock = ContinuousClock()
            var times: [Duration] = []
            repeat {
                times.append(clock.measure { _ = landmarker.landmarks(in: region, of: image) })
            } while clock.now < end
            return times
        }
    }
}

/// A collection of frame durations that streams append to.
final class FrameTimes: Sendable {
    private let times = Mutex<[Duration]>([])

    /// The durations recorded so far.
    var all: [Duration] { times.withLock { $0 } }

    func add(_ new: [Duration]) { times.withLock { $0 += new } }
}
