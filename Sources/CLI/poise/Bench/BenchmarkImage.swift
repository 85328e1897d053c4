import PoiseCommandSupport
import PoiseBenchmarkSupport
import PoiseSupport
import PoiseImaging
import PoiseImageFiles

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The input of the benchmark: a photo, or a rendered person in a temporary file.
struct BenchmarkImage {
    /// The path of the file.
    let path: String
    /// The bytes of the file.
    let file: [UInt8]
    /// The decoded image, RGB.
    let image: Image
    private let isTemporary: Bool

    init(photo: String?) throws(Failure) {
        isTemporary = photo == nil || photo == "-"
        switch photo {
        case "-": path = try BenchmarkImage.keepStandardInput()
        case let photo?: path = photo
        case nil: path = try BenchmarkImage.render()
        }
        do {
            image = try Image(path: path).converted(to: .rgb)
        } catch {
            throw Failure(error, of: path)
        }
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            throw Failure(path, "the file cannot be read", .inputOutput)
        }
        file = [UInt8](data)
    }

    /// Removes the file if it is a temporary one.
    func remove() {
        if isTemporary { try? FileManager.default.removeItem(atPath: path) }
    }

    private static func temporaryPath() -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: "poise-\(UUID().uuidString)").path
        removeWhenEnded(path)
        return path
    }

    private static func keepStandardInput() throws(Failure) -> String {
        let path = temporaryPath()
        let file = try StandardInput.bytes(maximumByteCount: 1 << 30)
        do { try AtomicFile.write(file, to: path) } catch { throw Failure(error, of: path) }
        return path
    }

    private static func render() throws(Failure) -> String {
        let path = temporaryPath()
        let image: Image
        do { image = try BenchmarkImages(photo: nil).original() } catch { throw Failure(nil, "\(error)", .badData) }
        do { try image.write(toPath: path, as: .jpeg) } catch { throw Failure(error, of: path) }
        return path
    }
}
