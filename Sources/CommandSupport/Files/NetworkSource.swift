import Conversion
import Files
import Inference

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file that holds networks, of whatever kind we know.
package struct NetworkSource {
    package let content: ModelFile

    /// Many times the size of the largest model there is.
    private static let maximumByteCount = 1 << 28

    /// Reads a network file of ours, a `.tflite` or a `.task` file; told by its content.
    package init(path: String) throws(Failure) {
        let bytes = try NetworkSource.read(path)
        do throws(ConversionError) {
            content = try ModelFile(bytes, name: path)
        } catch .unknownFormat {
            // A safetensors file begins with the length of a JSON object, and that object.
            guard bytes.count > 8, bytes[8] == UInt8(ascii: "{") else {
                throw Failure(path, "this is neither a network file nor a .tflite or .task model", .badData)
            }
            do {
                content = .network(try NetworkFile.decode(bytes))
            } catch {
                throw Failure(path, "\(error)", .badData)
            }
        } catch {
            throw Failure(path, "\(error)", .badData)
        }
    }

    private static func read(_ path: String) throws(Failure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let isMissing = errno == ENOENT || errno == ENOTDIR
            let reason = isMissing ? "there is no such file" : "the file cannot be opened: \(systemError())"
            throw Failure(path, reason, .noInput)
        }
        defer { close(descriptor) }
        let bytes = try readAll(from: descriptor, named: path, maximumByteCount: maximumByteCount)
        guard !bytes.isEmpty else { throw Failure(path, "the file is empty", .badData) }
        return bytes
    }
}
