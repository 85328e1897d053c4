import Foundation
import PoiseTestSupport
import Testing

/// The result of running a program.
struct CommandResult {
    /// The exit status, or minus the number of the signal that ended it.
    var status: Int32
    var output: Data
    var errors: String

    var text: String { String(decoding: output, as: UTF8.self) }

    /// Parses the standard output as JSON Lines.
    func records() throws -> [[String: Any]] { try jsonLines(output) }
}

/// Returns the objects of JSON Lines.
func jsonLines(_ data: Data) throws -> [[String: Any]] {
    try #require(data.isEmpty || data.last == UInt8(ascii: "\n"), "the last line is whole")
    return try data.split(separator: UInt8(ascii: "\n")).map { line in
        try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
    }
}

/// A running program.
final class RunningCommand: Sendable {
    /// The path of the command, which is built beside the test bundle.
    static let poise: URL = {
        let beside = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appending(path: "poise")
        if FileManager.default.isExecutableFile(atPath: beside.path) { return beside }
        return Reference.packageFolder.appending(path: ".build/release/poise")
    }()

    private let process = Process()
    private let ended: AsyncStream<Int32>
    /// The folder for the streams of the program.
    private let streams: URL

    /// Starts a program; after a minute it is killed.
    ///
    /// - Parameters:
    ///   - input: The content of its standard input, or a pipe.
    ///   - output: The destination of its standard output; `nil` for the result.
    init(
        _ program: URL, _ arguments: [String], in folder: URL, input: Any? = nil, output: FileHandle? = nil
    ) throws {
        let streams = FileManager.default.temporaryDirectory.appending(path: "poise-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: streams, withIntermediateDirectories: true)
        self.streams = streams
        let (ended, continuation) = AsyncStream<Int32>.makeStream()
        self.ended = ended
        func file(_ name: String, _ content: Data = Data()) throws -> FileHandle {
            let url = streams.appending(path: name)
            try content.write(to: url)
            return try FileHandle(forUpdating: url)
        }
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.standardInput = try (input as? Data).map { try file("in", $0) } ?? input ?? FileHandle.nullDevice
        process.standardOutput = try output ?? file("out")
        process.standardError = try file("err")
        process.terminationHandler = { process in
            let isSignal = process.terminationReason == .uncaughtSignal
            continuation.yield(isSignal ? -process.terminationStatus : process.terminationStatus)
            continuation.finish()
        }
        // Threads of a pool block signals, and programs inherit the mask.
        var interruption = sigset_t()
        sigemptyset(&interruption)
        sigaddset(&interruption, SIGINT)
        sigaddset(&interruption, SIGTERM)
        sigaddset(&interruption, SIGHUP)
        pthread_sigmask(SIG_UNBLOCK, &interruption, nil)
        try process.run()
        let number = process.processIdentifier
        DispatchQueue.global().asyncAfter(deadline: .now() + 60) { [weak self] in
            if self?.isRunning == true { kill(number, SIGKILL) }
        }
    }

    var isRunning: Bool { process.isRunning }

    /// The content of standard error so far.
    var errorsSoFar: String {
        (try? Data(contentsOf: streams.appending(path: "err"))).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Sends SIGINT, as Ctrl-C does.
    func interrupt() { send(SIGINT) }

    /// Sends a signal.
    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits for the end and returns the result.
    func result() async throws -> CommandResult {
        var status: Int32 = .min
        for await value in ended { status = value }
        defer { try? FileManager.default.removeItem(at: streams) }
        return CommandResult(
            status: status, output: (try? Data(contentsOf: streams.appending(path: "out"))) ?? Data(),
            errors: String(decoding: try Data(contentsOf: streams.appending(path: "err")), as: UTF8.self))
    }
}

/// A folder in which commands run, removed at the end.
struct Workspace {
    let folder: URL

    func url(_ name: String) -> URL { folder.appending(path: name) }

    /// The paths of all files and folders in it.
    var contents: Set<String> {
        Set((try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? [])
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        try FileManager.default.createDirectory(
            at: url(name).deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url(name))
    }

    func read(_ name: String) throws -> Data { try Data(contentsOf: url(name)) }

    /// Runs `poise`.
    func poise(
        _ arguments: String..., input: Data? = nil, output: FileHandle? = nil
    ) async throws -> CommandResult { try await poise(arguments, input: input, output: output) }

    /// Runs `poise`.
    func poise(_ arguments: [String], input: Data? = nil, output: FileHandle? = nil) async throws -> CommandResult {
        try await RunningCommand(.poise, arguments, in: folder, input: input, output: output).result()
    }

    /// Runs a shell command, in which `$0` is `poise`.
    func shell(_ line: String) async throws -> CommandResult {
        let arguments = ["-c", line, RunningCommand.poise.path]
        return try await RunningCommand(URL(filePath: "/bin/sh"), arguments, in: folder).result()
    }

    /// Builds a shared library from a C file, to be preloaded into a program; with Swift's compiler or the system's.
    func sharedLibrary(_ source: URL) async throws -> URL {
        let library = url(source.deletingPathExtension().lastPathComponent + ".so")
        let build = try await shell(
            "$(command -v clang || echo cc) -shared -fPIC -o '\(library.path)' '\(source.path)' -ldl -lm")
        try #require(build.status == 0, "\(build.errors)")
        return library
    }
}

extension URL {
    static var poise: URL { RunningCommand.poise }
}

/// Runs a test in a new folder, which is removed afterward.
func withWorkspace(_ body: (Workspace) async throws -> Void) async throws {
    try await withTemporaryFolder { folder in try await body(Workspace(folder: folder)) }
}

/// Expects that a command failed with one sentence that names its subject once.
func expectFailure(
    _ result: CommandResult, _ status: Int32, naming subject: String, _ reason: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(result.status == status, sourceLocation: sourceLocation)
    let lines = result.errors.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 2 && lines[1].isEmpty, "one line: \(result.errors)", sourceLocation: sourceLocation)
    #expect(result.errors.hasPrefix("poise: \(subject)"), "\(result.errors)", sourceLocation: sourceLocation)
    #expect(result.errors.ranges(of: "\(subject):").count <= 1, "\(result.errors)", sourceLocation: sourceLocation)
    #expect(reason.isEmpty || result.errors.contains(reason), "\(result.errors)", sourceLocation: sourceLocation)
    #expect(result.errors.count > "poise: \(subject): \n".count + 10, "a sentence", sourceLocation: sourceLocation)
}
