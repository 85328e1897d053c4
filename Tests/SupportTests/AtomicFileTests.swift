import Foundation
import PoiseLibC
import PoiseSupport
import PoiseTestSupport
import Testing

@Suite("Files written in one step")
struct AtomicFileTests {
    private static let old = Array("the old content".utf8)
    private static let new = Array("the new one".utf8)

    private static func permissions(_ url: URL) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions] as? Int)
    }

    @Test("A file is created, then replaced, and keeps its permissions")
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

    @Test("An open file is appended to through its descriptor's name, not replaced")
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
            // A FIFO that is opened for both directions does not wait for its other end.
            let reader = open(path, O_RDWR)
            defer { close(reader) }
            try AtomicFile.write(Self.new, to: path)
            var received = [UInt8](repeating: 0, count: 100)
            let count = read(reader, &received, received.count)
            #expect(Array(received[..<count]) == Self.new)
        }
        try AtomicFile.write(Self.new, to: "/dev/null")
    }

    @Test("If writing fails, the old file stays and no other is left")
    func failure() throws {
        try withTemporaryFolder { folder in
            let url = folder.appending(path: "a.json")
            try AtomicFile.write(Self.old, to: url.path)
            let large = [UInt8](repeating: 1, count: (64 << 20) + 1)
            var failure: FileError?
            withFileSizeLimit(64 << 20) {
                do throws(FileError) { try AtomicFile.write(large, to: url.path) } catch { failure = error }
            }
            #expect(failure == FileError(.write, code: EFBIG))
            #expect(try Data(contentsOf: url) == Data(Self.old))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.json"])
        }
    }

    @Test("A file released before its end leaves the old one, and no other")
    func givenUp() throws {
        try withTemporaryFolder { folder in
            let url = folder.appending(path: "a.jsonl")
            try AtomicFile.write(Self.old, to: url.path)
            do {
                let file = try AtomicFile(path: url.path)
                #expect(file.isAside)
                try file.write(Self.new)
                #expect(try Data(contentsOf: url) == Data(Self.old))
            }
            #expect(try Data(contentsOf: url) == Data(Self.old))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.jsonl"])
        }
    }

    @Test(
        "An incomplete file is written beside a complete one",
        arguments: [
            ("a.jsonl", "a.partial.jsonl"), ("a", "a.partial"), (".a", ".a.partial"), ("b.c/a", "b.c/a.partial"),
            ("a.b.mp4", "a.b.partial.mp4"),
        ])
    func incomplete(name: String, partial: String) throws {
        try withTemporaryFolder { folder in
            let url = folder.appending(path: name)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            func write(_ bytes: [UInt8]) throws -> String {
                let file = try AtomicFile(path: url.path)
                try file.write(bytes)
                return try file.commit(isComplete: false)
            }
            // Without an existing file the incomplete one gets the name.
            #expect(try write(Self.old) == url.path)
            let beside = folder.appending(path: partial)
            for content in [Self.new, [1, 2, 3]] {
                #expect(try write(content) == beside.path)
                #expect(try Data(contentsOf: url) == Data(Self.old))
                #expect(try Data(contentsOf: beside) == Data(content))
            }
            #expect(AtomicFile.partialPath(of: url.path) == beside.path)
        }
    }

    @Test("An incomplete file is written beside the target of a link, and directly into a pipe")
    func incompleteElsewhere() throws {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "file")
            let link = folder.appending(path: "link")
            try AtomicFile.write(Self.old, to: file.path)
            try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: "file")
            let output = try AtomicFile(path: link.path)
            try output.write(Self.new)
            let place = try output.commit(isComplete: false)
            #expect(place.hasSuffix("/file.partial"))
            #expect(try Data(contentsOf: URL(filePath: place)) == Data(Self.new))
            #expect(try Data(contentsOf: file) == Data(Self.old))
            #expect(try AtomicFile(path: "/dev/null").commit(isComplete: false) == "/dev/null")
        }
    }

    @Test("Temporary files left by ended processes are removed, and nothing else")
    func sweeping() throws {
        try withTemporaryFolder { folder in
            let (left, held) = (".poise-0123456789abcdef.part", ".poise-00112233445566ff.part")
            let others = [
                ".poise-notes", ".poise-0123456789abcdef", ".poise-0123456789abcde.part", "0123456789abcdef.part",
                ".poise-0123456789abcdeg.part",
            ]
            for name in others + [left, held] { try Data(Self.old).write(to: folder.appending(path: name)) }
            let link = ".poise-aaaaaaaaaaaaaaaa.part"
            try FileManager.default.createSymbolicLink(
                atPath: folder.appending(path: link).path, withDestinationPath: ".poise-notes")
            let writer = open(folder.appending(path: held).path, O_WRONLY)
            defer { close(writer) }
            #expect(flock(writer, LOCK_EX) == 0)
            // Two at once: the second must not remove the first.
            let first = try AtomicFile(path: folder.path + "/a")
            let second = try AtomicFile(path: folder.path + "/./b")
            for file in [first, second] {
                try file.write(Self.new)
                try file.commit()
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(Set(names) == Set(others + [held, link, "a", "b"]))
            #expect(try Data(contentsOf: folder.appending(path: ".poise-notes")) == Data(Self.old))
        }
    }

    @Test("A temporary file is locked until it has its name")
    func locking() throws {
        try withTemporaryFolder { folder in
            let file = try AtomicFile(path: folder.path + "/a")
            let name = try #require(FileManager.default.contentsOfDirectory(atPath: folder.path).first)
            let other = open(folder.path + "/" + name, O_WRONLY)
            defer { close(other) }
            #expect(flock(other, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
            try file.commit()
            #expect(flock(other, LOCK_EX | LOCK_NB) == 0)
        }
    }

    @Test("Bytes are appended, or written at a sought position")
    func parts() throws {
        try withTemporaryFolder { folder in
            let url = folder.appending(path: "a.mp4")
            let file = try AtomicFile(path: url.path)
            for part in ["size body", " end"] { try file.write(Array(part.utf8)) }
            #expect(try file.byteCount() == 13)
            #expect(try file.seek(0, from: SEEK_SET) == 0)
            try file.write(Array("0013".utf8))
            #expect(!FileManager.default.fileExists(atPath: url.path))
            try file.commit()
            #expect(try Data(contentsOf: url) == Data("0013 body end".utf8))
        }
    }

    @Test("A closed pipe is an error, and no signal")
    func closedPipe() throws {
        var ends: [Int32] = [0, 0]
        #expect(Glibc.pipe(&ends) == 0)
        close(ends[0])
        defer { close(ends[1]) }
        let error = #expect(throws: FileError.self) { try AtomicFile.write(Self.new, to: "/dev/fd/\(ends[1])") }
        #expect(error?.isClosedPipe == true)
    }

    @Test(
        "A write-protected file is not replaced", .enabled(if: getuid() != 0, "the superuser may write to every file"))
    func writeProtected() throws {
        try withTemporaryFolder { folder in
            let url = folder.appending(path: "a.json")
            try AtomicFile.write(Self.old, to: url.path)
            chmod(url.path, 0o444)
            #expect(throws: FileError.self) { try AtomicFile.write(Self.new, to: url.path) }
            #expect(try Data(contentsOf: url) == Data(Self.old))
        }
    }
}

/// Limits the size of files, as a full disk does. The limit holds for the whole process, so it must be higher than the
/// sizes that concurrent tests write.
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
