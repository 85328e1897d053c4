import PoiseGeometry
import PoiseLandmarkPipeline
import PoiseBody

extension RegionProjection {
    /// Returns a landmark in pixels of the image.
    package func landmark(_ point: RawLandmarks.Point, in size: ImageSize) -> Landmark {
        let position = pixel(point)
        return Landmark(
            position: position, z: point.z * region.size, visibility: point.visibility, presence: point.presence,
            isInsideImage: size.contains(position))
    }

    /// Returns the pose in the image.
    package func pose(_ raw: RawLandmarks, score: Double, in size: ImageSize, mask: Mask?) -> Pose {
        let joints = Joint.allCases.indices
        var landmarks = joints.map { landmark(raw.points[$0], in: size) }
        // Scripted results of tests have no heatmaps.
        let quality = raw.quality
        if quality > 0 {
            let box = Pose.boxSize(of: landmarks)
            for index in joints {
                let uncertainty = JointUncertainty(raw.points[index].peak, quality: quality)
                landmarks[index].confidence = uncertainty.confidence
                landmarks[index].expectedError = uncertainty.expectedError * box
            }
        }
        return Pose(
            landmarks: landmarks, world: joints.map { world(raw.world[$0]) }, score: score, presence: raw.presence,
            region: region, mask: mask, quality: quality > 0 ? quality : nil)
    }
}

extension RawLandmarks {
    /// The mean height of the limbs' heatmap peaks, 0 to 1: how well the network sees the body.
    ///
    /// It judges a region better than any other output of the network: regions from detections in turned images gain 5.3 points of PCK@.1
    /// if selected by it, and 3.5 if selected by presence. (Experiments on 1139 photos with known joints.)
    package var quality: Double {
        Pose.limbs.reduce(0) { $0 + points[$1.rawValue].peak.height } / Double(Pose.limbs.count)
    }
}
