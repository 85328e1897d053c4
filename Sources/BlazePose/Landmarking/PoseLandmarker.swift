import Imaging
import Inference
import Landmarks

/// Finds the landmarks of the person in a region of a picture. Belongs to one task at a time.
package final class PoseLandmarker {
    private let session: Session
    private let signature: LandmarkSignature
    let givesMask: Bool
    private let refinement: any LandmarkRefinement
    private let usesMirror: Bool
    /// What was found last, and what it and its mask are made with; their memory is used again.
    private var result = RawLandmarks(points: [], world: [], presence: 0)
    private var mirroredResult = RawLandmarks(points: [], world: [], presence: 0)
    private var peaks = PeakFinder()
    private let kept = KeptFeatureMap()
    private var maskProjection = MaskProjection()
    /// What the network looked at last.
    private var lastRegion: (region: Region, isMirrored: Bool, sight: Sight)?

    private static let sampler = Sampler(border: .replicate, range: 0...1)

    /// - Parameters:
    ///   - refinement: What moves points to where the heatmaps see them.
    ///   - usesMirror: Whether each region is looked at in a mirror, too, by the same session.
    package init(
        _ networks: PoseNetworks, threads: Int, refinement: any LandmarkRefinement = HeatmapRefinement(),
        usesMirror: Bool = false
    ) {
        session = Session(networks.landmarks, threads: threads)
        signature = networks.landmarkSignature
        givesMask = networks.givesMask
        self.refinement = refinement
        self.usesMirror = usesMirror
    }

    /// What the network says of a region of an RGB picture, refined by its heatmaps.
    package func landmarks(in region: Region, of image: Image) -> RawLandmarks {
        fillInput(with: region, of: image)
        run()
        guard usesMirror else { return decode() }
        readOutputs(into: &result)
        session.withFeatureMap(signature.heatmaps) { kept.keep($0) }
        averageWithMirror(region, image, kept)
        return result
    }

    /// What the network said of a region, kept for ``landmarks(mirroring:of:)``.
    struct Run {
        let region: Region
        /// Refined by the heatmaps.
        let refined: RawLandmarks
        /// As regression puts them.
        fileprivate let raw: RawLandmarks
        fileprivate let heatmaps: KeptFeatureMap
    }

    /// The last run of ``landmarks(in:of:)``, which must not have used the mirror.
    func lastRun(in region: Region, refined: RawLandmarks) -> Run {
        var raw = result
        readOutputs(into: &raw)
        let heatmaps = KeptFeatureMap()
        session.withFeatureMap(signature.heatmaps) { heatmaps.keep($0) }
        return Run(region: region, refined: refined, raw: raw, heatmaps: heatmaps)
    }

    /// What a run and one more, on the region's mirror image, say together.
    func landmarks(mirroring run: Run, of image: Image) -> RawLandmarks {
        result = run.raw
        averageWithMirror(run.region, image, run.heatmaps)
        return result
    }

    private func averageWithMirror(_ region: Region, _ image: Image, _ heatmaps: KeptFeatureMap) {
        fillInput(with: region, of: image, isMirrored: true)
        run()
        readOutputs(into: &mirroredResult)
        let disagreements = result.average(withMirrored: mirroredResult)
        heatmaps.withMap { map in
            session.withFeatureMap(signature.heatmaps) {
                refine(with: Heatmaps(map, mirrored: $0), disagreements: disagreements)
            }
        }
    }

    /// The first of the three stages of ``landmarks(in:of:)``: the network's input.
    package func fillInput(with region: Region, of image: Image, isMirrored: Bool = false) {
        let map = ProjectiveMap(region, side: LandmarkDecoder.inputSide, isMirrored: isMirrored)
        lastRegion = (region, isMirrored, Sight(region, width: image.width, height: image.height))
        session.fill(
            signature.input,
            with: PictureInput(image: image, map: map, sampler: PoseLandmarker.sampler, executor: session.executor))
    }

    /// The second stage: the network.
    package func run() { session.run() }

    /// The third stage: what the outputs say, refined by the heatmaps.
    package func decode() -> RawLandmarks {
        readOutputs(into: &result)
        session.withFeatureMap(signature.heatmaps) { refine(with: Heatmaps($0)) }
        return result
    }

    /// What the outputs say, not yet refined.
    private func readOutputs(into result: inout RawLandmarks) {
        session.withOutput(signature.landmarks) { landmarks in
            session.withOutput(signature.world) { world in
                session.withOutput(signature.presence) { presence in
                    LandmarkDecoder.decode(landmarks: landmarks, world: world, presence: presence, into: &result)
                }
            }
        }
    }

    private func refine(with heatmaps: Heatmaps, disagreements: [RawLandmarks.Disagreement] = []) {
        peaks.find(&result.points, in: heatmaps)
        result.settle(disagreements)
        guard let sight = lastRegion?.sight else { return }
        refinement.refine(&result.points, with: heatmaps, in: sight)
    }

    /// The mask of the region that was looked at last; `nil` when none was asked for.
    package func lastMask(of image: Image) -> Mask? {
        guard givesMask, let (region, isMirrored, _) = lastRegion else { return nil }
        return session.withFeatureMap(signature.segmentation) {
            maskProjection.mask(logits: $0, region: region, in: image, isMirrored: isMirrored)
        }
    }

    /// The mask of the region that was looked at last; `nil` when none was asked for.
    package func lastMask(in region: Region, of image: Image) -> Mask? { lastMask(of: image) }
}
