#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import PoiseInference
import PoiseWeights

/// A landmark network for poses.
public enum PoseModel: Sendable {
    /// The full model of BlazePose, which is part of the library.
    case full
    /// A network file, as `poise convert` makes it from MediaPipe's models.
    case file(URL)
    /// A network in memory.
    case network(Network)

    /// Returns the network.
    ///
    /// - Throws: ``PoseSetupError`` when it cannot be read.
    package func network() throws(PoseSetupError) -> Network {
        switch self {
        case .full:
            return try Network(embedded: EmbeddedWeights.full, name: "full")
        case .file(let url):
            let data: Data
            do {
                data = try Data(contentsOf: url)
            } catch {
                let isMissing = (error as? CocoaError)?.code == .fileReadNoSuchFile
                throw isMissing ? .notFound(path: url.path) : .unreadable(path: url.path)
            }
            do { return try NetworkFile.decode([UInt8](data)) } catch { throw .broken(file: url.path, error) }
        case .network(let network): return network
        }
    }
}

extension Network {
    /// Decodes a network that is part of the program.
    init(embedded bytes: UnsafeRawBufferPointer, name: String) throws(PoseSetupError) {
        // The network has copies of its constants.
        defer { EmbeddedWeights.release(bytes) }
        do { self = try NetworkFile.decode(bytes) } catch { throw .broken(file: name, error) }
    }
}

/// An error in creating an estimator or a tracker.
public enum PoseSetupError: Error, Equatable, Sendable, CustomStringConvertible {
    /// There is no such file.
    case notFound(path: String)
    /// The file is there, but cannot be read.
    case unreadable(path: String)
    /// The file is not a network of ours.
    case broken(file: String, NetworkFileError)
    /// The network cannot be run.
    case unusable(NetworkError)
    /// The network lacks an input or output of its role.
    case wrongSignature(kind: String, missing: String)
    /// An option has a value that cannot be used.
    case invalidOption(OptionError)

    /// One sentence that says what is wrong, and where.
    public var description: String {
        switch self {
        case .notFound(let path): "there is no model at \(path)"
        case .unreadable(let path): "the model \(path) cannot be read"
        case .broken(let file, let error): "model \(file): \(error)"
        case .unusable(let error): "the model cannot be run: \(error)"
        case .wrongSignature(let kind, let missing): "the model is no \(kind): it lacks \(missing)"
        case .invalidOption(let error): error.description
        }
    }
}
