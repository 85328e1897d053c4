#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import ArgumentParser
import Conversion
import Inference
import Poise

/// A landmark network as the user names it: `full`, or a file of ours or of MediaPipe.
struct ModelOption: ExpressibleByArgument {
    let name: String

    init(argument: String) { name = argument }

    static let full = ModelOption(argument: "full")

    var defaultValueDescription: String { name }

    /// The model. MediaPipe's files are converted in memory.
    func model() throws(Failure) -> PoseModel {
        guard name != "full" else { return .full }
        switch try NetworkSource(path: name).content {
        case .network(let network): return .network(network)
        case .task(_, let landmarks): return .network(landmarks)
        }
    }
}

extension Failure {
    /// What preparing a model failed with.
    init(_ error: PoseModelError) { self.init("\(error)", .badData) }
}

/// A file that holds networks, of whatever kind we know.
struct NetworkSource {
    let content: ModelFile

    /// Reads a network file of ours, a `.tflite` or a `.task` file; told by its content.
    init(path: String) throws(Failure) {
        let bytes = try NetworkSource.read(path)
        do throws(ConversionError) {
            content = try ModelFile(bytes, name: path)
        } catch .unknownFormat {
            do {
                content = .network(try NetworkFile.decode(bytes))
            } catch {
                throw Failure("\(path): \(error)", .badData)
            }
        } catch {
            throw Failure("\(path): \(error)", .badData)
        }
    }

    private static func read(_ path: String) throws(Failure) -> [UInt8] {
        switch PathKind(path) {
        case .missing: throw Failure("\(path): there is no such file", .noInput)
        case .folder: throw Failure("\(path): this is a folder, not a file", .noInput)
        case .file:
            do {
                return [UInt8](try Data(contentsOf: URL(filePath: path)))
            } catch {
                throw Failure("\(path): the file cannot be read", .noInput)
            }
        }
    }
}
