import Inference

/// A file that holds networks as Google publishes them, told by what it holds and not by its name.
///
/// Each network comes with what it takes to compute its outputs; nodes that feed no output are dropped.
public enum ModelFile: Sendable, Equatable {
    /// A `.tflite` file: a single network.
    case network(Network)
    /// A `.task` bundle of MediaPipe's pose landmarker: the network that finds people, and the one that finds their
    /// landmarks.
    case task(detector: Network, landmarks: Network)

    /// The licence under which Google publishes MediaPipe's models, as their model cards state it.
    static let license = "Apache-2.0"

    /// A model file from its bytes.
    ///
    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - name: its name, for the networks' ``Network/Origin``; of a path the last component counts.
    /// - Throws: ``ConversionError`` when it is neither kind of file, is damaged, or holds what a ``Network`` cannot.
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
