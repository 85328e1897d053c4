import Foundation
import Media
import TestSupport
import Testing

@Suite("Files written in one step")
struct AtomicFileTests {
    private static let old = Array("the old content".utf8)
    private static let new = Array("the new one".utf8)

    private static func permissions(_ url: URL) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions] as? Int)
    }

    @Test("A file is made, then replaced, and keeps its permissions")
    func replacing() throws {
        try withTemporaryFolder { folder in
            let url = folder.appending(path: "a.json")
            try AtomicFile.write(Self.old, to: url.path)
            #expect(try Data(contentsOf: url) == Data(Self.old))
            #expect(try Self.permissions(url) & 0o133 == 0)
            #expect(try Self.permissions(url) & 0o600 == 0o600)
            chmod(url.path, 0o640)
            try AtomicFile.write(Self.new, to: url.path)
            #expect(try Data(contentsOf: url) == Data(Self.new))
            #expect(try Self.permissions(url) == 0o640)
            try AtomicFile.write([], to: url.path)
            #expect(try Data(contentsOf: url).isEmpty)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.json"])
        }
    }

    @Test("A symbolic link stays, and its file is replaced")
    func symbolicLink() throws {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "file")
            let link = folder.appending(path: "link")
            try AtomicFile.write(Self.old, to: file.path)
            try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: "file")
            try AtomicFile.write(Self.new, to: link.path)
            #expect(try Data(contentsOf: file) == Data(Self.new))
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == "file")
        }
    }

    @Test("An open file is continued through its descriptor's name, not replaced")
    func descriptor() throws {
        try withTemporaryFolder { folder in
            let url = folder.appending(path: "output")
            try AtomicFile.write(Self.old, to: url.path)
            let file = try FileHandle(forWritingTo: url)
            try AtomicFile.write(Self.new, to: "/dev/fd/\(file.fileDescriptor)")
            try file.close()
            #expect(try Data(contentsOf: url) == Data(Self.old + Self.new))
        }
    }

    @Test("A pipe and a device are written to")
    func pipe() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "pipe").path
            mkfifo(path, 0o600)
            // Opened for both directions, a FIFO does not wait for its other end.
            let reader = open(path, O_RDWR)
            defer { close(reader) }
            try AtomicFile.write(Self.new, to: path)
            var received = [UInt8](repeating: 0, count: 100)
            let count = read(reader, &received, received.count)
            #expect(Array(received[..<count]) == Self.new)
        }
        try AtomicFile.write(Self.new, to: "/dev/null")
    }

    @Test("When writing fails, the old file stays and no other is left")
    func failure() throws {
        try withTemporaryFolder { folder in
            let url = folder.appending(path: "a.json")
            try AtomicFile.write(Self.old, to: url.path)
            let large = [UInt8](repeating: 1, count: (64 << 20) + 1)
            var failure: MediaError?
            withFileSizeLimit(64 << 20) {
                do throws(MediaError) { try AtomicFile.write(large, to: url.path) } catch { failure = error }
            }
            #expect(failure?.kind == .inputOutput)
            #expect(failure?.path == url.path)
            #expect(try Data(contentsOf: url) == Data(Self.old))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.json"])
        }
    }

    @Test(
        "A write-protected file is not replaced", .enabled(if: getuid() != 0, "the superuser may write to every file"))
    func writeProtected() throws {
        try withTemporaryFolder { folder in
            let url = folder.appending(path: "a.json")
            try AtomicFile.write(Self.old, to: url.path)
            chmod(url.path, 0o444)
            #expect(throws: MediaError.self) { try AtomicFile.write(Self.new, to: url.path) }
            #expect(try Data(contentsOf: url) == Data(Self.old))
        }
    }
}

/// Makes files fill up as on a full disk. The limit holds for the whole process, so it must be higher than what tests
/// that run at the same time write.
private func withFileSizeLimit(_ bytes: Int, _ body: () -> Void) {
    var usual = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &usual)
    var lowered = usual
    lowered.rlim_cur = rlim_t(bytes)
    let handler = signal(SIGXFSZ, SIG_IGN)
    setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &lowered)
    body()
    setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &usual)
    signal(SIGXFSZ, handler)
}
