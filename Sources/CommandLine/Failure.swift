import ArgumentParser

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What went wrong, in a sentence, and the exit status that says of what kind it is.
struct Failure: Error {
    let message: String
    let status: Status

    /// The exit statuses of `sysexits.h` that are used.
    enum Status: Int32 {
        case usage = 64
        case badData = 65
        case noInput = 66
        case cannotCreate = 73
        case inputOutput = 74
        /// 128 + SIGINT, as a shell reports it.
        case interrupted = 130
    }

    init(_ message: String, _ status: Status) {
        self.message = message
        self.status = status
    }
}

/// A command whose failures end in a sentence on standard error and an exit status.
protocol PoiseSubcommand: ParsableCommand {
    func perform() throws(Failure)
}

extension PoiseSubcommand {
    func run() throws {
        // Writing to a closed pipe is an error like others then, and not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        do {
            try perform()
        } catch {
            StandardError.write("poise: \(error.message)\n")
            throw ExitCode(error.status.rawValue)
        }
    }
}
