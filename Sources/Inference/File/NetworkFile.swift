#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The file format of networks: a safetensors file with the graph as JSON in its metadata.
///
/// Any safetensors tool can open it. Decoding checks everything: header length, offsets, overlaps, trailing bytes,
/// operators, and every shape against the graph. No input makes it crash or read outside the file.
public enum NetworkFile {
    /// The version of the format that is written and read.
    public static let version = "1"

    private enum Key {
        static let format = "format"
        static let version = "version"
        static let graph = "graph"
        static let source = "source"
        static let sourceSHA256 = "source_sha256"
        static let license = "license"
        static let training = "training"
        static let formatName = "poise-network"
    }

    /// Decodes a network from the bytes of a file.
    ///
    /// - Throws: ``NetworkFileError`` with the place of the error.
    public static func decode(_ bytes: UnsafeRawBufferPointer) throws(NetworkFileError) -> Network {
        let file = try Safetensors(header: bytes)
        guard file.metadata[Key.format] == Key.formatName, let graph = file.metadata[Key.graph] else {
            throw .notANetwork
        }
        guard file.metadata[Key.version] == version else {
            throw .unsupportedVersion(file.metadata[Key.version] ?? "none")
        }
        let document: GraphDocument
        do {
            document = try JSONDecoder().decode(GraphDocument.self, from: Data(graph.utf8))
        } catch {
            throw .invalidHeader(reason: "graph: " + Safetensors.reason(of: error))
        }
        return try document.network(
            constants: file.entries.mapValues {
                Network.Constant(shape: $0.shape, elements: file.elements(of: $0, in: bytes))
            },
            origin: Network.Origin(
                file: file.metadata[Key.source] ?? "", sha256: file.metadata[Key.sourceSHA256] ?? "",
                license: file.metadata[Key.license] ?? "", training: file.metadata[Key.training] ?? ""))
    }

    /// Decodes a network from the bytes of a file.
    ///
    /// - Throws: ``NetworkFileError`` with the place of the error.
    public static func decode(_ bytes: [UInt8]) throws(NetworkFileError) -> Network {
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(NetworkFileError) in try decode(buffer) }
        }
        return try result.get()
    }

    /// Returns the bytes of a file that holds the network; equal networks give equal bytes.
    ///
    /// - Throws: ``NetworkFileError/invalidHeader(reason:)`` when the network cannot be written as JSON, or a constant
    ///   has the name `__metadata__`, which the format reserves.
    public static func encode(_ network: Network) throws(NetworkFileError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let graph: String
        do {
            graph = String(decoding: try encoder.encode(GraphDocument(network)), as: UTF8.self)
        } catch {
            throw .invalidHeader(reason: "\(error)")
        }
        var metadata = [
            Key.format: Key.formatName, Key.version: version, Key.graph: graph, Key.source: network.origin.file,
            Key.sourceSHA256: network.origin.sha256, Key.license: network.origin.license,
        ]
        if !network.origin.training.isEmpty { metadata[Key.training] = network.origin.training }
        return try Safetensors.encode(metadata: metadata, tensors: network.constants)
    }
}
