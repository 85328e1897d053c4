import ArgumentParser

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What went wrong, in a sentence, and the exit status that says of what kind it is.
package struct Failure: Error {
    /// The file or the option that it is about, as the user named it; `nil` where the reason says all.
    package let subject: String?
    /// What is wrong with it.
    package let reason: String
    package let status: Status

    /// The exit statuses of `sysexits.h` that are used.
    package enum Status: Int32 {
        case usage = 64
        case badData = 65
        case noInput = 66
        case cannotCreate = 73
        case inputOutput = 74
        case tryAgain = 75
        /// 128 + SIGINT, as a shell reports it.
        case interrupted = 130
    }

    package init(_ subject: String?, _ reason: String, _ status: Status) {
        self.subject = subject
        self.reason = reason
        self.status = status
    }

    /// Returns the failure with a note of where what was done is, if that is not where the user named.
    ///
    /// - Parameter places: Paths of files; `nil` for one that has the name that the user gave.
    package func noting(_ places: [String?]) -> Failure {
        let named = places.compactMap(\.self)
        guard !named.isEmpty else { return self }
        return Failure(subject, "\(reason); what was done is in \(named.joined(separator: " and "))", status)
    }

    /// Says it on standard error, on one line.
    package func report() {
        let sentence = subject.map { "\($0): \(reason)" } ?? reason
        StandardError.write("poise: \(sentence.printable)\n")
    }
}

/// A command whose failures end in a sentence on standard error and an exit status.
package protocol PoiseSubcommand: ParsableCommand {
    func perform() throws(Failure)
}

extension PoiseSubcommand {
    package func run() throws {
        // Writing to a closed pipe is an error like others then, and not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        do {
            try perform()
        } catch {
            error.report()
            throw ExitCode(error.status.rawValue)
        }
    }
}

/// The same for a command that waits.
package protocol AsyncPoiseSubcommand: AsyncParsableCommand {
    func perform() async throws(Failure)
}

extension AsyncPoiseSubcommand {
    package func run() async throws {
        signal(SIGPIPE, SIG_IGN)
        do {
            try await perform()
        } catch {
            error.report()
            throw ExitCode(error.status.rawValue)
        }
    }
}
