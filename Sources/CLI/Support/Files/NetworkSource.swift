import PoiseTFLiteImport
import PoiseInference

/// A file that holds networks, in any supported format.
package struct NetworkSource {
    package let content: ModelFile

    /// The maximum size of a file, bytes: many times that of the largest existing model.
    private static let maximumByteCount = 1 << 28

    /// Reads a network file of Poise, a `.tflite` or a `.task` file, recognized by its content.
    package init(path: String) throws(Failure) {
        let bytes = try Path(path).read(maximumByteCount: NetworkSource.maximumByteCount)
        do throws(ConversionError) {
            content = try ModelFile(bytes, name: path)
        } catch .unknownFormat {
            // A safetensors file begins with the length of a JSON object, and that object.
            guard bytes.count > 8, bytes[8] == UInt8(ascii: "{") else {
                throw Failure(
                    StandardInput.name(of: path), "this is neither a network file nor a .tflite or .task model",
                    .badData)
            }
            do {
                content = .network(try NetworkFile.decode(bytes))
            } catch {
                throw Failure(StandardInput.name(of: path), "\(error)", .badData)
            }
        } catch {
            throw Failure(StandardInput.name(of: path), "\(error)", .badData)
        }
    }
}
