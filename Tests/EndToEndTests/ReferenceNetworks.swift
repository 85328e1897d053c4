import PoiseTFLiteImport
import Foundation
import PoiseInference
import PoiseTestSupport
import PoiseWeights

/// The networks of the reference data, and tensors that TensorFlow Lite computed with them.
enum ReferenceNetwork: String, CaseIterable, Sendable {
    case detector, full, lite

    func load() throws -> Network {
        switch self {
        case .detector: return try NetworkFile.decode(EmbeddedWeights.detector)
        case .full: return try NetworkFile.decode(EmbeddedWeights.full)
        case .lite:
            let file = "models/pose_landmark_lite.tflite"
            guard case .network(let network) = try ModelFile(try Reference.bytes(file), name: file) else {
                throw CocoaError(.fileReadCorruptFile)
            }
            return network
        }
    }

    /// The photos with stored tensors.
    static let photos = ["der_coco_785_skier_exact", "der_op_474_rot90", "op_241"]

    /// Returns the input and outputs for a photo, and the text stored with them.
    func tensors(photo: String) throws -> (tensors: [String: Tensor], metadata: [String: String]) {
        let bytes = try Reference.bytes("golden/network/\(rawValue)_\(photo).safetensors")
        return try bytes.withUnsafeBytes { buffer in
            let file = try Safetensors(header: buffer)
            let tensors = file.entries.mapValues { entry in
                Network.Constant(shape: entry.shape, elements: file.elements(of: entry, in: buffer)).tensor
            }
            return (tensors, file.metadata)
        }
    }
}
