import PoiseGeometry
import PoiseImaging
import PoiseInference

/// A landmark network, prepared.
package struct LandmarkPlan: Sendable {
    package let spec: LandmarkSpec
    package let plan: Plan
    /// Whether the network computes masks.
    package let includesMask: Bool
    // The names of the input and the outputs.
    fileprivate let input: String
    fileprivate let points: String
    fileprivate let world: String
    fileprivate let presence: String
    fileprivate let attributes: [String]
    fileprivate let heatmaps: String?
    fileprivate let mask: String?

    /// - Parameter includesMask: Whether masks are wanted; what only they need does not run otherwise.
    /// - Throws: ``PipelineError`` when the network does not fit the specification, or cannot be run.
    package init(_ spec: LandmarkSpec, _ network: Network, includesMask: Bool) throws(PipelineError) {
        self.spec = spec
        let values = NetworkValues(network, of: spec.name)
        func map(_ map: LandmarkSpec.Map?, channels: Int) throws(PipelineError) -> String? {
            guard let map else { return nil }
            return try values.output(map.name, [1, map.side, map.side, channels])
        }
        input = try values.input([1, spec.inputSide, spec.inputSide, 3])
        points = try values.output(spec.points, [1, spec.pointCount * spec.valuesPerPoint])
        presence = try values.output(spec.presence, [1, 1])
        mask = try map(spec.mask, channels: 1)
        heatmaps = try map(spec.heatmaps, channels: spec.pointCount)
        world = try values.output(spec.world, [1, spec.pointCount * 3])
        var attributes: [String] = []
        for name in spec.attributes { attributes.append(try values.output(name, [1, 1])) }
        self.attributes = attributes
        self.includesMask = includesMask && mask != nil
        let optional = [heatmaps, self.includesMask ? mask : nil].compactMap(\.self)
        do { plan = try Plan(network, outputs: [points, presence, world] + attributes + optional) } catch {
            throw .unusable(error)
        }
    }
}

/// The outputs of a run on a region, kept for ``RegionLandmarker/landmarks(mirroring:of:)``.
package struct LandmarkRun {
    package let region: RegionOfInterest
    /// Moved by the heatmaps.
    package let refined: RawLandmarks
    /// As regressed.
    fileprivate let raw: RawLandmarks
    fileprivate let heatmaps: KeptFeatureMap

    fileprivate init(region: RegionOfInterest, refined: RawLandmarks, raw: RawLandmarks, heatmaps: KeptFeatureMap) {
        self.region = region
        self.refined = refined
        self.raw = raw
        self.heatmaps = heatmaps
    }

    /// A run without outputs, of a landmarker that is no network.
    package init(region: RegionOfInterest, refined: RawLandmarks) {
        self.init(region: region, refined: refined, raw: refined, heatmaps: KeptFeatureMap())
    }
}

/// Finds the landmarks of the subject in a region of an image. Belongs to one task at a time.
package final class RegionLandmarker {
    private let network: LandmarkPlan
    private let session: Session
    private let decoder: LandmarkDecoder
    private let sampler: Sampler
    private let heatmapDecoder: (any HeatmapDecoder)?
    private let usesFlipEnsemble: Bool
    /// The last results, and what they and the mask are made with; their memory is used again.
    private var result = RawLandmarks(points: [], world: [], presence: 0)
    private var mirroredResult = RawLandmarks(points: [], world: [], presence: 0)
    private var peaks = PeakFinder()
    private let kept = KeptFeatureMap()
    private var maskProjection = MaskProjection()
    /// The last input.
    private var lastInput: (region: RegionOfInterest, isMirrored: Bool, size: ImageSize)?

    /// - Parameters:
    ///   - heatmapDecoder: Moves points by their heatmaps; `nil` where the network has none.
    ///   - usesFlipEnsemble: Whether each region's mirror image is evaluated, too, by the same session.
    package init(
        _ network: LandmarkPlan, threads: Int, heatmapDecoder: (any HeatmapDecoder)? = nil,
        usesFlipEnsemble: Bool = false
    ) {
        self.network = network
        self.heatmapDecoder = heatmapDecoder
        self.usesFlipEnsemble = usesFlipEnsemble
        session = Session(network.plan, threads: threads)
        decoder = LandmarkDecoder(network.spec)
        sampler = Sampler(border: .replicate, range: network.spec.inputRange)
    }

    /// The properties of the network.
    package var spec: LandmarkSpec { network.spec }

    /// Whether masks are computed.
    package var includesMask: Bool { network.includesMask }

    /// Returns the landmarks in a region of an image.
    package func landmarks(in region: RegionOfInterest, of image: ImageView) -> RawLandmarks {
        fillInput(with: region, of: image)
        run()
        guard usesFlipEnsemble, let heatmaps = network.heatmaps else { return decode() }
        readOutputs(into: &result)
        session.withFeatureMap(heatmaps) { kept.keep($0) }
        averageWithMirror(region, image, kept)
        return result
    }

    /// Returns the last run of ``landmarks(in:of:)``, which must not have used the flip ensemble.
    package func lastRun(in region: RegionOfInterest, refined: RawLandmarks) -> LandmarkRun {
        var raw = result
        readOutputs(into: &raw)
        let heatmaps = KeptFeatureMap()
        if let name = network.heatmaps { session.withFeatureMap(name) { heatmaps.keep($0) } }
        return LandmarkRun(region: region, refined: refined, raw: raw, heatmaps: heatmaps)
    }

    /// Returns the landmarks of a run and one more, on the region's mirror image.
    package func landmarks(mirroring run: LandmarkRun, of image: ImageView) -> RawLandmarks {
        result = run.raw
        averageWithMirror(run.region, image, run.heatmaps)
        return result
    }

    private func averageWithMirror(_ region: RegionOfInterest, _ image: ImageView, _ kept: KeptFeatureMap) {
        fillInput(with: region, of: image, isMirrored: true)
        run()
        readOutputs(into: &mirroredResult)
        guard let heatmaps = network.heatmaps, let side = spec.heatmaps?.side else { return }
        let disagreements = result.average(
            withMirrored: mirroredResult, partners: spec.mirrored, agreement: FlipDisagreement.agreement(side: side))
        kept.withMap { map in
            session.withFeatureMap(heatmaps) {
                refine(with: Heatmaps(map, mirrored: $0, partners: spec.mirrored), disagreements)
            }
        }
    }

    /// Fills the network's input: the first of the three stages of ``landmarks(in:of:)``.
    package func fillInput(with region: RegionOfInterest, of image: ImageView, isMirrored: Bool = false) {
        let map = ProjectiveMap(region, side: spec.inputSide, isMirrored: isMirrored)
        lastInput = (region, isMirrored, image.size)
        session.fill(
            network.input, with: RegionInput(image: image, map: map, sampler: sampler, executor: session.executor))
    }

    /// Runs the network: the second stage.
    package func run() { session.run() }

    /// Decodes the outputs, moved by the heatmaps: the third stage.
    package func decode() -> RawLandmarks {
        readOutputs(into: &result)
        if let heatmaps = network.heatmaps { session.withFeatureMap(heatmaps) { refine(with: Heatmaps($0)) } }
        return result
    }

    /// Reads the outputs as regressed.
    private func readOutputs(into result: inout RawLandmarks) {
        session.withOutput(network.points) { points in
            session.withOutput(network.world) { world in
                session.withOutput(network.presence) { presence in
                    decoder.decode(points: points, world: world, presence: presence, into: &result)
                }
            }
        }
        guard !network.attributes.isEmpty else { return }
        result.attributes = network.attributes.map { name in session.withOutput(name) { Double($0[0]) } }
    }

    private func refine(with heatmaps: Heatmaps, _ disagreements: [FlipDisagreement] = []) {
        peaks.find(&result.points, in: heatmaps)
        result.resolve(disagreements)
        guard let heatmapDecoder, let lastInput else { return }
        heatmapDecoder.refine(
            &result.points, with: heatmaps,
            in: RegionVisibility(lastInput.region, in: lastInput.size, partCount: spec.partCount))
    }

    /// Returns the mask of the last region; `nil` when masks are not computed.
    package func lastMask() -> Mask? {
        guard includesMask, let mask = network.mask, let lastInput else { return nil }
        return session.withFeatureMap(mask) {
            maskProjection.mask(
                logits: $0, region: lastInput.region, in: lastInput.size, isMirrored: lastInput.isMirrored)
        }
    }
}
