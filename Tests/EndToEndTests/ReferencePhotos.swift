import PoiseBodyModel
import PoiseLandmarkPipeline
import Foundation
import PoiseImaging
import PoiseBody
import PoiseImageFiles
import PoiseTestSupport

/// MediaPipe's results on a photo of the reference data. Coordinates are normalized by width (x, z) and height (y).
struct ReferencePhoto: Decodable {
    let file: String
    let width: Int
    let height: Int
    let found: Bool
    /// Detections before suppression, in units of the letterboxed square.
    let candidates: [StoredDetection]
    /// Detections after suppression, in units of the photo's width and height.
    let detections: [StoredDetection]
    let roi: [Double]?
    let presence: Double?
    let landmarks: [[Double]]?
    let world: [[Double]]?
    /// The network's 39 points in units of the region's side, before and after refinement by heatmaps.
    let cropRaw: [[Double]]?
    let cropRefined: [[Double]]?

    private enum CodingKeys: String, CodingKey {
        case file, width, height, found, candidates, detections, roi, presence, landmarks, world
        case cropRaw = "crop_raw"
        case cropRefined = "crop_refined"
    }

    struct StoredDetection: Decodable {
        let score: Double
        /// Left, top, width, height.
        let box: [Double]
        let keypoints: [[Double]]
    }

    /// Returns all photos, with the results of a model: `full` or `lite`.
    static func all(_ model: ReferenceNetwork) throws -> [ReferencePhoto] {
        try JSONDecoder().decode(
            [ReferencePhoto].self, from: Data(try Reference.bytes("golden/photos_\(model.rawValue).json")))
    }

    func image() throws -> Image { try Image(contentsOf: Reference.file("photos/\(file)")) }

    /// The region in pixels.
    var region: RegionOfInterest? {
        roi.map { values in
            RegionOfInterest(
                center: PixelPoint(x: values[0] * Double(width), y: values[1] * Double(height)),
                size: values[2] * Double(width), rotation: values[4])
        }
    }

    /// MediaPipe's pose in the form of ours; `nil` when there is none.
    var pose: Pose? {
        guard let landmarks, let world, let region, let presence else { return nil }
        let (width, height) = (Double(width), Double(height))
        return Pose(
            landmarks: landmarks.map { values in
                Landmark(
                    position: PixelPoint(x: values[0] * width, y: values[1] * height), z: values[2] * width,
                    visibility: values[3], presence: values[4],
                    isInsideImage: (0..<1).contains(values[0]) && (0..<1).contains(values[1]))
            },
            world: world.map { WorldPoint(x: $0[0], y: $0[1], z: $0[2]) }, score: detections.first?.score ?? 0,
            presence: presence, region: region)
    }

    /// Returns the largest distance of a landmark to MediaPipe's, in units of the region's side.
    func worstLandmark(of pose: Pose) -> Double? {
        guard let landmarks, let region else { return nil }
        return zip(pose.landmarks, landmarks).map { ours, theirs in
            let x = ours.position.x - theirs[0] * Double(width)
            let y = ours.position.y - theirs[1] * Double(height)
            return (x * x + y * y).squareRoot() / region.size
        }.max()
    }

    /// Returns the largest distance of a world landmark to MediaPipe's, in meters.
    func worstWorldPoint(of pose: Pose) -> Double? {
        guard let world else { return nil }
        return zip(pose.world, world).map { ours, theirs in
            let (x, y, z) = (ours.x - theirs[0], ours.y - theirs[1], ours.z - theirs[2])
            return (x * x + y * y + z * z).squareRoot()
        }.max()
    }
}

/// Returns the median of numbers.
func median(_ values: [Double]) -> Double {
    values.isEmpty ? .nan : values.sorted()[values.count / 2]
}
