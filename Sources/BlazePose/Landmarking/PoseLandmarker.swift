import Imaging
import Inference
import Landmarks

/// Finds the landmarks of the person in a region of a picture. Belongs to one task at a time.
package final class PoseLandmarker {
    private let session: Session
    private let signature: LandmarkSignature
    private let givesMask: Bool
    private let refinement = HeatmapRefinement()
    /// What was found last, and what its mask is made with; their memory is used again.
    private var result = RawLandmarks(points: [], world: [], presence: 0)
    private var maskProjection = MaskProjection()

    private static let sampler = Sampler(border: .replicate, range: 0...1)

    package init(_ networks: PoseNetworks, threads: Int) {
        session = Session(networks.landmarks, threads: threads)
        signature = networks.landmarkSignature
        givesMask = networks.givesMask
    }

    /// What the network says of a region of an RGB picture, refined by its heatmaps.
    package func landmarks(in region: Region, of image: Image) -> RawLandmarks {
        fillInput(with: region, of: image)
        run()
        return decode()
    }

    /// The first of the three stages of ``landmarks(in:of:)``: the network's input.
    package func fillInput(with region: Region, of image: Image) {
        let map = ProjectiveMap(region, side: LandmarkDecoder.inputSide)
        session.fill(
            signature.input,
            with: PictureInput(image: image, map: map, sampler: PoseLandmarker.sampler, executor: session.executor))
    }

    /// The second stage: the network.
    package func run() { session.run() }

    /// The third stage: what the outputs say, refined by the heatmaps.
    package func decode() -> RawLandmarks {
        session.withOutput(signature.landmarks) { landmarks in
            session.withOutput(signature.world) { world in
                session.withOutput(signature.presence) { presence in
                    LandmarkDecoder.decode(landmarks: landmarks, world: world, presence: presence, into: &result)
                }
            }
        }
        session.withFeatureMap(signature.heatmaps) { refinement.refine(&result.points, with: $0) }
        return result
    }

    /// The mask of the region that was looked at last; `nil` when none was asked for.
    package func lastMask(in region: Region, of image: Image) -> Mask? {
        guard givesMask else { return nil }
        return session.withFeatureMap(signature.segmentation) {
            maskProjection.mask(logits: $0, region: region, in: image)
        }
    }
}
