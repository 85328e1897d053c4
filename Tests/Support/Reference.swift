import Foundation

/// The reference data beside this checkout on the maintainers' machines: photos, and MediaPipe's results on them. It is
/// not part of the package; tests that need it are enabled only where it is present.
public enum Reference {
    /// The folder of the reference data.
    public static let folder = packageFolder.deletingLastPathComponent().appending(path: "shared/reference")

    /// The folder of this package.
    public static let packageFolder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Whether the reference data is present.
    public static let isAvailable = FileManager.default.fileExists(atPath: folder.path + "/README.md")

    /// Returns the URL of a file of the reference data.
    public static func file(_ path: String) -> URL { folder.appending(path: path) }

    /// Returns the bytes of a file of the reference data.
    public static func bytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: file(path))) }
}
