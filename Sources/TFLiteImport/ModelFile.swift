import PoiseInference

/// A file with networks as Google publishes them, recognized by its contents and not by its name.
///
/// Each network contains the nodes that its outputs need; all other nodes are dropped.
public enum ModelFile: Sendable, Equatable {
    /// A `.tflite` file: a single network.
    case network(Network)
    /// A `.task` bundle of MediaPipe's pose landmarker: the person detector and the landmark network.
    case task(detector: Network, landmarks: Network)

    /// The license under which Google publishes MediaPipe's models, as stated in their model cards.
    static let license = "Apache-2.0"

    /// Converts a model file.
    ///
    /// - Parameters:
    ///   - bytes: The whole file.
    ///   - name: Name or path of the file; its last component becomes part of the networks' ``Network/Origin``.
    /// - Throws: ``ConversionError`` when the file is neither kind, is damaged, or contains something that a
    ///   ``Network`` cannot represent.
    public init(_ bytes: [UInt8], name: String) throws(ConversionError) {
        let file = name.split(separator: "/").last.map(String.init) ?? name
        if FlatBuffer.hasIdentifier(TFLiteModel.identifier, in: bytes) {
            self = .network(try Self.network(bytes, file: file))
        } else if ZipArchive.isRecognized(bytes) {
            let archive = try ZipArchive(bytes)
            func network(_ member: String) throws(ConversionError) -> Network {
                let contents = try archive.contents(of: member)
                do throws(ConversionError) {
                    guard FlatBuffer.hasIdentifier(TFLiteModel.identifier, in: contents) else {
                        throw .unknownFormat
                    }
                    return try Self.network(contents, file: "\(file)/\(member)")
                } catch {
                    throw .member(member, error)
                }
            }
            self = .task(
                detector: try network("pose_detector.tflite"), landmarks: try network("pose_landmarks_detector.tflite"))
        } else {
            throw .unknownFormat
        }
    }

    private static func network(_ bytes: [UInt8], file: String) throws(ConversionError) -> Network {
        var converter = NetworkConverter(try TFLiteModel(bytes))
        return try converter.network { Network.Origin(file: file, sha256: sha256(bytes), license: license) }
    }
}
